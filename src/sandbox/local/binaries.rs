//! Finding PostgreSQL's programs on this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::sandbox::Error;

/// Where packagers put the programs: a directory, and the one of its children that holds them. `*`
/// ends a name of which only the start is known.
const USUAL_PLACES: &[(&str, &str, &str)] = &[
    ("/usr/lib/postgresql", "*", "bin"),
    ("/usr", "pgsql-*", "bin"),
    ("/usr/local", "pgsql", "bin"),
    ("/usr/local/opt", "postgresql*", "bin"),
    ("/opt/homebrew/opt", "postgresql*", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
];

/// One installation of PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The directory of `initdb`, `postgres` and `pg_ctl`.
    pub directory: PathBuf,
    /// The whole answer of `initdb --version`, packager's words included.
    pub version: String,
    /// The major version in it.
    pub major: u16,
}

impl Binaries {
    /// Returns the path of one of the programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn read(directory: &Path) -> Option<Self> {
        let initdb = directory.join("initdb").canonicalize().ok()?;
        let directory = initdb.parent()?.to_owned();
        directory.join("postgres").is_file().then_some(())?;
        let version = version(&initdb)?;
        let major = major(&version)?;
        Some(Self { directory, version, major })
    }
}

/// Asks a program for its version, once in the life of this process: starting one takes a while.
fn version(initdb: &Path) -> Option<String> {
    static KNOWN: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(version) = known.get(initdb) {
        return Some(version.clone());
    }
    let output = Command::new(initdb).arg("--version").output().ok()?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    known.insert(initdb.to_owned(), version.clone());
    Some(version)
}

/// Finds the installation of `major`, else the newest.
///
/// `explicit`, else `PGSPEC_PG_BIN`, is the only directory looked into when it is given; otherwise
/// the directories of `PATH` and those that packagers use.
///
/// # Errors
/// [`Error::NoBinaries`] when there is none.
pub fn find(explicit: Option<&Path>, major: u16) -> Result<Binaries, Error> {
    let named = explicit.map(Path::to_owned).or_else(|| {
        env::var_os("PGSPEC_PG_BIN").filter(|value| !value.is_empty()).map(PathBuf::from)
    });
    if let Some(directory) = named {
        return Binaries::read(&directory)
            .ok_or_else(|| Error::NoBinaries(Some(directory.display().to_string())));
    }
    choose(candidates(), major).ok_or(Error::NoBinaries(None))
}

fn candidates() -> Vec<Binaries> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut seen = BTreeSet::new();
    env::split_paths(&path)
        .chain(usual_directories())
        .filter(|directory| directory.join("initdb").exists())
        .filter_map(|directory| Binaries::read(&directory))
        .filter(|binaries| seen.insert(binaries.directory.clone()))
        .collect()
}

fn usual_directories() -> impl Iterator<Item = PathBuf> {
    USUAL_PLACES.iter().flat_map(|(parent, pattern, child)| {
        let mut names: Vec<PathBuf> = fs::read_dir(parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| matches(&entry.file_name().to_string_lossy(), pattern))
            .map(|entry| entry.path().join(child))
            .collect();
        names.sort();
        names
    })
}

fn matches(name: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// The first of the wished version, else the newest.
fn choose(found: Vec<Binaries>, wished: u16) -> Option<Binaries> {
    let exact = found.iter().position(|binaries| binaries.major == wished);
    match exact {
        Some(index) => found.into_iter().nth(index),
        None => found.into_iter().max_by_key(|binaries| binaries.major),
    }
}

/// Reads 15 out of `initdb (PostgreSQL) 15.18 (Debian …)`, 18 out of `… 18beta1`.
fn major(version: &str) -> Option<u16> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binaries(major: u16) -> Binaries {
        Binaries { directory: format!("/{major}").into(), version: String::new(), major }
    }

    #[test]
    fn major_is_read_from_the_answer_of_initdb() {
        assert_eq!(major("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("initdb (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("initdb (PostgreSQL) 17"), Some(17));
        assert_eq!(major("initdb 15.18"), None);
    }

    #[test]
    fn wished_version_wins_else_the_newest() {
        let found = vec![binaries(15), binaries(18), binaries(17)];
        assert_eq!(choose(found.clone(), 17), Some(binaries(17)));
        assert_eq!(choose(found, 16), Some(binaries(18)));
        assert_eq!(choose(Vec::new(), 16), None);
    }

    #[test]
    fn patterns_match_names() {
        assert!(matches("pgsql-17", "pgsql-*"));
        assert!(matches("17", "*"));
        assert!(!matches("pgsql-17", "pgsql"));
    }

    #[test]
    fn an_explicit_directory_is_the_only_one_looked_into() {
        let error = find(Some(Path::new("/nowhere")), 17).unwrap_err();
        assert_eq!(error.to_string(), "no `initdb` and `postgres` found in `/nowhere`");
    }
}
