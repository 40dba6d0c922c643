//! Servers that take connections over TCP, and what a user has at home.

use std::any::Any;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use postgres::Client;
use tempfile::TempDir;

use super::authority::Pair;
use crate::connect::{Environment, Error, Target};
use crate::sandbox::local::start_for_connections;

/// Who may come in, and how.
const RULES: &str = "\
local     all all                      trust
host      all trusted     127.0.0.1/32 trust
hostssl   all encrypted   127.0.0.1/32 trust
hostnossl all unencrypted 127.0.0.1/32 trust
hostssl   all certified   127.0.0.1/32 cert
host      all app         127.0.0.1/32 scram-sha-256
";

/// The roles of these rules; `app` has the password `correct horse`.
const ROLES: &str = "
    create role trusted login; create role encrypted login; create role unencrypted login;
    create role certified login; create role app login password 'correct horse';
    create database shop";

/// A server with a port on 127.0.0.1; dropping it stops it.
pub struct Server {
    pub port: u16,
    /// Where its socket is.
    pub folder: PathBuf,
    _server: Box<dyn Any + Send + Sync>,
}

impl Server {
    /// Starts one without TLS.
    pub fn plain() -> Self {
        Self::start(&[], "")
    }

    /// Starts one with this certificate; clients' are held against `authority`, where there is one.
    pub fn encrypted(pair: &Pair, authority: Option<&str>) -> Self {
        let mut files =
            vec![("server.crt", pair.certificate.as_str()), ("server.key", pair.key.as_str())];
        files.extend(authority.map(|pem| ("root.crt", pem)));
        let ca = if authority.is_some() { "ssl_ca_file = 'root.crt'\n" } else { "" };
        Self::start(&files, &format!("ssl = on\n{ca}"))
    }

    pub fn start(files: &[(&str, &str)], settings: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let files = [files, &[("pg_hba.conf", RULES)]].concat();
        let settings = format!("listen_addresses = '127.0.0.1'\n{settings}");
        let (folder, server) = start_for_connections(&files, &settings, port);
        let server = Self { port, folder, _server: server };
        for statement in ROLES.split(';') {
            server.superuser().batch_execute(statement).unwrap();
        }
        server
    }

    pub fn superuser(&self) -> Client {
        Target::on_socket(&self.folder, self.port, "postgres", "postgres").connect().unwrap()
    }

    /// Names this server, by its address and another name if `more` gives one.
    pub fn text(&self, more: &str) -> String {
        format!("hostaddr=127.0.0.1 port={} dbname=postgres {more}", self.port)
    }

    /// Connects, and tells whether the session is encrypted.
    pub fn connect(&self, more: &str, home: &Home) -> Result<&'static str, Error> {
        Target::parse(&self.text(more), &home.environment())?
            .connect()
            .map(|mut client| how(&mut client))
    }
}

/// Says how a session travels: `tls` or `plain`.
pub fn how(client: &mut Client) -> &'static str {
    let query = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    if client.query_one(query, &[]).unwrap().get(0) { "tls" } else { "plain" }
}

/// A user's home.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file that nobody else may read.
    pub fn write(&self, name: &str, content: &str) -> String {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The environment of a user who lives here and has set nothing.
    pub fn environment(&self) -> Environment {
        Environment {
            home: Some(self.path().to_owned()),
            user: Some("somebody".to_owned()),
            ..Environment::default()
        }
    }
}
