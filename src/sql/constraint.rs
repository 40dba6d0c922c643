//! Constraints, as a table or a column declares them.

mod exclusion;
mod read;

use std::collections::BTreeMap;
use std::ops::Range;

use squawk_syntax::ast::{AstNode, TableConstraint as Node};

use super::index::IndexElement;
use super::name::QualifiedName;
use super::parse::{self, Frame};
use super::{Fragment, SyntaxErrors, tree};

pub(super) use read::{Attributes, read_check, read_key, read_references};

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Timing {
    /// At the end of each statement; cannot be put off.
    #[default]
    Immediate,
    /// At the end of each statement, unless a transaction puts it off.
    Deferrable,
    /// When the transaction commits, unless it asks for earlier.
    Deferred,
}

/// `PRIMARY KEY` or `UNIQUE`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyConstraint {
    /// The constraint's name, if given.
    pub name: Option<String>,
    /// Its columns; empty where a column declares it.
    pub columns: Vec<String>,
    /// Whether the last column is a range that must not overlap (PostgreSQL 18).
    pub without_overlaps: bool,
    /// Whether two nulls count as equal (`UNIQUE` only).
    pub nulls_not_distinct: bool,
    /// Columns that the index carries besides.
    pub include: Vec<String>,
    /// Storage parameters of the index.
    pub storage_parameters: BTreeMap<String, String>,
    /// The index's tablespace.
    pub tablespace: Option<String>,
    /// When it is checked.
    pub timing: Timing,
}

/// `CHECK`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name, if given.
    pub name: Option<String>,
    /// What must not be false.
    pub expression: Fragment,
    /// Whether children of the table are exempt.
    pub no_inherit: bool,
    /// Whether the server does not enforce it (PostgreSQL 18).
    pub not_enforced: bool,
    /// Whether rows that exist already are exempt.
    pub not_valid: bool,
}

/// What happens to a row when the row that it references goes or changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Action {
    /// `NO ACTION`, the default: an error, at the time the constraint is checked.
    #[default]
    NoAction,
    /// `RESTRICT`: an error at once.
    Restrict,
    /// `CASCADE`: the row goes or changes too.
    Cascade,
    /// `SET NULL`, of these columns alone where some are given.
    SetNull(Vec<String>),
    /// `SET DEFAULT`, of these columns alone where some are given.
    SetDefault(Vec<String>),
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKeyDefinition {
    /// The constraint's name, if given.
    pub name: Option<String>,
    /// The referencing columns; empty where a column declares it.
    pub columns: Vec<String>,
    /// The referenced table.
    pub table: QualifiedName,
    /// Where the referenced table's name stands.
    pub table_range: Range<usize>,
    /// The referenced columns; empty means the table's primary key.
    pub referenced_columns: Vec<String>,
    /// Whether the last columns are `PERIOD`s (PostgreSQL 18).
    pub period: bool,
    /// What follows a delete.
    pub on_delete: Action,
    /// What follows an update.
    pub on_update: Action,
    /// Whether a partly null key is refused (`MATCH FULL`).
    pub match_full: bool,
    /// When it is checked.
    pub timing: Timing,
    /// Whether the server does not enforce it (PostgreSQL 18).
    pub not_enforced: bool,
    /// Whether rows that exist already are exempt.
    pub not_valid: bool,
}

/// `EXCLUDE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExclusionDefinition {
    /// The constraint's name, if given.
    pub name: Option<String>,
    /// The access method; the server's default is `btree`.
    pub method: Option<String>,
    /// What is compared, and the operator it is compared with: `=`, `operator(public.&&)`.
    pub elements: Vec<(IndexElement, String)>,
    /// Columns that the index carries besides.
    pub include: Vec<String>,
    /// Storage parameters of the index.
    pub storage_parameters: BTreeMap<String, String>,
    /// The index's tablespace.
    pub tablespace: Option<String>,
    /// Which rows take part.
    pub predicate: Option<Fragment>,
    /// When it is checked.
    pub timing: Timing,
}

/// Returns an exclusion's text without what it says of its timing at the end.
pub fn without_timing(text: &str) -> String {
    const TIMING: [&str; 5] = ["not", "deferrable", "initially", "deferred", "immediate"];
    let is_timing = |word: &str| TIMING.iter().any(|timing| timing.eq_ignore_ascii_case(word));
    let mut rest = text.trim();
    while let Some(word) = rest.rsplit([' ', '\n', '\t', '\r', ')']).next()
        && is_timing(word)
    {
        rest = rest[..rest.len() - word.len()].trim_end();
    }
    rest.to_owned()
}

impl ExclusionDefinition {
    /// Returns the expressions among its elements, and its predicate.
    pub fn expressions(&self) -> impl Iterator<Item = &Fragment> {
        super::index::expressions(self.elements.iter().map(|(element, _)| element), &self.predicate)
    }

    /// Returns the plain columns among its elements.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        super::index::plain_columns(self.elements.iter().map(|(element, _)| element))
    }
}

/// A constraint as a table declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableConstraint {
    /// `PRIMARY KEY (…)`.
    PrimaryKey(KeyConstraint),
    /// `UNIQUE (…)`.
    Unique(KeyConstraint),
    /// `CHECK (…)`.
    Check(Check),
    /// `FOREIGN KEY (…) REFERENCES …`.
    ForeignKey(ForeignKeyDefinition),
    /// `EXCLUDE (…)`.
    Exclusion(ExclusionDefinition),
}

/// Reads one constraint: `constraint a check (b > 0)`, `foreign key (a) references t`.
///
/// # Errors
/// No SQL, more than one constraint, and what has no meaning in a new table: `USING INDEX`.
/// `NOT NULL` belongs to the column.
pub fn parse_table_constraint(text: &str) -> Result<TableConstraint, SyntaxErrors> {
    const FRAME: Frame =
        Frame { before: "CREATE TABLE t (\n", after: "\n)", expected: "one table constraint" };
    parse::fragment(text, FRAME, |statement, place| {
        let list = tree::child(statement, squawk_syntax::SyntaxKind::TABLE_ARG_LIST);
        let mut arguments = list.iter().flat_map(|list| list.children());
        let constraint = arguments.next().and_then(Node::cast);
        match (constraint, arguments.next()) {
            (Some(constraint), None) => read::read_constraint(&constraint, place),
            (_, Some(second)) => tree::refuse(&second, place, "this is a second constraint"),
            (None, None) => tree::refuse(statement, place, "one table constraint is expected here"),
        }
    })
}

/// Reads the text after `EXCLUDE`: `using gist (room with =, during with &&) where (active)`.
///
/// # Errors
/// As [`parse_table_constraint`].
pub fn parse_exclusion(text: &str) -> Result<ExclusionDefinition, SyntaxErrors> {
    const FRAME: Frame = Frame {
        before: "CREATE TABLE t (EXCLUDE\n",
        after: "\n)",
        expected: "one exclusion constraint",
    };
    let read = parse::fragment(text, FRAME, |statement, place| {
        let list = tree::child(statement, squawk_syntax::SyntaxKind::TABLE_ARG_LIST);
        let mut arguments = list.iter().flat_map(|list| list.children());
        match (arguments.next().and_then(Node::cast), arguments.next()) {
            (Some(Node::ExcludeConstraint(node)), None) => read::read_exclusion(&node, place),
            (_, Some(second)) => tree::refuse(&second, place, "this is more than an exclusion"),
            _ => tree::refuse(statement, place, "one exclusion constraint is expected here"),
        }
    });
    read.or_else(|errors| exclusion::read(text).ok_or(errors))
}

#[cfg(test)]
mod tests;
