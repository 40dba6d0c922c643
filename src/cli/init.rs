//! `pgspec init`: a new project that passes `check` and `verify` as it is.
//!
//! The files are those below `src/cli/init/`, embedded, and the schemas that they name to editors. Nothing that exists
//! is overwritten.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Status;
use super::output::Output;
use crate::reading::PROJECT_FILE;
use crate::spec::schema;

/// Stands in the embedded files where the project's name goes.
const NAME: &str = "PROJECT_NAME";

/// Stands in the embedded files where the major version goes.
const MAJOR: &str = "POSTGRES_MAJOR";

/// Stands in the embedded files where a day a year from now goes.
const NEXT_YEAR: &str = "NEXT_YEAR";

/// The files of a new project. The project file comes last: an interrupted run leaves no project.
const FILES: &[(&str, &str)] = &[
    ("schema/app.yaml", include_str!("init/schema/app.yaml")),
    ("roles/app.yaml", include_str!("init/roles/app.yaml")),
    ("queries/app.yaml", include_str!("init/queries/app.yaml")),
    ("docker/image.yaml", include_str!("init/docker/image.yaml")),
    ("samples/app.sql", include_str!("init/samples/app.sql")),
    (PROJECT_FILE, include_str!("init/pgspec.yaml")),
];

/// Make a new project that already passes `check` and `verify`
#[derive(Debug, Args)]
pub struct Init {
    /// Folder of the new project; made where it is missing [default: that of --project]
    folder: Option<PathBuf>,
    /// Name of the project; the folder's own, made to fit, when absent
    #[arg(long)]
    name: Option<String>,
    /// Major version of PostgreSQL that the artifacts target
    #[arg(long, value_name = "MAJOR", default_value_t = 17, value_parser = clap::value_parser!(u16).range(15..=18))]
    postgres: u16,
}

#[derive(Debug, thiserror::Error)]
enum InitError {
    #[error("`{0}` exists already\n  help: choose an empty folder, or move that file away")]
    Exists(PathBuf),
    #[error("`{0}` cannot name a project\n  help: use lower-case letters, digits, `-` and `_`")]
    Name(String),
    #[error("cannot write `{0}`")]
    Io(PathBuf, #[source] io::Error),
}

impl Init {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let folder = self.folder.as_deref().unwrap_or(root);
        match self.write(folder) {
            Ok(name) => {
                let place = folder.display();
                output.say(&format!(
                    "{place}: project `{name}` with {} files",
                    FILES.len() + schema::files().len()
                ));
                let pgspec = match folder.as_os_str().to_str() {
                    Some(".") => "pgspec".to_owned(),
                    _ => format!("pgspec -C {place}"),
                };
                output.say(&format!("next: `{pgspec} gen`, `{pgspec} verify`"));
                Status::Well
            }
            Err(error) => {
                output.fail(&error);
                match error {
                    InitError::Io(..) => Status::Failed,
                    InitError::Exists(_) | InitError::Name(_) => Status::Wrong,
                }
            }
        }
    }

    fn write(&self, folder: &Path) -> Result<String, InitError> {
        let name = self.project_name(folder)?;
        let others = FILES.iter().map(|(path, _)| *path);
        let schemas = schema::files();
        let named = schemas.iter().map(|(path, _)| *path);
        let taken = [PROJECT_FILE, "pgspec.yml"].into_iter().chain(others).chain(named);
        for path in taken.map(|path| folder.join(path)) {
            if path.symlink_metadata().is_ok() {
                return Err(InitError::Exists(path));
            }
        }
        let next_year = chrono::Local::now().date_naive() + chrono::Days::new(365);
        for (path, text) in &schemas {
            write_new(&folder.join(path), text)?;
        }
        for (path, text) in FILES {
            let text = text.replace(NAME, &name).replace(MAJOR, &self.postgres.to_string());
            let text = text.replace(NEXT_YEAR, &next_year.to_string());
            write_new(&folder.join(path), &text)?;
        }
        Ok(name)
    }

    fn project_name(&self, folder: &Path) -> Result<String, InitError> {
        if let Some(name) = &self.name {
            let fits = !name.is_empty() && name.chars().all(fits);
            return fits.then(|| name.clone()).ok_or_else(|| InitError::Name(name.clone()));
        }
        let absolute =
            std::path::absolute(folder).map_err(|error| InitError::Io(folder.to_owned(), error))?;
        let name = absolute.file_name().map(|name| name.to_string_lossy().to_lowercase());
        let name: String = name
            .unwrap_or_default()
            .chars()
            .map(|character| if fits(character) { character } else { '_' })
            .collect();
        let empty = name.chars().all(|character| character == '_');
        Ok(if empty { "app".to_owned() } else { name })
    }
}

fn fits(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character)
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> Result<(), InitError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => InitError::Exists(path.to_owned()),
        _ => InitError::Io(path.to_owned(), error),
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn init(name: Option<&str>) -> Init {
        Init { folder: None, name: name.map(str::to_owned), postgres: 16 }
    }

    #[test]
    fn a_new_project_renders_without_a_finding() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("My Shop");
        assert_eq!(init(None).write(&root).expect("it is written"), "my_shop");

        let loaded = super::super::project::load(&root);
        assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
        let model = loaded.model.expect("no finding, so there is a model");
        let linted = super::super::check::judge(&model, &loaded.places, &loaded.accepted);
        assert!(linted.open.is_empty(), "{:#?}", linted.open);
        assert_eq!((model.name.as_str(), model.postgres), ("my_shop", 16));

        // A fault in one of the files is found, so that the emptiness above says something.
        let broken = root.join("queries/app.yaml");
        let text = fs::read_to_string(&broken).expect("it was written");
        fs::write(&broken, text.replace("run_as: app_reader", "run_as: nobody")).expect("written");
        assert!(super::super::project::load(&root).model.is_none());
    }

    #[test]
    fn every_file_names_a_schema_that_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        init(Some("shop")).write(folder.path()).expect("it is written");
        for (path, text) in FILES.iter().filter(|(path, _)| path.ends_with(".yaml")) {
            let named = text.lines().next().and_then(|line| line.split_once("$schema="));
            let (_, schema) = named.unwrap_or_else(|| panic!("{path} names none"));
            let beside = folder.path().join(path).parent().expect("it has one").join(schema);
            let text = fs::read_to_string(&beside).unwrap_or_else(|_| panic!("{schema}"));
            let is_project = text.contains("\"title\": \"ProjectFile\"");
            assert_eq!(is_project, *path == PROJECT_FILE, "{path} names the other's");
        }
    }

    #[test]
    fn nothing_that_exists_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        for taken in ["pgspec.yml", "roles/app.yaml"] {
            let root = folder.path().join(taken.replace('/', "_"));
            let path = root.join(taken);
            fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            fs::write(&path, "mine").expect("written");

            let error = init(None).write(&root).expect_err("it is there already");
            assert!(matches!(error, InitError::Exists(at) if at == path));
            assert_eq!(fs::read_to_string(&path).expect("still there"), "mine");
            assert!(!root.join(PROJECT_FILE).exists(), "nothing else was written");
        }
    }

    #[test]
    fn names_that_no_database_should_have_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["", "Shop", "a b", "a'b"] {
            let error = init(Some(name)).write(folder.path()).expect_err("it does not fit");
            assert!(matches!(error, InitError::Name(_)), "{name}");
        }
        assert!(init(Some("shop-2")).write(folder.path()).is_ok());
    }
}
