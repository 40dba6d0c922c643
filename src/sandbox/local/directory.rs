//! The directory of one sandbox, and the removal of those whose owner is gone.
//!
//! A directory holds a lock file. This process and the guardian of the server keep it locked, and
//! the operating system releases the lock whatever way they end: a directory whose lock is free is
//! garbage, and [`sweep`] removes it together with a server that might still run in it.

use std::env;
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use super::account::Account;
use super::binaries::Binaries;
use crate::sandbox::{Error, random};

/// Start of the name of a sandbox's directory.
const PREFIX: &str = "pgspec-sandbox-";
/// Start of its name until its lock is held.
const UNFINISHED: &str = "pgspec-unlocked-";
/// Name of the lock file in it.
const LOCK: &str = "lock";
/// Age from which a directory without a lock is garbage.
const UNFINISHED_AGE: Duration = Duration::from_secs(3600);
/// Longest path of a socket's directory: macOS allows 104 bytes with the name and a final zero.
const LONGEST: usize = 103 - "/.s.PGSQL.5432".len();

/// A private directory, removed on drop.
#[derive(Debug)]
pub(super) struct Directory {
    pub path: PathBuf,
    lock: File,
}

impl Directory {
    /// Makes a directory that belongs to `account` alone, after sweeping away abandoned ones.
    pub(super) fn make(account: &Account, binaries: &Binaries) -> Result<Self, Error> {
        let parent = parent(account)?;
        sweep(&parent, account, binaries);
        Self::make_in(&parent, account)
    }

    fn make_in(parent: &Path, account: &Account) -> Result<Self, Error> {
        let name = random::hexadecimal(6)?;
        let unfinished = parent.join(format!("{UNFINISHED}{name}"));
        let path = parent.join(format!("{PREFIX}{name}"));
        let make = || {
            DirBuilder::new().mode(0o700).create(&unfinished)?;
            let lock = File::create(unfinished.join(LOCK))?;
            lock.lock()?;
            // Only under this name do others look at the lock, which is held by now.
            fs::rename(&unfinished, &path)?;
            Ok(lock)
        };
        let lock = make()
            .map_err(|source| Error::io(format!("cannot make `{}`", path.display()), source))?;
        let directory = Self { path, lock };
        account.give(&directory.path)?;
        Ok(directory)
    }

    /// Returns a second handle of the held lock, for a child process to hold as well.
    pub(super) fn share_lock(&self) -> Result<Stdio, Error> {
        let lock = self.lock.try_clone();
        Ok(lock.map_err(|source| Error::io("cannot share a lock", source))?.into())
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // The guardian of the server usually was first.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Chooses where sandboxes live: a place that the account may enter, and short enough for a socket.
fn parent(account: &Account) -> Result<PathBuf, Error> {
    let places = [env::temp_dir(), PathBuf::from("/tmp")];
    for place in &places {
        let Ok(place) = place.canonicalize() else { continue };
        let length = place.join(format!("{PREFIX}000000000000")).as_os_str().len();
        if length <= LONGEST && account.may_enter(&place) {
            return Ok(place);
        }
    }
    let shown = places.map(|place| format!("`{}`", place.display())).join(" and ");
    Err(Error::NoDirectory(format!("{shown} are too long or closed to the server's account")))
}

/// Removes the sandboxes of this account in `parent` that nobody holds any more.
pub(super) fn sweep(parent: &Path, account: &Account, binaries: &Binaries) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let Ok(metadata) = entry.metadata() else { continue };
        let abandoned = metadata.is_dir()
            && [account.uid, 0].contains(&metadata.uid())
            && if name.starts_with(PREFIX) {
                lock_is_free(&entry.path())
            } else {
                name.starts_with(UNFINISHED) && older(&metadata, UNFINISHED_AGE)
            };
        if abandoned {
            stop_server(&entry.path(), account, binaries);
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Tells whether nobody holds the lock of a sandbox's directory.
pub(super) fn lock_is_free(directory: &Path) -> bool {
    File::open(directory.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok())
}

/// Tells whether a file was last changed longer ago than `age`.
pub(super) fn older(metadata: &fs::Metadata, age: Duration) -> bool {
    let modified = metadata.modified().unwrap_or_else(|_| SystemTime::now());
    SystemTime::now().duration_since(modified).is_ok_and(|elapsed| elapsed > age)
}

/// Stops a server whose guardian was killed too.
///
/// `pg_ctl` believes the process id in `postmaster.pid`, which may be another's by now; that the
/// socket still answers shows that it is not.
fn stop_server(directory: &Path, account: &Account, binaries: &Binaries) {
    if UnixStream::connect(directory.join(".s.PGSQL.5432")).is_err() {
        return;
    }
    let mut command = Command::new(binaries.program("pg_ctl"));
    command.args(["stop", "--mode", "immediate", "--wait", "--pgdata"]).arg(directory.join("data"));
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _ = account.run(&mut command).status();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture() -> (tempfile::TempDir, Account, Binaries) {
        let parent = tempfile::tempdir().unwrap();
        let binaries = Binaries { directory: "/".into(), version: String::new(), major: 15 };
        (parent, Account::choose().unwrap(), binaries)
    }

    #[test]
    fn sweep_spares_what_is_held_and_removes_what_is_not() {
        let (parent, account, binaries) = fixture();
        let held = Directory::make_in(parent.path(), &account).unwrap();
        let abandoned = Directory::make_in(parent.path(), &account).unwrap();
        let (abandoned_path, bystander) = (abandoned.path.clone(), parent.path().join("other"));
        fs::create_dir(&bystander).unwrap();
        abandoned.lock.unlock().unwrap();
        sweep(parent.path(), &account, &binaries);
        assert!(held.path.exists());
        assert!(bystander.exists());
        assert!(!abandoned_path.exists());
    }

    #[test]
    fn a_directory_whose_lock_is_about_to_be_taken_is_spared() {
        let (parent, account, binaries) = fixture();
        let young = parent.path().join(format!("{UNFINISHED}1"));
        fs::create_dir(&young).unwrap();
        sweep(parent.path(), &account, &binaries);
        assert!(young.exists());
    }

    #[test]
    fn dropping_removes_the_directory() {
        let (parent, account, _) = fixture();
        let directory = Directory::make_in(parent.path(), &account).unwrap();
        let path = directory.path.clone();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
        drop(directory);
        assert!(!path.exists());
    }
}
