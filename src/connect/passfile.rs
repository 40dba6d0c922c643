//! Password files: `host:port:database:user:password`, one a line.
//!
//! <https://www.postgresql.org/docs/current/libpq-pgpass.html>

use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::secret::Secret;
use super::{Error, Warning};

/// The lines of a password file; empty where there is none that may be used.
#[derive(Debug, Clone, Default)]
pub(super) struct Passfile {
    /// Where it was read from.
    pub path: PathBuf,
    entries: Arc<[Entry]>,
}

/// One line: four patterns, where `None` stands for everything, and the password.
#[derive(Debug)]
struct Entry {
    patterns: [Option<Vec<u8>>; 4],
    password: Secret,
}

impl Passfile {
    /// Reads the file. None is needed; one that others may read is passed over with a warning, as
    /// libpq does.
    pub fn read(path: &Path, warnings: &mut Vec<Warning>) -> Result<Self, Error> {
        let Ok(metadata) = fs::metadata(path) else { return Ok(Self::default()) };
        if let Some(warning) = objection(path, &metadata) {
            warnings.push(warning);
            return Ok(Self::default());
        }
        let content = fs::read(path).map_err(|source| Error::file(path, source))?;
        let entries = content.split(|byte| *byte == b'\n').filter_map(Entry::parse).collect();
        Ok(Self { path: path.to_owned(), entries })
    }

    /// Returns the password of the first line that fits.
    pub fn password(&self, host: &str, port: u16, database: &str, user: &str) -> Option<&Secret> {
        let port = port.to_string();
        let wanted = [host, &port, database, user];
        self.entries.iter().find(|entry| entry.fits(wanted)).map(|entry| &entry.password)
    }
}

fn objection(path: &Path, metadata: &Metadata) -> Option<Warning> {
    if !metadata.is_file() {
        return Some(Warning::PassfileNotPlain(path.to_owned()));
    }
    let open = metadata.permissions().mode() & 0o077 != 0;
    open.then(|| Warning::PassfileOpen(path.to_owned()))
}

impl Entry {
    /// Reads a line; a backslash takes the meaning from `:` and from itself.
    fn parse(line: &[u8]) -> Option<Self> {
        let mut rest = line.strip_suffix(b"\r").unwrap_or(line);
        if rest.starts_with(b"#") {
            return None;
        }
        let mut patterns: [Option<Vec<u8>>; 4] = Default::default();
        for pattern in &mut patterns {
            let end = separator(rest)?;
            let field = &rest[..end];
            *pattern = (field != b"*").then(|| unescape(field));
            rest = &rest[end + 1..];
        }
        Some(Self { patterns, password: Secret::new(unescape(rest)) })
    }

    fn fits(&self, wanted: [&str; 4]) -> bool {
        let fits = |(pattern, wanted): (&Option<Vec<u8>>, &str)| {
            pattern.as_ref().is_none_or(|pattern| pattern == wanted.as_bytes())
        };
        self.patterns.iter().zip(wanted).all(fits)
    }
}

/// Finds the next `:` that is not escaped.
fn separator(text: &[u8]) -> Option<usize> {
    let mut escaped = false;
    text.iter().position(|byte| {
        let found = *byte == b':' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        found
    })
}

fn unescape(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        let literal = if *byte == b'\\' { bytes.next() } else { None };
        plain.push(*literal.unwrap_or(byte));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(lines: &str) -> Passfile {
        let entries = lines.as_bytes().split(|b| *b == b'\n').filter_map(Entry::parse).collect();
        Passfile { path: "f".into(), entries }
    }

    fn password(lines: &str, wanted: (&str, u16, &str, &str)) -> Option<String> {
        let (host, port, database, user) = wanted;
        let file = file(lines);
        let secret = file.password(host, port, database, user)?;
        Some(String::from_utf8(secret.bytes().to_vec()).unwrap())
    }

    #[test]
    fn the_first_line_that_fits_counts() {
        let lines = "# db:5432:shop:app:no\ndb:5432:shop:app:one\n*:*:*:app:two\r\n*:*:*:*:three";
        let ask = |host, port, database, user| password(lines, (host, port, database, user));
        assert_eq!(ask("db", 5432, "shop", "app").as_deref(), Some("one"));
        assert_eq!(ask("db", 5433, "shop", "app").as_deref(), Some("two"));
        assert_eq!(ask("x", 1, "y", "z").as_deref(), Some("three"));
        assert_eq!(password("db:1:a:b:c", ("db", 1, "a", "x")), None);
    }

    #[test]
    fn escapes_are_resolved() {
        let lines = r"fe80\:\:1:1:a\\b:u:p:q\:r\\";
        assert_eq!(password(lines, ("fe80::1", 1, r"a\b", "u")).as_deref(), Some(r"p:q:r\"));
        assert_eq!(password(r"\*:1:a:b:c", ("h", 1, "a", "b")), None);
    }

    #[test]
    fn half_a_line_is_no_entry() {
        assert_eq!(password("db:1:a:b", ("db", 1, "a", "b")), None);
        assert_eq!(password("", ("db", 1, "a", "b")), None);
    }

    #[test]
    fn a_file_that_others_may_read_is_passed_over_with_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pgpass");
        fs::write(&path, "*:*:*:*:hunter2\n").unwrap();
        let read = |mode| {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let mut warnings = Vec::new();
            let file = Passfile::read(&path, &mut warnings).unwrap();
            assert!(!format!("{file:?} {warnings:?}").contains("hunter2"));
            (file.password("h", 1, "d", "u").is_some(), warnings)
        };
        assert_eq!(read(0o600), (true, vec![]));
        assert_eq!(read(0o640), (false, vec![Warning::PassfileOpen(path.clone())]));
        let mut warnings = Vec::new();
        Passfile::read(folder.path(), &mut warnings).unwrap();
        assert_eq!(warnings, [Warning::PassfileNotPlain(folder.path().to_owned())]);
        Passfile::read(&folder.path().join("none"), &mut Vec::new()).unwrap();
    }
}
