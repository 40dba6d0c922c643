//! The catalog of a database as facts: everything that is there, and what needs what.
//!
//! A [`Fact`] is one object (a table, a column, a cast, a comment-bearing constraint) with an
//! [`Id`] that means the same in every database, and attributes whose text is the server's own
//! spelling. Two databases are compared fact by fact: only what PostgreSQL itself considers different
//! differs. What is an extension's or the system's is nobody's here.

mod fact;
mod id;

pub use fact::{Attributes, Fact, Value};
pub use id::{Id, Kind};

use std::collections::{BTreeMap, BTreeSet};

/// Everything that a database holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The facts by identity.
    pub facts: BTreeMap<Id, Fact>,
    /// Which objects each object needs to exist, as PostgreSQL records it.
    pub needs: BTreeMap<Id, BTreeSet<Id>>,
    /// Names of what was found and cannot be held, ordered.
    pub unknown: Vec<String>,
    /// Major version of the server that it was read from.
    pub postgres: u16,
}
