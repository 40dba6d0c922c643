//! The catalog of a database as facts: everything that is there, and what needs what.
//!
//! A [`Fact`] is one object (a table, a column, a cast) with an [`Id`] that means the same in every
//! database, and attributes whose text is the server's own spelling. Two databases are compared fact
//! by fact: only what PostgreSQL itself considers different differs. What is an extension's or the
//! system's is nobody's here, nor is what pgspec keeps in a database for itself.
//!
//! Everything is read in one repeatable-read, read-only snapshot, by one set-based query per kind
//! (`queries/`), with an empty search path, so that the server qualifies every name. A query's columns
//! are the attributes; a new attribute is a new column. Written for PostgreSQL 15 to 18: where their
//! catalogs differ, a query asks `to_jsonb(row)` for the column, which is null where there is none.

mod error;
mod fact;
mod id;
mod links;
mod needs;
mod objects;
mod options;
pub mod privileges;
mod reader;
mod rows;
mod snapshot;
mod sources;
mod stored;
#[cfg(test)]
mod tests;
mod texts;

pub use error::Error;
pub use fact::{Attributes, Fact, Value};
pub use id::{Id, Kind};
pub use links::roles_of;
pub use needs::{Dependents, Needs};
pub use options::{Options, Roles};
pub use reader::{read, read_sharing};
pub use texts::Shared;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Everything that a database holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The facts by identity.
    #[serde(with = "stored::pairs")]
    pub facts: BTreeMap<Id, Fact>,
    /// Which objects each object needs to exist, as PostgreSQL records it.
    pub needs: Needs,
    /// Names of what was found and cannot be held, ordered.
    pub unknown: Vec<String>,
    /// Major version of the server that it was read from.
    pub postgres: u16,
    /// The role that read it, to whom new objects would belong.
    pub user: String,
}
