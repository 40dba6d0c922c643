//! Reads the definition of a column: what stands after its name in `CREATE TABLE`.

mod read;

use squawk_syntax::SyntaxKind;
use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{AstNode, Column};

use super::constraint::{Check, ForeignKeyDefinition, KeyConstraint};
use super::name::QualifiedName;
use super::parse::{self, Frame, Place};
use super::sequence::SequenceOptions;
use super::types::TypeName;
use super::{Fragment, SyntaxErrors, tree};

/// A column's definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDefinition {
    /// The type; for `bigserial` and its like the integer type behind it.
    pub type_name: TypeName,
    /// The type as written.
    pub written_type: Fragment,
    /// Whether the type was `serial`, `bigserial` or `smallserial`: the column is then `NOT NULL`
    /// and takes its default from a sequence that it owns.
    pub serial: bool,
    /// `COLLATE`.
    pub collation: Option<QualifiedName>,
    /// `STORAGE`, in lower case.
    pub storage: Option<String>,
    /// `COMPRESSION`, in lower case.
    pub compression: Option<String>,
    /// `NOT NULL`, as written; a primary key and `serial` imply it and do not set it.
    pub not_null: Option<NotNull>,
    /// Whether `NULL` was written.
    pub null: bool,
    /// `DEFAULT`.
    pub default: Option<Fragment>,
    /// `GENERATED ALWAYS AS (…)`.
    pub generated: Option<Generated>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
    /// `PRIMARY KEY`.
    pub primary_key: Option<KeyConstraint>,
    /// `UNIQUE`.
    pub unique: Vec<KeyConstraint>,
    /// `CHECK`.
    pub checks: Vec<Check>,
    /// `REFERENCES`.
    pub references: Vec<ForeignKeyDefinition>,
}

/// `NOT NULL`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotNull {
    /// The constraint's name, if given (kept by PostgreSQL 18 and later).
    pub name: Option<String>,
    /// Whether children of the table are exempt (PostgreSQL 18).
    pub no_inherit: bool,
}

/// A column that is computed from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// What computes it.
    pub expression: Fragment,
    /// `Some(true)` for `STORED`, `Some(false)` for `VIRTUAL`, `None` where neither was written:
    /// that is virtual in PostgreSQL 18 and an error before.
    pub stored: Option<bool>,
}

/// A column that numbers its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `ALWAYS`, or else `BY DEFAULT`.
    pub always: bool,
    /// Options of its sequence.
    pub options: SequenceOptions,
}

pub(super) const FRAME: Frame =
    Frame { before: "CREATE TABLE t (c\n", after: "\n)", expected: "one column" };

/// Reads a column's definition: `bigint generated always as identity primary key`.
///
/// # Errors
/// No SQL, more than one column, what contradicts itself (`null not null`, two defaults), and what
/// no column of an ordinary table has: `EXCLUDE`, `OPTIONS`, names for constraints that have none.
pub fn parse_column(definition: &str) -> Result<ColumnDefinition, SyntaxErrors> {
    parse::fragment(definition, FRAME, |statement, place| {
        read::read_column(&only_column(statement, place)?, place)
    })
}

/// Returns the one column of the table that [`FRAME`] makes.
pub(super) fn only_column(statement: &SyntaxNode, place: &Place) -> Result<Column, SyntaxErrors> {
    let list = tree::child(statement, SyntaxKind::TABLE_ARG_LIST);
    let mut arguments = list.iter().flat_map(|list| list.children());
    match (arguments.next().and_then(Column::cast), arguments.next()) {
        (Some(column), None) => Ok(column),
        (_, Some(second)) => {
            tree::refuse(&second, place, "one column is expected here, and this is a second one")
        }
        (None, None) => tree::refuse(statement, place, "the definition of a column is missing"),
    }
    .and_then(|column| match column.syntax().parent() {
        Some(list) if tree::has_token(&list, SyntaxKind::COMMA) => {
            tree::refuse(statement, place, "one column is expected here, without a comma")
        }
        _ => Ok(column),
    })
}

#[cfg(test)]
mod tests;
