//! Passwords and client certificates, from wherever psql takes them.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use postgres::error::SqlState;

use super::authority::{Authority, named};
use super::support::{Home, Server};
use crate::connect::{Environment, Error, Target, Warning};

fn connects(text: &str, environment: &Environment) -> Result<String, Error> {
    let mut client = Target::parse(text, environment)?.connect()?;
    Ok(client.query_one("select current_user::text", &[]).unwrap().get(0))
}

#[test]
fn passwords_come_from_where_psql_takes_them() {
    let (server, home) = (Server::plain(), Home::new());
    let environment = home.environment();
    let bare = server.text("user=app");
    let error = connects(&bare, &environment).unwrap_err();
    assert!(matches!(&error, Error::NoPassword { user, .. } if user == "app"), "{error}");
    assert!(error.help().unwrap().contains("PGPASSWORD"));

    let port = server.port;
    let url = format!("postgres://app:correct%20horse@127.0.0.1:{port}/postgres");
    assert_eq!(connects(&url, &environment).unwrap(), "app");
    assert_eq!(connects(&format!("{bare} password='correct horse'"), &environment).unwrap(), "app");
    let variable = environment.clone().with("PGPASSWORD", "correct horse");
    assert_eq!(connects(&bare, &variable).unwrap(), "app");

    home.write(
        ".pgpass",
        &format!("127.0.0.1:{port}:shop:app:wrong\n*:{port}:*:app:correct horse\n"),
    );
    assert_eq!(connects(&bare, &environment).unwrap(), "app");
    let elsewhere = home.write("elsewhere", "*:*:*:*:wrong\n");
    let variable = environment.clone().with("PGPASSFILE", &elsewhere);
    let error = connects(&bare, &variable).unwrap_err();
    assert_eq!(error.code(), Some(&SqlState::INVALID_PASSWORD));
    assert!(
        error.to_string().ends_with(&format!("(the password is from `{elsewhere}`)")),
        "{error}"
    );
    // What is given in another way keeps the file away.
    assert_eq!(connects(&format!("{bare} password='correct horse'"), &variable).unwrap(), "app");
    // Another database has another line.
    let target = Target::parse(&bare, &environment).unwrap();
    assert!(target.connect().is_ok() && target.connect_to("shop").is_err());

    let service = home.write("services", &format!("[s]\nport={port}\npassword=correct horse\n"));
    let variable = Environment { home: None, ..environment }.with("PGSERVICEFILE", &service);
    let text = "service=s host=127.0.0.1 user=app dbname=postgres";
    assert_eq!(connects(text, &variable).unwrap(), "app");
}

#[test]
fn the_environment_alone_reaches_a_server() {
    let (server, home) = (Server::plain(), Home::new());
    let environment = home
        .environment()
        .with("PGHOST", "127.0.0.1")
        .with("PGPORT", &server.port.to_string())
        .with("PGUSER", "app")
        .with("PGDATABASE", "shop")
        .with("PGPASSWORD", "correct horse")
        .with("PGAPPNAME", "test of pgspec")
        .with("PGOPTIONS", "-c work_mem=5MB")
        .with("PGCONNECT_TIMEOUT", "5");
    let mut client = Target::from_environment(&environment).unwrap().connect().unwrap();
    let query = "select concat_ws('|', current_database(), current_user, \
                 current_setting('application_name'), current_setting('work_mem'))";
    let row = client.query_one(query, &[]).unwrap();
    assert_eq!(row.get::<_, &str>(0), "shop|app|test of pgspec|5MB");
}

#[test]
fn a_password_file_that_others_may_read_is_not_used() {
    let (server, home) = (Server::plain(), Home::new());
    let path = home.write(".pgpass", "*:*:*:*:correct horse\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let target = Target::parse(&server.text("user=app"), &home.environment()).unwrap();
    assert_eq!(target.warnings(), [Warning::PassfileOpen(path.into())]);
    assert!(matches!(target.connect(), Err(Error::NoPassword { .. })));
}

#[test]
fn refusals_are_told_apart() {
    let (server, home) = (Server::plain(), Home::new());
    let environment = home.environment();
    let fails = |more: &str| connects(&server.text(more), &environment).unwrap_err();
    let error = fails("user=app password=wrong");
    assert!(matches!(&error, Error::Authentication(_)), "{error}");
    assert_eq!(error.code(), Some(&SqlState::INVALID_PASSWORD));
    let error = fails("user=trusted dbname=nothing");
    let shown = format!("there is no database `nothing` on `127.0.0.1:{}`", server.port);
    assert_eq!(error.to_string(), shown);
    let error = fails("user=nobody");
    let answer = error.answer();
    assert!(answer.starts_with("no pg_hba.conf entry") && answer.ends_with("(SQLSTATE 28000)"));
    assert!(error.help().unwrap().contains("pg_hba.conf"), "{error}");
    server.superuser().batch_execute("revoke connect on database shop from public").unwrap();
    let error = fails("user=trusted dbname=shop");
    assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE));
    assert!(error.help().unwrap().contains("CONNECT"), "{error}");
    let error = fails("user=app password='correct horse' channel_binding=require");
    assert!(error.to_string().contains("channel binding"), "{error}");
}

#[test]
fn a_client_certificate_lets_its_owner_in() {
    let (authority, other) = (Authority::new("authority"), Authority::new("other"));
    let pair = authority.issue(&named("db.test", &["db.test"]));
    let server = Server::encrypted(&pair, Some(&authority.pem()));
    let home = Home::new();
    let certified = authority.issue(&named("certified", &[]));
    let certificate = home.write("client.crt", &certified.certificate);
    let key = home.write("client.key", &certified.key);
    let files = format!("sslcert={certificate} sslkey={key}");
    let connect = |more: &str| server.connect(&format!("user=certified {more}"), &home);

    assert_eq!(connect(&format!("sslmode=require {files}")).unwrap(), "tls");
    let error = connect("sslmode=require").unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    let error = connect(&format!("sslmode=require {files} sslcertmode=disable")).unwrap_err();
    assert_eq!(error.code(), Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION));
    let error = server.connect(&format!("user=encrypted sslmode=require {files}"), &home);
    assert_eq!(error.unwrap(), "tls");

    // The one at home is used where none is named.
    home.write(".postgresql/postgresql.crt", &certified.certificate);
    let own_key = home.write(".postgresql/postgresql.key", &certified.key);
    assert_eq!(connect("").unwrap(), "tls");
    fs::set_permissions(&own_key, fs::Permissions::from_mode(0o644)).unwrap();
    let error = connect("").unwrap_err();
    assert!(error.to_string().contains("others may read this key"), "{error}");
    // A file that is not there counts as none, as with libpq.
    let error = connect("sslcert=/nowhere/x").unwrap_err();
    assert_eq!(error.code(), Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION));

    let stranger = other.issue(&named("certified", &[]));
    let certificate = home.write("stranger.crt", &stranger.certificate);
    let stranger_key = home.write("stranger.key", &stranger.key);
    let more = format!("sslmode=require sslcert={certificate} sslkey={stranger_key}");
    let error = connect(&more).unwrap_err();
    assert!(error.to_string().contains("does not accept the client's certificate"), "{error}");
    assert!(error.help().unwrap().contains("sslcert"));
    let error = connect(&format!("sslmode=require sslcert={certificate} sslkey={key}"));
    assert!(matches!(error, Err(Error::TlsFile { .. })), "{error:?}");
}

#[test]
fn channel_binding_holds_over_tls() {
    let authority = Authority::new("authority");
    let server = Server::encrypted(&authority.issue(&named("db.test", &["db.test"])), None);
    let home = Home::new();
    for binding in ["disable", "prefer", "require"] {
        let more = format!("user=app password='correct horse' channel_binding={binding}");
        assert_eq!(server.connect(&more, &home).unwrap(), "tls", "{binding}");
    }
}
