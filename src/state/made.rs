//! A database of a sandbox that takes the roles along that were made for it.
//!
//! Roles belong to a whole server: those that the scripts of one state make are in the way of the
//! next state, which makes them again.

use std::collections::BTreeSet;

use postgres::Client;

use crate::sandbox::{self, Database, Sandbox};
use crate::sql::quote_identifier;

/// A database of a sandbox; dropping it drops the roles too that were made since.
#[derive(Debug)]
pub struct Made<'s> {
    sandbox: &'s Sandbox,
    /// There until this value is dropped.
    database: Option<Database<'s>>,
    before: BTreeSet<String>,
}

impl<'s> Made<'s> {
    /// Makes an empty database, and remembers which roles there are.
    ///
    /// # Errors
    /// Fails when the server refuses.
    pub(super) fn new(sandbox: &'s Sandbox, name: &str) -> Result<Self, sandbox::Error> {
        let database = sandbox.create_database(name)?;
        let before = roles(&mut database.connect()?);
        Ok(Self { sandbox, database: Some(database), before })
    }

    /// Opens a connection as the sandbox's superuser.
    ///
    /// # Errors
    /// Fails when the server is gone.
    pub fn connect(&self) -> Result<Client, sandbox::Error> {
        self.database.as_ref().expect("it is there until the value is dropped").connect()
    }

    /// Drops roles, from a database that none of their objects are in.
    fn drop_roles(&self) -> Option<()> {
        let shelter = self.sandbox.create_database("roles").ok()?;
        let mut client = shelter.connect().ok()?;
        for role in roles(&mut client).difference(&self.before) {
            let role = quote_identifier(role);
            // What they may do with parameters is not gone with the database.
            let sql = format!("drop owned by {role} cascade; drop role {role}");
            // One that stays fails where it is made again, with its name.
            let _ = client.batch_execute(&sql);
        }
        Some(())
    }
}

impl Drop for Made<'_> {
    fn drop(&mut self) {
        let made = match self.connect() {
            Ok(mut client) => roles(&mut client).difference(&self.before).next().is_some(),
            Err(_) => false,
        };
        drop(self.database.take());
        if made {
            // A server that is gone took the roles along.
            let _ = self.drop_roles();
        }
    }
}

/// Returns the names of the cluster's roles; none where they cannot be read.
fn roles(client: &mut Client) -> BTreeSet<String> {
    let rows = client.query("select rolname::text from pg_catalog.pg_roles", &[]);
    rows.unwrap_or_default().iter().map(|row| row.get(0)).collect()
}
