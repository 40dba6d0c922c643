//! SQL run in a sandbox, and read back.

use postgres::Client;

use super::Error;
use crate::facts::{self, Facts, Options, Roles};
use crate::sandbox::script::{self, Script};
use crate::sandbox::{Database, Sandbox};

/// Runs scripts in an empty database of the sandbox.
///
/// # Errors
/// The first statement that fails, with its place.
pub fn load<'s>(
    sandbox: &'s Sandbox,
    name: &str,
    scripts: &[Script],
) -> Result<Database<'s>, Error> {
    let database = sandbox.create_database(name)?;
    let mut client = database.connect()?;
    for script in scripts {
        script::run(&mut client, script)?;
    }
    Ok(database)
}

/// Reads a database of a sandbox: what its superuser owns has no declared owner.
///
/// # Errors
/// As [`facts::read`].
pub fn read_sandbox(sandbox: &Sandbox, client: &mut Client, roles: Roles) -> Result<Facts, Error> {
    let default_owner = Some(sandbox.superuser().to_owned());
    let options = Options { roles, default_owner, extension_versions: false };
    Ok(facts::read(client, &options)?)
}
