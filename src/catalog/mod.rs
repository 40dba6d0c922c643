//! Reads a live database into the model's types.
//!
//! Everything is read in one repeatable-read, read-only snapshot, by one set-based query per kind
//! of object: a small `.rs` beside its `.sql`. The search path is empty meanwhile, so the server
//! qualifies every name that it prints. Spellings of the catalog (`relkind`, `contype`) become the
//! model's enums here and go no further. What the model cannot hold is named in
//! [`Catalog::unknown`]; what belongs to extensions or to the system is nobody's here.
//!
//! Written for PostgreSQL 15 to 18. Where their catalogs differ, a query asks `to_jsonb(row)` for
//! the column, which answers null where there is none.

mod columns;
mod constraints;
mod database;
mod default_privileges;
mod dependencies;
mod error;
mod extensions;
mod grants;
mod indexes;
mod memberships;
mod others;
mod policies;
mod reader;
mod roles;
mod routines;
mod schemas;
mod sequences;
mod settings;
mod tables;
mod triggers;
mod type_names;
mod types;
mod unknown;
mod views;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;

use postgres::Client;

use crate::model::Database;

pub use error::Error;
pub use sequences::canonical_sequence;
pub use type_names::{argument_types, column_types};

use reader::Reader;

/// What a database holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// What the model can hold.
    pub database: Database,
    /// What it cannot: names of objects or of their properties, ordered.
    pub unknown: Vec<String>,
}

/// What of a server belongs to the project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Roles of the project; when `None`, all but PostgreSQL's own (`pg_…`), the bootstrap
    /// superuser and the default owner.
    ///
    /// Other roles and what is granted to them are left out; grants to `public`, to PostgreSQL's own
    /// roles and to the default owner (as `current_user`) are always read.
    pub roles: Option<BTreeSet<String>>,
    /// Role whose ownership is left unsaid, as it applied the project; the current user when
    /// `None`. Ownership of the bootstrap superuser is left unsaid too.
    pub default_owner: Option<String>,
}

/// Reads the database that `client` is connected to.
///
/// # Errors
/// Fails where the server refuses a query, is older than PostgreSQL 15, or answers with a value
/// that this version does not know.
pub fn read(client: &mut Client, options: &Options) -> Result<Catalog, Error> {
    let mut reader = Reader::start(client, options)?;
    let mut database = Database::default();
    let readers = [
        database::read,
        roles::read,
        memberships::read,
        settings::read,
        schemas::read,
        extensions::read,
        types::read,
        sequences::read,
        tables::read,
        views::read,
        columns::read,
        constraints::read,
        indexes::read,
        triggers::read,
        policies::read,
        routines::read,
        others::read,
        grants::read,
        default_privileges::read,
        dependencies::read,
    ];
    for read in readers {
        read(&mut reader, &mut database)?;
    }
    let mut unknown = unknown::read(&mut reader)?;
    unknown.extend(reader.finish()?);
    unknown.sort();
    Ok(Catalog { database, unknown })
}
