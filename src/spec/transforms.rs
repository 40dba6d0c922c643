//! Transforms: queries with a target, a kind and a schedule.

use schemars::JsonSchema;
use serde::Deserialize;

use super::queries::Parameter;
use crate::source::{Entries, List, OneOrMany, Spanned};

/// A query with a target, a kind and a schedule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Transform {
    /// What it makes, and for whom.
    pub description: Option<Spanned<String>>,
    /// Role that it runs as.
    pub run_as: Spanned<String>,
    /// How the target is filled.
    pub kind: Spanned<TransformKind>,
    /// The table or view that it fills. A statement names its own.
    pub into: Option<Spanned<String>>,
    /// One SELECT whose columns are those of the target; for a statement one INSERT, UPDATE, DELETE or MERGE. Views have
    /// their query in the schema.
    pub sql: Option<Spanned<String>>,
    /// Values that the SQL names as `:name`, beside those of the run: a type, or keys.
    #[serde(default)]
    pub params: Entries<Parameter>,
    /// How rows come to those that are there; for `kind: incremental`.
    pub incremental: Option<Incremental>,
    /// Which rows come; for `kind: append`.
    pub append: Option<Append>,
    /// Where the times of a state are; for `kind: history`.
    pub history: Option<History>,
    /// Transforms and sources that come first, where the SQL does not say so.
    #[serde(default)]
    pub after: List<Spanned<String>>,
    /// When it runs; whenever `pgspec run` does, where there is none.
    pub schedule: Option<Schedule>,
    /// How long its statement may take: `15min`.
    #[schemars(extend("pattern" = r"^\s*(\d+\s*[A-Za-z]+\s*)+$"))]
    pub timeout: Option<Spanned<String>>,
    /// What must hold of the target before anybody sees the new rows.
    #[serde(default)]
    pub expect: List<Spanned<DataExpectation>>,
}

/// How the target of a transform is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransformKind {
    /// It is a view of the schema: nothing runs but what is expected of it.
    View,
    /// It is a materialized view of the schema, which is refreshed.
    MaterializedView,
    /// All its rows are replaced at once.
    Full,
    /// Rows of an interval are replaced, or rows of a key.
    Incremental,
    /// Rows come after those that are there.
    Append,
    /// Every state of a thing is kept, with the time that it held.
    History,
    /// The SQL changes tables itself.
    Statement,
}

/// How rows come to those that are there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Incremental {
    /// By what a run knows the rows that it replaces.
    pub by: Spanned<IncrementalBy>,
    /// Column of the target that says to which interval a row belongs; for `by: time`. The SQL gives the rows from
    /// `:from` on and before `:to`.
    pub column: Option<Spanned<String>>,
    /// When the first interval begins: `2026-11-01`, or with a time and zone; for `by: time`.
    pub start: Option<Spanned<String>>,
    /// How far back each run reaches again: `4h`; for `by: time`.
    #[schemars(extend("pattern" = r"^\s*(\d+\s*[A-Za-z]+\s*)+$"))]
    pub lookback: Option<Spanned<String>>,
    /// What becomes of rows that arrive when their interval is done; for `by: time`.
    pub late: Option<Late>,
    /// Columns that rows are known by; the primary key of the target when absent.
    #[serde(default)]
    pub key: OneOrMany<Spanned<String>>,
}

/// By what a run knows the rows that it replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncrementalBy {
    /// By the interval that they belong to.
    Time,
    /// By their key.
    Key,
}

/// Rows that arrive when their interval is done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Late {
    /// The table that they arrive in.
    pub table: Spanned<String>,
    /// Its column that says to which interval a row belongs.
    pub time: Spanned<String>,
    /// What becomes of them.
    pub then: Spanned<LateRows>,
    /// The table that they are copied to, with the same columns; for `then: quarantine`.
    pub into: Option<Spanned<String>>,
}

/// What becomes of rows that arrive when their interval is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LateRows {
    /// Their intervals are run again.
    Recompute,
    /// They are copied to a table, and their intervals stay as they are.
    Quarantine,
    /// The run fails.
    Fail,
}

/// Which rows come after those that are there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Append {
    /// Column of the target whose highest value is `:watermark`; the SQL gives rows above it.
    pub watermark: Spanned<String>,
    /// What `:watermark` is while there are no rows.
    pub start: Option<Spanned<String>>,
}

/// Where the times of a state are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct History {
    /// Columns that a thing is known by through all its states.
    pub key: OneOrMany<Spanned<String>>,
    /// Column that says since when a state holds; `valid_from` when absent.
    pub valid_from: Option<Spanned<String>>,
    /// Column that says until when, exclusively; `valid_to` when absent. NULL while it holds, or `infinity` where the
    /// column refuses NULL.
    pub valid_to: Option<Spanned<String>>,
    /// What becomes of a thing that the query no longer gives; `keep` when absent.
    pub gone: Option<Gone>,
}

/// What becomes of a thing that the query of a history no longer gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gone {
    /// Its state holds on.
    Keep,
    /// Its state ends.
    End,
}

/// When something runs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Schedule {
    /// Minute, hour, day of the month, month, day of the week, as cron has them.
    pub cron: Spanned<String>,
    /// Time zone that they are read in, by its name: `Asia/Singapore`; UTC when absent.
    pub timezone: Option<Spanned<String>>,
    /// How often it is tried again after a failure that may pass, such as a deadlock; 0 when absent.
    pub retries: Option<Spanned<u32>>,
    /// How long to wait before that, twice as long each further time; `30s` when absent.
    pub retry_after: Option<Spanned<String>>,
    /// What happens while the run before is not over; `forbid` when absent.
    pub overlap: Option<Overlap>,
    /// What becomes of times that passed without a run; `catch_up` when absent for what is incremental by time, else
    /// `latest`.
    pub missed: Option<Missed>,
}

/// What happens while the run before is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// The new one is left out.
    Forbid,
    /// The new one waits.
    Wait,
}

/// What becomes of times that passed without a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// Each is run, in order.
    CatchUp,
    /// One run stands for all of them.
    Latest,
    /// They are left out.
    Skip,
}

/// Something that must hold of a target: one of the first eight keys, and how much it weighs.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DataExpectation {
    /// No two rows agree in these columns.
    pub unique: Option<OneOrMany<Spanned<String>>>,
    /// None of these columns is NULL.
    pub not_null: Option<OneOrMany<Spanned<String>>>,
    /// A column has one of these values, or NULL.
    pub accepted_values: Option<AcceptedValues>,
    /// What these columns say is in another relation.
    pub relationship: Option<Relationship>,
    /// How many rows there are.
    pub rows: Option<RowCount>,
    /// What every row meets, in SQL over the columns of the target.
    pub condition: Option<Spanned<String>>,
    /// A SELECT that returns the rows that fail.
    pub query: Option<Spanned<String>>,
    /// How old the newest row may be.
    pub fresh: Option<Fresh>,
    /// Its name in what is told; made of the key and the columns when absent.
    pub name: Option<Spanned<String>>,
    /// Whether a failure stops what comes; `error` when absent.
    pub severity: Option<Severity>,
    /// How many rows may fail: a number, or `1%`; none when absent.
    pub at_most: Option<Spanned<String>>,
    /// How many failing rows are kept in the ledger; none when absent.
    pub keep: Option<Spanned<u32>>,
}

/// Whether a failure stops what comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The run is undone, and what depends on it does not run.
    Error,
    /// It is told.
    Warn,
}

/// A column, and the values that it may have.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AcceptedValues {
    /// The column.
    pub column: Spanned<String>,
    /// Its values.
    pub values: List<Spanned<String>>,
}

/// Columns whose values are in another relation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Relationship {
    /// The columns.
    pub columns: OneOrMany<Spanned<String>>,
    /// The other relation.
    pub to: Spanned<String>,
    /// Its columns, in the same order; those of the same names when absent.
    #[serde(default)]
    pub to_columns: OneOrMany<Spanned<String>>,
}

/// How many rows there are.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RowCount {
    /// At least.
    pub min: Option<Spanned<u64>>,
    /// At most.
    pub max: Option<Spanned<u64>>,
}

/// How old the newest row may be.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Fresh {
    /// Column that says when a row is of.
    pub column: Spanned<String>,
    /// Age from which it is told: `4h`.
    pub warn: Option<Spanned<String>>,
    /// Age from which it fails.
    pub error: Option<Spanned<String>>,
}
