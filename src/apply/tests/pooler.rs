//! A pooler in between: PgBouncer, in each of its modes.

use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use postgres::{Client, Config, NoTls};

use super::machine::{as_server, directory, skip};
use super::support::*;
use crate::apply::Error;

/// Where packagers put the program.
const PLACES: [&str; 3] =
    ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];

/// A running pooler; dropping it ends it.
struct Pooler {
    process: Child,
    folder: tempfile::TempDir,
}

impl Pooler {
    fn program() -> Option<PathBuf> {
        PLACES.iter().map(PathBuf::from).find(|path| path.exists())
    }

    fn start(program: &Path, mode: &str, more: &str) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        let open = std::fs::Permissions::from_mode(0o777);
        std::fs::set_permissions(folder.path(), open).unwrap();
        let (here, server) = (folder.path().display(), directory(server()));
        let settings = format!(
            "[databases]\n* = host={} port=5432 user=postgres\n[pgbouncer]\nlisten_addr =\n\
             listen_port = 6432\nunix_socket_dir = {here}\nunix_socket_mode = 0777\nauth_type = any\n\
             pool_mode = {mode}\nquery_wait_timeout = 10\n{more}\n",
            server.display()
        );
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, settings).unwrap();
        let mut command = as_server(program, &server);
        command.arg("--quiet").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        Self { process: command.spawn().unwrap(), folder }
    }

    fn connect(&self, database: &str) -> Result<Client, postgres::Error> {
        let started = Instant::now();
        loop {
            let mut config = Config::new();
            config.host_path(self.folder.path()).port(6432).user("postgres").dbname(database);
            match config.connect(NoTls) {
                Err(_) if started.elapsed() < Duration::from_secs(10) => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                outcome => return outcome,
            }
        }
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_pooler_that_keeps_no_sessions_is_refused_and_one_that_does_is_not() {
    let Some(program) = Pooler::program() else {
        return skip("there is no PgBouncer: install the package `pgbouncer`");
    };
    for (mode, more, passes) in [
        ("session", "", true),
        ("transaction", "", false),
        ("transaction", "server_round_robin = 1", false),
        ("transaction", "default_pool_size = 1", false),
        ("statement", "", false),
    ] {
        let database = database();
        let pooler = Pooler::start(&program, mode, more);
        // Several servers stand ready, so that one connection need not get the other's.
        let mut busy: Vec<Client> = Vec::new();
        for _ in 0..if more.contains("size") || mode != "transaction" { 0 } else { 3 } {
            let mut client = pooler.connect(database.name()).unwrap();
            client.batch_execute("begin").unwrap();
            busy.push(client);
        }
        for client in &mut busy {
            client.batch_execute("commit").unwrap();
        }
        let connect = || pooler.connect(database.name());
        let plan = plan(vec![step(1, "create table a ()"), step(2, "create table b ()")]);
        let outcome = crate::apply::apply(&connect, &plan, &at_start, &options(&()));
        let mut client = database.connect().unwrap();
        if passes {
            outcome.unwrap_or_else(|error| panic!("{mode}: {error}"));
            assert_eq!(relations(&mut client), "a b");
        } else {
            let error = outcome.expect_err(mode);
            assert!(matches!(error, Error::NotASession(_)), "{mode} {more}: {error:?}");
            assert!(error.help().unwrap().contains("pool_mode = session"));
            assert_eq!(relations(&mut client), "", "{mode} {more}");
        }
    }
}
