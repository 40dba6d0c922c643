//! A folder of migrations.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Error, Fault, MAX_NUMBER, Script, name, script};
use crate::apply::sha256;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// The migrations of a folder, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// Its migrations, the lowest number first; no number is there twice, and gaps are allowed.
    pub files: Vec<File>,
}

/// One migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its number.
    pub number: u32,
    /// Its name, without number and ending.
    pub name: String,
    /// The name of the file.
    pub file: String,
    /// What is in it.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal, as `sha256sum` writes it.
    pub sha256: String,
}

impl Folder {
    /// Reads a folder: all files there that end in `.sql`, none in folders below it.
    ///
    /// # Errors
    /// A folder that cannot be read; and every file with a bad name, with the number of another, or
    /// that is no text. A folder that is not there is empty.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let (mut files, mut faults) = (Vec::new(), Vec::new());
        for (file, path) in sql_files(path)? {
            match File::read(&file, &path) {
                Ok(file) => files.push(file),
                Err(fault) => faults.push(fault),
            }
        }
        files.sort_by(|one, other| (one.number, &one.file).cmp(&(other.number, &other.file)));
        for pair in files.windows(2).filter(|pair| pair[0].number == pair[1].number) {
            let message = format!("`{}` has number {} too", pair[0].file, pair[1].number);
            faults.push(Fault::of_file(&pair[1].file, message));
        }
        match faults.is_empty() {
            true => Ok(Self { path: path.to_owned(), files }),
            false => Err(Error::Faults(faults)),
        }
    }

    /// Returns the number of the next migration.
    ///
    /// # Errors
    /// [`Error::NoNumber`] where there is none left.
    pub fn next_number(&self) -> Result<u32, Error> {
        let last = self.files.last().map_or(0, |file| file.number);
        if last < MAX_NUMBER { Ok(last + 1) } else { Err(Error::NoNumber) }
    }

    /// Writes a new migration, and returns where it is; the folder is made where it is missing.
    ///
    /// # Errors
    /// A name that is none, and a file that is there already.
    pub fn write(&self, number: u32, name: &str, text: &str) -> Result<PathBuf, Error> {
        let file = format!("V{number}__{name}.sql");
        name::parse(&file).map_err(|reason| Fault::of_file(&file, reason))?;
        let path = self.path.join(&file);
        let write = || {
            fs::create_dir_all(&self.path)?;
            let mut file = fs::File::create_new(&path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|source| Error::Io { what: "write", path: path.clone(), source })?;
        Ok(path)
    }

    /// Returns the migration with this number.
    pub fn file(&self, number: u32) -> Option<&File> {
        self.files.iter().find(|file| file.number == number)
    }
}

/// Finds the files that end in `.sql`, in whatever case; hidden ones are not looked at.
fn sql_files(folder: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let failed = |source| Error::Io { what: "read", path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_sql = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("sql"));
        if is_sql && !name.starts_with('.') && !path.is_dir() {
            found.push((name, path));
        }
    }
    found.sort();
    Ok(found)
}

impl File {
    /// Builds a migration of a text.
    ///
    /// # Errors
    /// A name that is none.
    pub fn new(file: &str, text: String) -> Result<Self, Fault> {
        let (number, name) = name::parse(file).map_err(|reason| Fault::of_file(file, reason))?;
        let sha256 = sha256(&text);
        Ok(Self { number, name, file: file.to_owned(), text, sha256 })
    }

    fn read(file: &str, path: &Path) -> Result<Self, Fault> {
        let fault = |error: std::io::Error| Fault::of_file(file, error.to_string());
        if fs::metadata(path).map_err(fault)?.len() > LARGEST {
            return Err(Fault::of_file(file, "it is longer than 16 MiB"));
        }
        Self::new(file, fs::read_to_string(path).map_err(fault)?)
    }

    /// Returns number and name as refinery writes them: `V3__add_weight`.
    pub fn title(&self) -> String {
        format!("V{}__{}", self.number, self.name)
    }

    /// Reads its statements and directives.
    ///
    /// # Errors
    /// Every fault, at its place.
    pub fn script(&self) -> Result<Script, Vec<Fault>> {
        script::read(&self.file, &self.text)
    }

    /// Returns it as refinery knows it.
    pub(super) fn migration(&self) -> Result<refinery::Migration, Error> {
        refinery::Migration::unapplied(&self.title(), &self.text).map_err(Error::refinery)
    }

    /// Returns its number as a database has it.
    pub(super) fn version(&self) -> i32 {
        i32::try_from(self.number).unwrap_or(i32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn files_are_ordered_by_number_and_gaps_are_allowed() {
        let made = folder(&[
            ("V10__b.sql", ""),
            ("V2__a.sql", "x"),
            (".V3__c.sql", ""),
            ("README.md", ""),
        ]);
        fs::create_dir(made.path().join("below.sql")).unwrap();
        let read = Folder::read(made.path()).unwrap();
        let titles: Vec<String> = read.files.iter().map(File::title).collect();
        assert_eq!(titles, ["V2__a", "V10__b"]);
        assert_eq!(read.next_number().unwrap(), 11);
        assert!(read.files[0].sha256.starts_with("2d711642b726b044"));
        assert_eq!(Folder::read(&made.path().join("none")).unwrap().next_number().unwrap(), 1);
    }

    #[test]
    fn every_fault_is_told() {
        let made =
            folder(&[("V1__a.sql", ""), ("V01__b.sql", ""), ("v2__c.sql", ""), ("x.sql", "")]);
        fs::write(made.path().join("V3__d.sql"), [0xff]).unwrap();
        let Err(Error::Faults(faults)) = Folder::read(made.path()) else { panic!() };
        let words: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(words.len(), 4, "{words:?}");
        assert!(
            words.iter().any(|words| words == "V1__a.sql: `V01__b.sql` has number 1 too"),
            "{words:?}"
        );
        assert!(words.iter().any(|words| words.contains("valid UTF-8")), "{words:?}");
    }

    #[test]
    fn what_is_there_is_not_written_over() {
        let made = folder(&[]);
        let read = Folder::read(&made.path().join("new")).unwrap();
        let path = read.write(1, "a", "select 1;\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "select 1;\n");
        assert!(matches!(read.write(1, "a", ""), Err(Error::Io { .. })));
        assert!(matches!(read.write(1, "a/b", ""), Err(Error::Faults(_))));
    }
}
