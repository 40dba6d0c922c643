//! Adopting a database that is there already.

use refinery::{Runner, Target};

use super::history::remember;
use super::pending::{Prepared, prepare};
use super::{Error, File, Folder, How};
use crate::apply::{Connector, Options};

/// Records all migrations up to a number as applied, without running them; returns their titles.
///
/// Whether the database is what they come to is not looked at here: `drift` tells.
///
/// # Errors
/// As [`run`](super::run), before anything is run; and a database with a history.
pub fn baseline(
    connector: &dyn Connector,
    folder: &Folder,
    up_to: u32,
    options: &Options<'_>,
) -> Result<Vec<String>, Error> {
    let file = folder.file(up_to).ok_or(Error::NoSuchMigration(up_to))?;
    let migrations: Vec<_> = folder.files.iter().map(File::migration).collect::<Result<_, _>>()?;
    let Prepared { mut connection, history, .. } = prepare(connector, folder, options)?;
    if let Some((version, row)) = history.rows.last_key_value() {
        return Err(Error::NotEmpty(format!("V{version}__{}", row.name)));
    }
    let recorded: Vec<&File> = folder.files.iter().filter(|file| file.number <= up_to).collect();
    let target = Target::FakeVersion(file.version());
    let mut runner = Runner::new(&migrations).set_target(target);
    runner.set_migration_table_name(&history.table);
    connection.besides = recorded.iter().map(|file| remember(file, How::Baseline)).collect();
    runner.run(&mut connection).map_err(|error| connection.failure(error))?;
    Ok(recorded.into_iter().map(File::title).collect())
}
