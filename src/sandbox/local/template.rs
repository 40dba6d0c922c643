//! A fresh data directory: copied from a cached one, as `initdb` takes a second or more.
//!
//! The cache holds one directory per version of PostgreSQL, locale and format, below
//! `$XDG_CACHE_HOME/pgspec` or `~/.cache/pgspec`. An entry appears by a rename, so that it is whole
//! or not there, and two processes that make the same one do not meet. Without a home there is no
//! cache, only a slower start.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::account::Account;
use super::binaries::Binaries;
use super::directory::older;
use crate::sandbox::error::tail;
use crate::sandbox::{Error, random};

/// Counts changes of what an entry of the cache holds.
const FORMAT: u32 = 2;

/// Arguments of `initdb`. Small WAL segments make a copy cheap.
const ARGUMENTS: &[&str] = &[
    "--auth=trust",
    "--username=postgres",
    "--encoding=UTF8",
    "--wal-segsize=1",
    "--no-sync",
    "--no-instructions",
];

/// Start of the extension of an entry that is being made.
const UNFINISHED: &str = "unfinished-";

/// Age from which an unfinished entry is garbage.
const UNFINISHED_AGE: Duration = Duration::from_secs(3600);

/// Locales to try, in this order: not every system has the first.
const LOCALES: [&str; 2] = ["C.UTF-8", "C"];

/// Whether a data directory came from the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Cached,
    Fresh,
}

/// The cache of one installation's data directory.
pub(super) struct Template<'a> {
    binaries: &'a Binaries,
    account: Account,
    /// `None` without a cache.
    entry: Option<PathBuf>,
}

impl<'a> Template<'a> {
    /// Names the entry of `binaries`; makes nothing.
    pub(super) fn new(binaries: &'a Binaries, account: Account, cache: Option<&Path>) -> Self {
        let entry = cache.map(|cache| cache.join(key(binaries)));
        Self { binaries, account, entry }
    }

    /// Fills `data`, which must not exist yet, and the cache if it has no entry.
    pub(super) fn fill(&self, data: &Path, progress: &dyn Fn(&str)) -> Result<Origin, Error> {
        if self.copy_cached(data) {
            return Ok(Origin::Cached);
        }
        self.fill_afresh(data, progress)?;
        self.store(data);
        Ok(Origin::Fresh)
    }

    /// Fills `data` without a look at the cache.
    pub(super) fn fill_afresh(&self, data: &Path, progress: &dyn Fn(&str)) -> Result<(), Error> {
        progress(&format!("preparing a data directory of PostgreSQL {}", self.binaries.major));
        initialise(self.binaries, &self.account, data)
    }

    /// Removes the entry, so that the next [`Template::fill`] makes it anew.
    pub(super) fn discard(&self) {
        if let Some(entry) = &self.entry {
            let _ = fs::remove_dir_all(entry);
        }
    }

    /// A cache that cannot be read, or half an entry, is as good as none.
    fn copy_cached(&self, data: &Path) -> bool {
        let Some(entry) = self.entry.as_ref().filter(|entry| entry.join("PG_VERSION").is_file())
        else {
            return false;
        };
        let copied = copy(entry, data, &|path| self.account.give(path));
        if copied.is_err() {
            let _ = fs::remove_dir_all(data);
        }
        copied.is_ok()
    }

    /// Keeps a copy of `data`. The cache only saves time: what fails here is no error.
    fn store(&self, data: &Path) {
        let Some(entry) = &self.entry else { return };
        let Ok(suffix) = random::hexadecimal(6) else { return };
        sweep(entry.parent());
        let unfinished = entry.with_extension(format!("{UNFINISHED}{suffix}"));
        let stored = entry
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .map_err(|source| Error::io("cannot make the cache", source))
            .and_then(|()| copy(data, &unfinished, &|_| Ok(())))
            .is_ok_and(|()| fs::rename(&unfinished, entry).is_ok());
        if !stored {
            let _ = fs::remove_dir_all(&unfinished);
        }
    }
}

/// Removes what processes that were killed left half made.
fn sweep(cache: Option<&Path>) {
    let entries = cache.and_then(|cache| fs::read_dir(cache).ok()).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let old = entry.metadata().is_ok_and(|metadata| older(&metadata, UNFINISHED_AGE));
        if extension.starts_with(UNFINISHED) && old {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Returns where the entries are; `None` without a home.
pub(super) fn cache_directory() -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let cache = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
    Some(cache.join("pgspec").join("clusters"))
}

/// Names an entry after everything that its content depends on.
fn key(binaries: &Binaries) -> String {
    let parts = format!(
        "{FORMAT}\n{}\n{}\n{}\n{}",
        binaries.version,
        binaries.directory.display(),
        ARGUMENTS.join(" "),
        LOCALES.join(" ")
    );
    let hash = Sha256::digest(parts.as_bytes());
    let hash = hex::encode(&hash[..8]);
    format!("postgresql-{}-{hash}", binaries.major)
}

/// Runs `initdb` with the first locale that it accepts.
fn initialise(binaries: &Binaries, account: &Account, data: &Path) -> Result<(), Error> {
    let mut said = String::new();
    for locale in LOCALES {
        let mut command = Command::new(binaries.program("initdb"));
        command.args(ARGUMENTS).arg(format!("--locale={locale}")).arg("--pgdata").arg(data);
        super::without_surroundings(&mut command).stdin(Stdio::null());
        let output = account.run(&mut command).output().map_err(|source| {
            Error::io(format!("cannot run {:?}", binaries.program("initdb")), source)
        })?;
        if output.status.success() {
            return Ok(());
        }
        said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        let _ = fs::remove_dir_all(data);
    }
    Err(Error::Program { program: "initdb".to_owned(), output: tail(&said, 30) })
}

/// Returns whether a file only helps to find free or visible rows; the server makes it anew when it
/// needs it, and a third of an empty cluster's files are such.
///
/// <https://www.postgresql.org/docs/current/storage-file-layout.html>
fn is_map(name: &str) -> bool {
    let of = name.strip_suffix("_fsm").or_else(|| name.strip_suffix("_vm"));
    of.is_some_and(|node| !node.is_empty() && node.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Copies a directory with its permissions, without the maps of free and visible rows, and calls
/// `own` on everything made.
fn copy(from: &Path, to: &Path, own: &dyn Fn(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let failed = |source| Error::io(format!("cannot copy `{}`", from.display()), source);
    fs::create_dir(to).map_err(failed)?;
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).map_err(failed)?;
    own(to)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let target = to.join(entry.file_name());
        if entry.file_type().map_err(failed)?.is_dir() {
            copy(&entry.path(), &target, own)?;
        } else if !is_map(&entry.file_name().to_string_lossy()) {
            fs::copy(entry.path(), &target).map_err(failed)?;
            own(&target)?;
        }
    }
    Ok(())
}
