//! Reads indexes: what stands after `CREATE INDEX name ON table`.

pub(super) mod read;

use std::collections::BTreeMap;

use super::name::QualifiedName;
use super::parse::{self, Frame};
use super::{Fragment, SyntaxErrors};

/// An index, without its name, its table and its uniqueness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexDefinition {
    /// The access method (`gin`); the server's default is `btree`.
    pub method: Option<String>,
    /// What is indexed, in order.
    pub elements: Vec<IndexElement>,
    /// Columns that the index carries besides.
    pub include: Vec<String>,
    /// Whether two nulls count as equal in a unique index.
    pub nulls_not_distinct: bool,
    /// `WITH (…)`, names in lower case; a name without a value is `true`.
    pub storage_parameters: BTreeMap<String, String>,
    /// `TABLESPACE`.
    pub tablespace: Option<String>,
    /// `WHERE`: which rows are indexed.
    pub predicate: Option<Fragment>,
}

/// One element of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexElement {
    /// What is indexed.
    pub key: IndexKey,
    /// `COLLATE`.
    pub collation: Option<QualifiedName>,
    /// The operator class.
    pub operator_class: Option<QualifiedName>,
    /// The operator class's parameters: `siglen=32`.
    pub class_parameters: BTreeMap<String, String>,
    /// Whether the order is descending.
    pub descending: bool,
    /// `NULLS FIRST` or `NULLS LAST`; left out, nulls come last, or first where descending.
    pub nulls_first: Option<bool>,
}

/// A column, or an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexKey {
    /// A column by its name.
    Column(String),
    /// A call, or an expression in parentheses (which are kept).
    Expression(Fragment),
}

/// Reads an index: `using gin (name gin_trgm_ops) with (fastupdate=off) where active`.
///
/// # Errors
/// No SQL, and what an index cannot hold: expressions without parentheses, qualified columns,
/// expressions among the included columns, `USING operator`.
pub fn parse_index(text: &str) -> Result<IndexDefinition, SyntaxErrors> {
    const FRAME: Frame =
        Frame { before: "CREATE INDEX ON t\n", after: "\n", expected: "one index" };
    parse::fragment(text, FRAME, read::read_index)
}

#[cfg(test)]
mod tests;
