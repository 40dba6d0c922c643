//! Writes the files of an import: all of them, or none.
//!
//! They are written to a folder beside the old ones first. Then each part of the spec changes places
//! with its old one by renaming, the project file last; where that fails in the middle, what was moved
//! is moved back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::reading::PROJECT_FILE;
use crate::spec::schema::{DOCUMENT_SCHEMA, PROJECT_SCHEMA};

/// What an import replaces: the folders that it writes, and the project file.
const PARTS: [&str; 4] = ["schema", "roles", "pgspec.yml", PROJECT_FILE];

/// Beside them, the schemas that the files name to editors: only these two, as others may lie in their folder.
const SCHEMAS: [&str; 2] = [DOCUMENT_SCHEMA, PROJECT_SCHEMA];

/// Why the files could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// A project is there already.
    #[error(
        "`{0}` exists already\n  help: choose an empty folder with `--out`, or replace the spec with `--force`"
    )]
    Exists(PathBuf),
    /// The file system refused.
    #[error("cannot write `{0}`")]
    Io(PathBuf, #[source] io::Error),
}

/// Refuses to write where a spec is, unless it is to be replaced.
pub(super) fn refuse_existing(folder: &Path, force: bool) -> Result<(), WriteError> {
    let mut paths = PARTS.iter().map(|part| folder.join(part));
    match paths.find(|path| path.symlink_metadata().is_ok()) {
        Some(path) if !force => Err(WriteError::Exists(path)),
        _ => Ok(()),
    }
}

/// Writes the files below a folder.
pub(super) fn write(
    files: &BTreeMap<String, String>,
    folder: &Path,
    force: bool,
) -> Result<(), WriteError> {
    let failed = |error| WriteError::Io(folder.to_owned(), error);
    fs::create_dir_all(folder).map_err(failed)?;
    let new = tempfile::Builder::new().prefix(".pgspec-new").tempdir_in(folder).map_err(failed)?;
    for (path, text) in files {
        let path = new.path().join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = written.and_then(|()| fs::write(&path, text));
        written.map_err(|error| WriteError::Io(path, error))?;
    }
    let old = tempfile::Builder::new().prefix(".pgspec-old").tempdir_in(folder).map_err(failed)?;
    refuse_existing(folder, force)?;
    let mut moved = Vec::new();
    let exchanged = exchange(files, folder, new.path(), old.path(), &mut moved);
    if exchanged.is_err() {
        let back = moved.iter().rev().map(|(from, to)| fs::rename(to, from));
        if back.filter(io::Result::is_err).count() > 0 {
            // The old parts are not to be removed with the folder.
            let _ = old.keep();
        }
    }
    exchanged
}

/// Moves the old parts away and the new ones into place; notes every move.
fn exchange(
    files: &BTreeMap<String, String>,
    folder: &Path,
    new: &Path,
    old: &Path,
    moved: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<(), WriteError> {
    for path in SCHEMAS.into_iter().filter(|path| files.contains_key(*path)) {
        let place = folder.join(path);
        if let Some(beside) = place.parent() {
            fs::create_dir_all(beside).map_err(|error| WriteError::Io(place.clone(), error))?;
        }
        fs::rename(new.join(path), &place).map_err(|error| WriteError::Io(place, error))?;
    }
    let written: BTreeSet<&str> = files.keys().filter_map(|path| path.split('/').next()).collect();
    for part in PARTS {
        let place = folder.join(part);
        if place.symlink_metadata().is_ok() {
            rename(&place, &old.join(part), moved)?;
        }
        if written.contains(part) {
            rename(&new.join(part), &place, moved)?;
        }
    }
    Ok(())
}

fn rename(from: &Path, to: &Path, moved: &mut Vec<(PathBuf, PathBuf)>) -> Result<(), WriteError> {
    fs::rename(from, to).map_err(|error| WriteError::Io(to.to_owned(), error))?;
    moved.push((from.to_owned(), to.to_owned()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> BTreeMap<String, String> {
        paths.iter().map(|path| ((*path).to_owned(), format!("new {path}"))).collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> =
            entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_empty_folder_takes_a_project() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("made");
        write(&files(&["pgspec.yaml", "schema/a.yaml", "schema/b/c.sql"]), &root, false).unwrap();
        assert_eq!(names(&root), ["pgspec.yaml", "schema"]);
        assert_eq!(fs::read_to_string(root.join("schema/b/c.sql")).unwrap(), "new schema/b/c.sql");
    }

    #[test]
    fn a_project_is_replaced_by_force_alone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(&files(&["pgspec.yaml", "schema/a.yaml", "roles/r.yaml"]), root, false).unwrap();
        fs::create_dir(root.join("queries")).unwrap();
        let error = write(&files(&["pgspec.yaml"]), root, false).unwrap_err();
        assert!(matches!(error, WriteError::Exists(path) if path.ends_with("schema")));
        assert_eq!(names(&root.join("schema")), ["a.yaml"], "nothing was touched");

        write(&files(&["pgspec.yaml", "schema/b.yaml"]), root, true).unwrap();
        assert_eq!(names(root), ["pgspec.yaml", "queries", "schema"]);
        assert_eq!(names(&root.join("schema")), ["b.yaml"]);
    }

    #[test]
    fn schemas_take_their_places_and_leave_others() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join(".pgspec")).unwrap();
        fs::write(root.join(".pgspec/mine"), "mine").unwrap();
        fs::write(root.join(DOCUMENT_SCHEMA), "old").unwrap();
        write(&files(&[PROJECT_FILE, DOCUMENT_SCHEMA, PROJECT_SCHEMA]), root, false).unwrap();
        assert_eq!(names(&root.join(".pgspec")), ["document.json", "mine", "project.json"]);
        let text = fs::read_to_string(root.join(DOCUMENT_SCHEMA)).unwrap();
        assert_eq!(text, "new .pgspec/document.json");
    }

    #[test]
    fn what_was_moved_is_moved_back() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(&files(&["pgspec.yaml", "schema/a.yaml", "roles/r.yaml"]), root, false).unwrap();
        let (new, old) = (root.join("new"), root.join("old"));
        fs::create_dir_all(new.join("schema")).unwrap();
        fs::create_dir(&old).unwrap();
        // The new roles are missing, which the middle of the exchange notices.
        let mut moved = Vec::new();
        let wanted = files(&["pgspec.yaml", "schema/b.yaml", "roles/s.yaml"]);
        exchange(&wanted, root, &new, &old, &mut moved).unwrap_err();
        moved.iter().rev().for_each(|(from, to)| fs::rename(to, from).unwrap());
        assert_eq!(names(&root.join("schema")), ["a.yaml"]);
        assert_eq!(names(&root.join("roles")), ["r.yaml"]);
    }
}
