//! Running what is pending.

use refinery::{Runner, Target};
use refinery_core::traits::sync::Migrate;
use serde::Serialize;

use super::bookkeeping::Connection;
use super::pending::{Prepared, prepare, scripts};
use super::{Error, File, Folder};
use crate::apply::{Connector, Options, Outcome};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// Migrations that were run, in order.
    pub applied: Vec<Applied>,
    /// Titles of files that took the place of older ones in the history.
    pub replaced: Vec<String>,
    /// Titles of files that refinery's history had before pgspec came.
    pub adopted: Vec<String>,
}

/// A migration that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Number and name.
    pub title: String,
    /// What running it came to.
    pub outcome: Outcome,
}

/// Runs all migrations of `folder` that are pending, or those up to a number; a migration that is half
/// done goes on where it stopped.
///
/// # Errors
/// Before anything is run: files and history that contradict each other, files that are no
/// migrations, hazards that nobody allowed, another run, a server that cannot be written. Then the
/// step that failed: the migrations before it are applied, and what of its own is committed is told.
pub fn run(
    connector: &dyn Connector,
    folder: &Folder,
    up_to: Option<u32>,
    options: &Options<'_>,
) -> Result<Report, Error> {
    let migrations: Vec<_> = folder.files.iter().map(File::migration).collect::<Result<_, _>>()?;
    let Prepared { mut connection, history, replaced, adopted } =
        prepare(connector, folder, options)?;
    let table = history.table.as_str();
    let unapplied = connection.get_unapplied_migrations(&migrations, true, true, table);
    let unapplied = unapplied.map_err(|error| connection.failure(error))?;
    let is_wanted = |file: &&File| {
        up_to.is_none_or(|up_to| file.number <= up_to)
            && unapplied.iter().any(|migration| migration.version() == file.version())
    };
    let wanted: Vec<&File> = folder.files.iter().filter(is_wanted).collect();
    let scripts = scripts(&wanted, options)?;
    let mut report = Report { replaced, adopted, ..Report::default() };
    for (file, script) in &scripts {
        connection.next = Some((file, script));
        let mut runner =
            Runner::new(&migrations).set_grouped(true).set_target(Target::Version(file.version()));
        runner.set_migration_table_name(table);
        report.applied.push(run_one(&mut connection, &runner, file)?);
    }
    Ok(report)
}

fn run_one(
    connection: &mut Connection<'_, '_>,
    runner: &Runner,
    file: &File,
) -> Result<Applied, Error> {
    runner.run(connection).map_err(|error| connection.failure(error))?;
    let nothing = || Error::Refinery(format!("`{}` was not handed over", file.file));
    let outcome = connection.outcome.take().ok_or_else(nothing)?;
    Ok(Applied { title: file.title(), outcome })
}
