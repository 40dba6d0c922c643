//! Reads indexes: what stands after `CREATE INDEX name ON table`.

pub(super) mod read;

use std::collections::BTreeMap;

use super::name::{QualifiedName, fold_identifier};
use super::parse::{self, Frame};
use super::scanner::{Kind, Token, tokens};
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

impl IndexDefinition {
    /// Returns the expressions among its elements, and its predicate.
    pub fn expressions(&self) -> impl Iterator<Item = &Fragment> {
        expressions(&self.elements, &self.predicate)
    }

    /// Returns the plain columns among its elements, and the included ones.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        plain_columns(&self.elements).chain(self.include.iter().map(String::as_str))
    }

    /// Returns its elements as columns, if all of them are: what a unique key could be.
    pub fn key_columns(&self) -> Option<Vec<&str>> {
        let columns: Vec<&str> = plain_columns(&self.elements).collect();
        (columns.len() == self.elements.len()).then_some(columns)
    }
}

/// Returns the expressions among `elements`, and `predicate`.
pub(super) fn expressions<'a>(
    elements: impl IntoIterator<Item = &'a IndexElement>,
    predicate: &'a Option<Fragment>,
) -> impl Iterator<Item = &'a Fragment> {
    let keys = elements.into_iter().filter_map(|element| match &element.key {
        IndexKey::Expression(fragment) => Some(fragment),
        IndexKey::Column(_) => None,
    });
    keys.chain(predicate)
}

/// Returns the plain columns among `elements`.
pub(super) fn plain_columns<'a>(
    elements: impl IntoIterator<Item = &'a IndexElement>,
) -> impl Iterator<Item = &'a str> {
    elements.into_iter().filter_map(|element| match &element.key {
        IndexKey::Column(column) => Some(column.as_str()),
        IndexKey::Expression(_) => None,
    })
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

/// Takes the `TABLESPACE` clause out of an index's text; returns the rest, and the tablespace.
pub fn without_tablespace(text: &str) -> (String, Option<String>) {
    let mut depth = 0_usize;
    let mut found: Option<std::ops::Range<usize>> = None;
    for Token { kind, range } in tokens(text) {
        let word = &text[range.clone()];
        match kind {
            Kind::Symbol(b'(' | b'[') => depth += 1,
            Kind::Symbol(b')' | b']') => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if found.is_some() => {
                let clause = found.unwrap_or_default();
                let rest = format!("{} {}", text[..clause.start].trim(), text[range.end..].trim());
                return (rest.trim().to_owned(), Some(fold_identifier(word)));
            }
            Kind::Word if word.eq_ignore_ascii_case("where") => break,
            Kind::Word if word.eq_ignore_ascii_case("tablespace") => found = Some(range),
            _ => {}
        }
    }
    (text.to_owned(), None)
}

#[cfg(test)]
mod tests;
