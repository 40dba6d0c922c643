//! Folders, and databases to run them on.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::apply::Options;
use crate::apply::tests::support::{Recorder, options};
use crate::migrate::{self, Error, Folder, Report, Status};
use crate::sandbox::Database;

pub use crate::apply::tests::support::{database, relations, text};

/// Makes a folder of migrations.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    folder
}

/// Writes files, over those that are there.
pub fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Runs what is pending.
pub fn run(database: &Database<'_>, folder: &TempDir) -> Result<Report, Error> {
    run_with(database, folder, &options(&()))
}

/// Runs what is pending, with options.
pub fn run_with(
    database: &Database<'_>,
    folder: &TempDir,
    options: &Options<'_>,
) -> Result<Report, Error> {
    let folder = Folder::read(folder.path())?;
    migrate::run(&|| database.connect(), &folder, None, options)
}

/// Returns the titles of what was run.
pub fn titles(report: &Report) -> Vec<&str> {
    report.applied.iter().map(|applied| applied.title.as_str()).collect()
}

/// Compares a folder with a database.
pub fn status(database: &Database<'_>, folder: &TempDir) -> Status {
    let folder = Folder::read(folder.path()).unwrap();
    migrate::status(&|| database.connect(), &folder).unwrap()
}

/// Returns the states, as they are shown, without times and roles.
pub fn states(status: &Status) -> Vec<String> {
    let plain = |row: &migrate::StatusRow| {
        let row = migrate::StatusRow { applied_at: None, applied_by: None, ..row.clone() };
        row.to_string()
    };
    status.rows.iter().map(plain).collect()
}

/// Returns the history as refinery has it.
pub fn history(database: &Database<'_>) -> String {
    let table = "select coalesce(string_agg(version || '__' || name, ' ' order by version), '')
                 from pgspec.refinery_schema_history";
    text(&mut database.connect().unwrap(), table)
}

/// Runs what is pending, and ends it before the statement that begins so.
pub fn killed_before(database: &Database<'_>, folder: &TempDir, beginning: &'static str) {
    let recorder = Recorder { ends_before: Some(beginning), ..Recorder::default() };
    let run = || run_with(database, folder, &options(&recorder)).map(drop);
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run))
        .expect_err("the statement was reached");
}
