//! A database of a sandbox that takes the roles along that were made for it.
//!
//! Roles belong to a whole server: those that the scripts of one state make are in the way of the
//! next state, which makes them again.

use std::collections::BTreeSet;

use postgres::Client;

use super::{Error, read_sandbox};
use crate::facts::{Facts, Roles};
use crate::sandbox::{self, Database, Kind, Sandbox};
use crate::sql::quote_identifier;

/// A database of a sandbox; dropping it drops the roles too that were made since.
pub struct Made<'s> {
    sandbox: &'s Sandbox,
    /// There until this value is dropped.
    database: Option<Database<'s>>,
    before: BTreeSet<String>,
    /// Roles that may be made for it.
    names: Names<'s>,
    /// Roles that were made because something names them.
    named: BTreeSet<String>,
}

/// Tells whether a role may be made for a database.
pub(super) type Names<'s> = Box<dyn Fn(&str) -> bool + Sync + 's>;

impl<'s> Made<'s> {
    /// Makes an empty database, and remembers which roles there are.
    ///
    /// # Errors
    /// Fails when the server refuses; where it is somebody's and has such roles already, which would
    /// be changed for everyone.
    pub(super) fn new(sandbox: &'s Sandbox, name: &str, names: Names<'s>) -> Result<Self, Error> {
        let database = sandbox.create_database(name)?;
        let before = roles(&mut database.connect()?);
        if sandbox.kind() == Kind::Url {
            let own = |role: &&String| !role.starts_with("pg_") && *role != sandbox.superuser();
            let taken = before.iter().filter(own).filter(|role| names(role));
            let taken: Vec<String> = taken.cloned().collect();
            if !taken.is_empty() {
                return Err(Error::RolesExist(taken));
            }
        }
        Ok(Self { sandbox, database: Some(database), before, names, named: BTreeSet::new() })
    }

    /// Returns the roles that were made for it.
    fn made(&self, client: &mut Client) -> Vec<String> {
        let borrowed = self.sandbox.kind() == Kind::Url;
        let roles = roles(client).into_iter().filter(|role| !self.before.contains(role));
        let own = |role: &String| (self.names)(role) || self.named.contains(role);
        roles.filter(|role| !borrowed || own(role)).collect()
    }

    /// Makes roles that something names and nothing declares; those that are there will do.
    pub(super) fn make_roles(&mut self, client: &mut Client, names: BTreeSet<String>) {
        for name in names.into_iter().filter(|name| !name.starts_with("pg_")) {
            let sql = format!("create role {}", quote_identifier(&name));
            if client.batch_execute(&sql).is_ok() {
                self.named.insert(name);
            }
        }
    }

    /// Opens a connection as the sandbox's superuser.
    ///
    /// # Errors
    /// Fails when the server is gone.
    pub fn connect(&self) -> Result<Client, sandbox::Error> {
        self.database.as_ref().expect("it is there until the value is dropped").connect()
    }

    /// Reads the database, with the cluster's roles as far as they are not somebody else's.
    ///
    /// # Errors
    /// As [`facts::read`].
    pub(super) fn read(&self, client: &mut Client) -> Result<Facts, Error> {
        let roles = match self.sandbox.kind() {
            Kind::Url => Roles::Named(self.made(client).into_iter().collect()),
            _ => Roles::All,
        };
        read_sandbox(self.sandbox, client, roles)
    }

    /// Drops roles, from a database that none of their objects are in.
    fn drop_roles(&self) -> Option<()> {
        let shelter = self.sandbox.initial_database().unwrap_or("postgres");
        let mut client = self.sandbox.connect(shelter).ok()?;
        for role in self.made(&mut client) {
            let role = quote_identifier(&role);
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
            Ok(mut client) => !self.made(&mut client).is_empty(),
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
