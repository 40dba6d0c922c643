//! Applying the artifacts to empty databases, and loading the sample data.
//!
//! The first database is the one that the image's own init scripts filled, where there is an image;
//! elsewhere the scripts below `ddl/` run in one transaction, as `ddl/all.sql` runs them.

use super::{Check, Context, Error, Group};
use crate::model;
use crate::sandbox::script::{self, Script};
use crate::sandbox::{Database, Kind, Sandbox};
use crate::sql::quote_identifier;

/// A database that has the project's objects.
pub enum Applied<'s> {
    /// Filled by the init scripts of the image; its name.
    ByImage(String),
    /// Made and filled here; dropped with this value.
    Here(Database<'s>),
}

impl Applied<'_> {
    /// Returns the name of the database.
    pub fn name(&self) -> &str {
        match self {
            Self::ByImage(name) => name,
            Self::Here(database) => database.name(),
        }
    }
}

/// Makes the first database, unless the image did; `None` where the artifacts do not apply.
pub(super) fn first<'s>(
    sandbox: &'s Sandbox,
    scripts: &[Script],
    checks: &mut Vec<Check>,
) -> Result<Option<Applied<'s>>, Error> {
    if let Some(name) = sandbox.initial_database() {
        checks.push(Check::passed(Group::Apply, "the image's init scripts run from empty"));
        return Ok(Some(Applied::ByImage(name.to_owned())));
    }
    fill(sandbox, "first", Group::Apply, scripts, checks)
}

/// Makes a second database in the same cluster; `None` where the artifacts do not apply again.
pub(super) fn again<'s>(
    sandbox: &'s Sandbox,
    scripts: &[Script],
    checks: &mut Vec<Check>,
) -> Result<Option<Applied<'s>>, Error> {
    fill(sandbox, "second", Group::Again, scripts, checks)
}

fn fill<'s>(
    sandbox: &'s Sandbox,
    prefix: &str,
    group: Group,
    scripts: &[Script],
    checks: &mut Vec<Check>,
) -> Result<Option<Applied<'s>>, Error> {
    let database = sandbox.create_database(prefix)?;
    let mut client = database.connect()?;
    match script::run_together(&mut client, scripts) {
        Ok(_) => {
            checks.extend(scripts.iter().map(|script| Check::passed(group, &script.name)));
            Ok(Some(Applied::Here(database)))
        }
        Err(error) => {
            // All of them are one transaction.
            let mut fate = "rolled back";
            for script in scripts {
                if script.name == error.file {
                    checks.push(Check::failed(group, &script.name, error.to_string()));
                    fate = "not run";
                } else {
                    let reason = format!("{fate}, as {} failed", error.file);
                    checks.push(Check::skipped(group, &script.name, reason));
                }
            }
            Ok(None)
        }
    }
}

/// Loads the sample data into the first database; returns whether there is any, loaded well.
pub(super) fn sample_data(
    context: &Context<'_>,
    first: &Applied<'_>,
    checks: &mut Vec<Check>,
) -> Result<bool, Error> {
    let files = &context.project.sample_data;
    if matches!(first, Applied::ByImage(_)) && context.project.image.sample_data {
        let by_image = |(name, _): &(String, String)| Check::passed(Group::SampleData, name);
        checks.extend(files.iter().map(by_image));
        return Ok(!files.is_empty());
    }
    for (name, text) in files {
        let mut client = context.connect()?;
        let script = Script { name: name.clone(), text: text.clone() };
        match script::run(&mut client, &script) {
            Ok(_) => checks.push(Check::passed(Group::SampleData, name)),
            Err(error) => {
                checks.push(Check::failed(Group::SampleData, name, error.to_string()));
                return Ok(false);
            }
        }
    }
    Ok(!files.is_empty())
}

/// The project's roles on a server that is not ours: dropped with this value.
pub(super) struct BorrowedRoles<'s> {
    sandbox: &'s Sandbox,
    names: Vec<String>,
}

impl<'s> BorrowedRoles<'s> {
    /// Makes sure that none of the roles exists on a server that others use; a throw-away server
    /// takes its roles along.
    ///
    /// # Errors
    /// [`Error::RolesExist`]: nothing was changed then.
    pub(super) fn claim(sandbox: &'s Sandbox, model: &model::Database) -> Result<Self, Error> {
        if sandbox.kind() != Kind::Url {
            return Ok(Self { sandbox, names: Vec::new() });
        }
        let names: Vec<String> = model.roles.keys().cloned().collect();
        let mut client = sandbox.connect("postgres")?;
        let statement = "select rolname::text from pg_catalog.pg_roles \
                         where rolname = any ($1) order by rolname";
        let rows = client
            .query(statement, &[&names])
            .map_err(Error::server("ask for the server's roles"))?;
        let taken: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        match taken.is_empty() {
            true => Ok(Self { sandbox, names }),
            false => Err(Error::RolesExist(taken)),
        }
    }
}

impl Drop for BorrowedRoles<'_> {
    fn drop(&mut self) {
        if self.names.is_empty() {
            return;
        }
        let Ok(mut client) = self.sandbox.connect("postgres") else { return };
        for name in &self.names {
            let role = quote_identifier(name);
            // One that was never made, or is needed elsewhere by now, is left alone.
            let _ = client.batch_execute(&format!("drop owned by {role}; drop role {role}"));
        }
    }
}
