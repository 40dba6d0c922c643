//! A server that the user names: pgspec makes databases of its own there and drops them again.
//!
//! Limits: roles belong to the whole server, so what a test does with roles is seen by others;
//! a process that is killed leaves its databases, all named `pgspec_…`.

use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Config, NoTls};

use super::{Error, Kind, Request, Started};

/// How long a server may take to accept a connection, unless the URL says so.
const PATIENCE: Duration = Duration::from_secs(10);

/// Checks that the server answers and lets us create databases.
pub(super) fn start(request: &Request) -> Result<Started, Error> {
    let config = parse(request.url.as_deref().ok_or(Error::NoUrl)?)?;
    let mut client =
        config.connect(NoTls).map_err(|error| Error::connecting(error).at(&address(&config)))?;
    let statement = "select current_user::text, rolcreatedb or rolsuper \
                     from pg_catalog.pg_roles where rolname = current_user";
    let row = client
        .query_one(statement, &[])
        .map_err(|source| Error::statement("cannot read the role's attributes", source))?;
    if !row.get::<_, bool>(1) {
        return Err(Error::MayNotCreate(row.get(0)));
    }
    Ok(Started {
        kind: Kind::Url,
        place: format!("the server given by URL, as `{}`", row.get::<_, String>(0)),
        config,
        initial_database: None,
        server: Box::new(()),
    })
}

/// Returns where the URL leads, without its password: `db.example.org:5432`.
fn address(config: &Config) -> String {
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(number, host)| {
        let port = ports.get(number).or(ports.first()).copied().unwrap_or(5432);
        match host {
            Host::Tcp(name) => format!("{name}:{port}"),
            Host::Unix(folder) => format!("{}:{port}", folder.display()),
        }
    });
    hosts.collect::<Vec<_>>().join(", ")
}

/// Reads the URL. The parser's own words are not passed on: they may quote a part of the password.
fn parse(url: &str) -> Result<Config, Error> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(Error::BadUrl);
    }
    for mode in ["verify-ca", "verify-full"] {
        if url.contains(&format!("sslmode={mode}")) {
            return Err(Error::Encryption(mode.to_owned()));
        }
    }
    let mut config: Config = url.parse().map_err(|_| Error::BadUrl)?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(Error::Encryption("require".to_owned()));
    }
    if config.get_dbname().is_none() {
        config.dbname("postgres");
    }
    if config.get_application_name().is_none() {
        config.application_name("pgspec");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encryption_is_refused_as_long_as_it_is_not_there() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let error = parse(&format!("postgres://u:pw@h/d?sslmode={mode}")).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("`sslmode={mode}` is not supported for a sandbox yet")
            );
        }
        assert!(parse("postgres://u:pw@h/d?sslmode=prefer").is_ok());
    }

    #[test]
    fn bad_urls_are_refused_without_a_word_of_them() {
        let urls =
            ["host=h password=hunter2", "mysql://u:hunter2@h/d", "postgres://u:hunter2@h:port/d"];
        for url in urls {
            let error = parse(url).unwrap_err();
            assert!(matches!(error, Error::BadUrl), "{url}");
            assert!(!format!("{error} {error:?} {:?}", error.help()).contains("hunter2"));
        }
    }

    #[test]
    fn a_server_that_is_not_there_is_named_without_the_password() {
        let config = parse("postgres://u:hunter2@127.0.0.1:1/d").unwrap();
        let error = config.connect(NoTls).map_err(Error::connecting).err().expect("no server");
        let text = error.at(&address(&config)).to_string();
        assert!(text.starts_with("cannot connect to the sandbox: `127.0.0.1:1`: "), "{text}");
        assert!(!text.contains("hunter2") && !text.contains("error connecting"), "{text}");
        assert_eq!(address(&parse("postgres://u@a,b:6/d").unwrap()), "a:5432, b:6");
    }

    #[test]
    fn a_database_is_optional() {
        assert_eq!(parse("postgres://u@h").unwrap().get_dbname(), Some("postgres"));
        assert_eq!(parse("postgres://u@h/own").unwrap().get_dbname(), Some("own"));
    }
}
