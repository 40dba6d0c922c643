//! Other processes that run migrations: this program, running one test.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::scenario::changes;
use crate::apply::tests::support::options;
use crate::apply::{Event, Progress};
use crate::migrate::{Folder, run};

/// Name of the test that a child runs.
const CHILD: &str = "migrate::tests::children::runs_migrations";

/// Starts a process that runs the migrations of `folder`; it ends itself, as if it were killed, before
/// the statement with number `dies_at` of those that change something.
pub fn start(server: &Path, database: &str, folder: &Path, dies_at: Option<usize>) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", CHILD, "--nocapture"])
        .env("PGSPEC_CHILD_SERVER", server)
        .env("PGSPEC_CHILD_DATABASE", database)
        .env("PGSPEC_CHILD_FOLDER", folder)
        .env("PGSPEC_CHILD_DIES_AT", dies_at.map_or_else(String::new, |number| number.to_string()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits for a process; returns whether it ended well, and how many migrations it says it ran.
pub fn wait(child: Child) -> (bool, usize) {
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let applied = said.lines().find_map(|line| line.split_once("applied: ")?.1.trim().parse().ok());
    (output.status.success(), applied.unwrap_or(0))
}

/// Ends the process before a statement.
struct Dies(std::cell::Cell<Option<usize>>);

impl Progress for Dies {
    fn event(&self, _event: &Event<'_>) {}

    fn sends(&self, sql: &str, _backend: i32) {
        match self.0.get() {
            _ if !changes(sql) => {}
            Some(0) => std::process::abort(),
            left => self.0.set(left.map(|left| left - 1)),
        }
    }
}

/// Plays the other process.
#[test]
#[ignore = "started by another test"]
fn runs_migrations() {
    let variable = |name: &str| std::env::var(format!("PGSPEC_CHILD_{name}")).unwrap();
    let mut config = postgres::Config::new();
    config.host_path(variable("SERVER")).user("postgres").dbname(&variable("DATABASE"));
    let connect = || config.connect(postgres::NoTls);
    let folder = Folder::read(Path::new(&variable("FOLDER"))).unwrap();
    let dies = Dies(variable("DIES_AT").parse().ok().into());
    let report = run(&connect, &folder, None, &options(&dies)).unwrap();
    println!("applied: {}", report.applied.len());
}
