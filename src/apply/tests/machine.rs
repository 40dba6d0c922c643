//! A server of a test's own, with its programs: to be shut down, started again, dumped.

use std::fs;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::support::text;
use crate::sandbox::local::binaries::{Binaries, find};
use crate::sandbox::{Choice, Request, Sandbox, start};

/// Tells that a test cannot run here. Straight to the terminal: the harness keeps what a passing test
/// prints.
pub fn skip(reason: &str) {
    let thread = std::thread::current();
    let line = format!("SKIPPED {}: {reason}\n", thread.name().unwrap_or_default());
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// A server that may be shut down and started again.
pub struct Machine {
    pub sandbox: Sandbox,
    binaries: Binaries,
    /// The directory of the socket, with the data in `data`.
    pub directory: PathBuf,
}

impl Machine {
    pub fn start(settings: &[(&str, &str)]) -> Self {
        let mut request = Request::new(Choice::Local, 17);
        let pairs = settings.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        request.settings.extend(pairs);
        let sandbox = start(&request, &|_| ()).unwrap_or_else(|error| panic!("{error}"));
        let directory = directory(&sandbox);
        let binaries = find(None, sandbox.major()).unwrap();
        Self { sandbox, binaries, directory }
    }

    /// Stops the server as a crash would: nothing is written any more.
    pub fn crash(&self) {
        assert!(self.pg_ctl(&["stop", "--mode", "immediate", "--wait"]), "it stops");
    }

    /// Starts the server again.
    pub fn restart(&self) {
        let log = self.directory.join("log").display().to_string();
        assert!(self.pg_ctl(&["start", "--wait", "--log", &log]), "it starts");
    }

    fn pg_ctl(&self, arguments: &[&str]) -> bool {
        let mut command = as_server(&self.binaries.program("pg_ctl"), &self.directory);
        command.args(arguments).arg("--pgdata").arg(self.directory.join("data"));
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Its guardian ended when it was shut down first. Now or then, it is to stop.
        let _ = self.pg_ctl(&["stop", "--mode", "immediate", "--wait"]);
    }
}

/// Returns the directory of a local server's socket.
pub fn directory(sandbox: &Sandbox) -> PathBuf {
    let mut client = sandbox.connect("postgres").unwrap();
    let data = text(&mut client, "show data_directory");
    Path::new(&data).parent().unwrap().to_owned()
}

/// A program that runs as the account that `directory` belongs to.
pub fn as_server(program: &Path, directory: &Path) -> Command {
    let owner = fs::metadata(directory).unwrap();
    let mut command = Command::new(program);
    command.current_dir("/").stdin(Stdio::null());
    // Only root may change to another, and has to.
    if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        command.uid(owner.uid()).gid(owner.gid());
    }
    command
}

/// Returns what `pg_dump` says of a database's structure and rows, without pgspec's records.
pub fn dump(sandbox: &Sandbox, database: &str) -> String {
    let binaries = find(None, sandbox.major()).unwrap();
    let output = Command::new(binaries.program("pg_dump"))
        .args(["--exclude-schema", "pgspec", "--inserts", "--username", "postgres", "--host"])
        .arg(directory(sandbox))
        .arg(database)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let dump = String::from_utf8(output.stdout).unwrap();
    // Each dump has a word of its own in these.
    let lines = dump.lines().filter(|line| !line.contains("restrict "));
    lines.collect::<Vec<_>>().join("\n")
}
