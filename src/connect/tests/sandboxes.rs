//! A sandbox on a server that the user names is reached as the URL asks, every time.

use super::authority::{Authority, named};
use super::support::{Home, Server, how};
use crate::sandbox::{Choice, Error, Request, Sandbox, start};

fn sandbox(url: String) -> Result<Sandbox, Error> {
    start(&Request { url: Some(url), ..Request::new(Choice::Url, 17) }, &|_| ())
}

#[test]
fn every_connection_of_a_sandbox_is_encrypted_as_its_url_asks() {
    let (authority, other) = (Authority::new("right"), Authority::new("wrong"));
    let pair = authority.issue(&named("db.test", &["db.test"]));
    let (server, home) = (Server::encrypted(&pair, None), Home::new());
    let mut superuser = server.superuser();
    superuser.batch_execute("alter role encrypted createdb").unwrap();
    let url = |roots: &Authority, name: &str| {
        let file = home.write(name, &roots.pem());
        let address = format!("hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={file}");
        format!("postgres://encrypted@db.test:{}/postgres?{address}", server.port)
    };
    let borrowed = sandbox(url(&authority, "right.crt")).unwrap();
    let database = borrowed.create_database("tls").unwrap();
    assert_eq!(how(&mut database.connect().unwrap()), "tls");
    let session = borrowed.connect_as(database.name(), "trusted", None);
    assert_eq!(how(&mut session.unwrap()), "tls");
    let name = database.name().to_owned();
    drop(database);
    let left = "select count(*) from pg_database where datname = $1";
    assert_eq!(superuser.query_one(left, &[&name]).unwrap().get::<_, i64>(0), 0);

    let error = sandbox(url(&other, "wrong.crt")).unwrap_err();
    assert!(error.to_string().contains("no trusted authority vouches"), "{error}");
    let unverified = url(&authority, "right.crt").replace("verify-full", "disable");
    let error = sandbox(unverified).unwrap_err();
    assert!(error.help().unwrap().contains("pg_hba.conf"), "{error}");
}
