//! Named queries.

use schemars::JsonSchema;
use serde::Deserialize;

use super::charts::Chart;
use crate::source::{Entries, ShortOrLong, Spanned};

/// A named query: what the data is asked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Query {
    /// The question it answers.
    pub description: Option<Spanned<String>>,
    /// Role that runs it.
    pub run_as: Spanned<String>,
    /// Parameters by name, written `:name` in the SQL: a type, or keys.
    #[serde(default)]
    pub params: Entries<Parameter>,
    /// The SQL: one SELECT, INSERT, UPDATE, DELETE or MERGE.
    pub sql: Spanned<String>,
    /// Shape and bounds of its result.
    pub expect: Option<Expectation>,
    /// How its rows are drawn.
    pub chart: Option<Spanned<Chart>>,
}

/// A parameter: its type, or keys.
pub type Parameter = ShortOrLong<Spanned<String>, ParameterKeys>;

/// The long form of a parameter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ParameterKeys {
    /// Data type.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// Value where none is given, as text that the type reads.
    pub default: Option<Spanned<String>>,
    /// Value to verify with where there is no default.
    pub example: Option<Spanned<String>>,
    /// What it stands for.
    pub description: Option<Spanned<String>>,
}

/// What the result of a query must look like.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectation {
    /// Columns in their order, with their types.
    pub columns: Entries<Spanned<String>>,
    /// At least so many rows, with the sample data.
    pub min_rows: Option<Spanned<u64>>,
    /// At most so many rows.
    pub max_rows: Option<Spanned<u64>>,
    /// Index that its plan must use, with the sample data.
    pub uses_index: Option<Spanned<String>>,
}
