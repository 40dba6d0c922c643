//! Rows that row security is tried on.

use std::collections::{BTreeMap, BTreeSet};

use super::Privilege;

/// Rows that the row security of a table is tried on, and what each role may do with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFixtures {
    /// Rows by name: columns with their values as text, null where there is none.
    pub rows: BTreeMap<String, Vec<(String, Option<String>)>>,
    /// What is expected, in the order of the file.
    pub expectations: Vec<RowExpectation>,
}

/// What a role may do with the rows of a fixture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowExpectation {
    /// The role that acts.
    pub role: String,
    /// Settings of its session.
    pub settings: BTreeMap<String, String>,
    /// Rows by what it may do with them: SELECT, INSERT, UPDATE, DELETE; those left out are not tried.
    pub commands: BTreeMap<Privilege, BTreeSet<String>>,
}
