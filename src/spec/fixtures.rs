//! Rows that row security is tried on.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, List, Spanned};

/// Rows that `verify` tries the row security of a table on, and what each role may do with them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct RowFixtures {
    /// Rows by name; each has columns with values, as text that the column's type reads.
    pub rows: Entries<Entries<Option<Spanned<String>>>>,
    /// What is expected of each role; every row that is not listed is expected to be refused or not seen.
    pub expect: List<RowExpectation>,
}

/// What a role may do with the rows of a fixture; a command that is left out is not tried.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct RowExpectation {
    /// The role that acts.
    pub role: Spanned<String>,
    /// Settings of its session: `app.member: ada_00001`.
    #[serde(default)]
    pub settings: Entries<Spanned<String>>,
    /// Rows that it sees.
    pub select: Option<List<Spanned<String>>>,
    /// Rows that it may insert.
    pub insert: Option<List<Spanned<String>>>,
    /// Rows that it may change.
    pub update: Option<List<Spanned<String>>>,
    /// Rows that it may remove.
    pub delete: Option<List<Spanned<String>>>,
}
