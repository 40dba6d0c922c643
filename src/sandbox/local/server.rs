//! The running server and its guardian.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::account::Account;
use super::binaries::Binaries;
use super::directory::Directory;
use crate::connect::Target;
use crate::sandbox::error::tail;
use crate::sandbox::{Error, Kind};

/// The guardian's script; its own text says what it does.
const GUARDIAN: &str = include_str!("guardian.sh");
/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is asked meanwhile.
const PAUSE: Duration = Duration::from_millis(10);
/// The port of every sandbox, as each has a folder for its socket of its own.
const PORT: u16 = 5432;
/// Lines of the log that an error shows.
const LOG_LINES: usize = 30;

/// A server that answers; dropping it stops the server and removes its directory.
#[derive(Debug)]
pub(super) struct Server {
    guardian: Child,
    /// The guardian lives for as long as this is open.
    lifeline: Option<ChildStdin>,
    directory: Directory,
    port: u16,
}

impl Server {
    /// Starts `postgres` on `directory/data` and waits until it answers.
    pub(super) fn start(
        binaries: &Binaries,
        account: &Account,
        directory: Directory,
        settings: &str,
    ) -> Result<Self, Error> {
        Self::start_on(binaries, account, directory, settings, PORT)
    }

    /// Does so with the port that the settings give.
    pub(super) fn start_on(
        binaries: &Binaries,
        account: &Account,
        directory: Directory,
        settings: &str,
        port: u16,
    ) -> Result<Self, Error> {
        append(&directory, settings)?;
        let mut command = Command::new("/bin/sh");
        command.args(["-c", GUARDIAN, "pgspec-guardian"]);
        command.arg(binaries.program("postgres")).arg(&directory.path);
        // A Ctrl-C in the terminal must not reach the guardian before its work is done.
        super::without_surroundings(&mut command).process_group(0);
        command.stdin(Stdio::piped()).stdout(directory.share_lock()?).stderr(Stdio::null());
        let mut guardian = account
            .run(&mut command)
            .spawn()
            .map_err(|source| Error::io("cannot run `/bin/sh`", source))?;
        let lifeline = guardian.stdin.take();
        let mut server = Self { guardian, lifeline, directory, port };
        server.wait()?;
        Ok(server)
    }

    /// Returns how to reach the server.
    pub(super) fn target(&self) -> Target {
        Target::on_socket(&self.directory.path, self.port, "postgres", "postgres")
    }

    fn wait(&mut self) -> Result<(), Error> {
        let target = self.target();
        let started = Instant::now();
        loop {
            if target.connect().is_ok() {
                return Ok(());
            }
            if !matches!(self.guardian.try_wait(), Ok(None)) {
                return Err(self.failed("the server stopped while starting"));
            }
            if started.elapsed() > PATIENCE {
                return Err(self.failed("the server does not answer"));
            }
            thread::sleep(PAUSE);
        }
    }

    fn failed(&self, what: &str) -> Error {
        let log = fs::read(self.directory.path.join("log")).unwrap_or_default();
        Error::Start {
            kind: Kind::Local,
            what: what.to_owned(),
            log: tail(&String::from_utf8_lossy(&log), LOG_LINES),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.lifeline.take();
        let _ = self.guardian.wait();
    }
}

fn append(directory: &Directory, settings: &str) -> Result<(), Error> {
    let path = directory.path.join("data").join("postgresql.conf");
    OpenOptions::new()
        .append(true)
        .open(&path)
        .and_then(|mut file| file.write_all(settings.as_bytes()))
        .map_err(|source| Error::io(format!("cannot write `{}`", path.display()), source))
}
