//! Named queries, diagrams and denials.

use std::collections::BTreeSet;

use serde::Serialize;

use super::ObjectName;

/// A named query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Query {
    /// The question it answers.
    pub description: Option<String>,
    /// Role that runs it.
    pub run_as: String,
    /// Parameters in the order in which they are declared.
    pub parameters: Vec<Parameter>,
    /// The SQL as written, with `:name` parameters, without a closing semicolon.
    pub sql: String,
    /// What its result must look like.
    pub expectation: Expectation,
}

/// A parameter of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Name, written `:name` in the SQL.
    pub name: String,
    /// Type as PostgreSQL prints it.
    pub data_type: String,
    /// Value where none is given.
    pub default: Option<String>,
    /// Value to verify with where there is no default.
    pub example: Option<String>,
    /// What it stands for.
    pub description: Option<String>,
}

/// What the result of a query must look like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Expectation {
    /// Names and types of the columns in their order; nothing is expected when empty.
    pub columns: Vec<(String, String)>,
    /// At least so many rows, with the sample data.
    pub min_rows: Option<u64>,
    /// At most so many rows.
    pub max_rows: Option<u64>,
    /// Index that its plan must use, with the sample data.
    pub uses_index: Option<ObjectName>,
}

/// A named selection of tables to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagram {
    /// Title above the picture.
    pub title: String,
    /// Tables to draw.
    pub tables: BTreeSet<ObjectName>,
    /// Which columns are drawn.
    pub columns: DiagramColumns,
}

/// Which columns a diagram shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiagramColumns {
    /// Every column.
    All,
    /// Columns of primary, unique and foreign keys.
    Keys,
    /// Table names alone.
    None,
}

/// What a role must not be able to do, whatever is granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Denial {
    /// The role.
    pub role: String,
    /// Table or view.
    pub table: ObjectName,
    /// Columns it must not read; the whole table when `None`.
    pub select: Option<Vec<String>>,
    /// Whether reading is denied at all.
    pub denies_select: bool,
    /// Whether writing is denied.
    pub denies_write: bool,
}
