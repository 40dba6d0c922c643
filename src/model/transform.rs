//! Transforms: queries with a target, a kind and a schedule.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Duration, Freshness, ObjectName, RowLimit, Schedule};

/// A query with a target and a kind, which runs by itself or on a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transform {
    /// What it makes, and for whom.
    pub description: Option<String>,
    /// Role that it runs as.
    pub run_as: String,
    /// The relation that it fills; a statement has none.
    pub into: Option<ObjectName>,
    /// How it fills it.
    pub kind: TransformKind,
    /// The SQL, in which `:at`, `:from`, `:to` and `:watermark` stand for those of a run; empty where the relation has a query of its own.
    pub sql: String,
    /// Columns of the target in the order in which the query gives them.
    pub columns: Vec<String>,
    /// Those of them whose type has no equality, so that their text is compared.
    pub compared_as_text: BTreeSet<String>,
    /// Schemas in which names without one are looked for.
    pub search_path: Vec<String>,
    /// Tables that it reads, those behind views too, and the views.
    pub reads: BTreeSet<ObjectName>,
    /// Tables that it writes.
    pub writes: BTreeSet<ObjectName>,
    /// What else has to come first, by name.
    pub after: BTreeSet<String>,
    /// When it runs; whenever anything does, where there is none.
    pub schedule: Option<Schedule>,
    /// How long its statement may take.
    pub timeout: Option<Duration>,
    /// What must hold of its target afterwards.
    pub expectations: Vec<DataExpectation>,
}

/// How a transform fills its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TransformKind {
    /// A view of the schema: nothing is to be done but to see what is expected of it.
    View,
    /// A materialized view of the schema, which is refreshed.
    MaterializedView {
        /// Whether a unique index lets readers go on meanwhile.
        concurrently: bool,
    },
    /// All rows are replaced.
    Full {
        /// Columns that rows are known by; none where all go and come.
        key: Vec<String>,
    },
    /// The rows of an interval are replaced.
    Time {
        /// The column that says to which interval a row belongs.
        column: String,
        /// Its type.
        data_type: String,
        /// Columns that rows are known by.
        key: Vec<String>,
        /// When the first interval begins.
        start: DateTime<Utc>,
        /// How far back each run reaches again.
        lookback: Option<Duration>,
        /// What becomes of rows that arrive later than that.
        late: Option<Late>,
    },
    /// Rows come, and take the place of those with their key.
    Key {
        /// Columns that rows are known by.
        key: Vec<String>,
    },
    /// Rows come after those that are there.
    Append {
        /// The column whose highest value is there is `:watermark`.
        column: String,
        /// Its type.
        data_type: String,
        /// What `:watermark` is while there are no rows.
        start: Option<String>,
    },
    /// Every state of a row is kept, with the time that it held: slowly changing dimension, type 2.
    History {
        /// Columns that a thing is known by.
        key: Vec<String>,
        /// Since when a state holds.
        valid_from: String,
        /// Until when, exclusively.
        valid_to: String,
        /// Whether a state that holds is marked by `infinity` in place of NULL.
        open_is_infinity: bool,
        /// Whether the state of what the query no longer gives ends.
        ends_what_is_gone: bool,
    },
    /// An INSERT, UPDATE, DELETE or MERGE of its own.
    Statement,
}

/// Rows that arrive when their interval is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Late {
    /// The table that they arrive in.
    pub table: ObjectName,
    /// Its column that says to which interval a row belongs.
    pub time: String,
    /// What becomes of them.
    pub then: LateRows,
}

/// What becomes of rows that arrive when their interval is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LateRows {
    /// Their intervals are run again.
    Recompute,
    /// They are copied to a table, and their intervals stay.
    Quarantine(ObjectName),
    /// The run fails.
    Fail,
}

/// Something that must hold of a transform's target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataExpectation {
    /// Its name.
    pub name: String,
    /// What must hold.
    pub expected: Expected,
    /// Whether a failure is told and nothing more.
    pub only_warns: bool,
    /// How many rows may fail.
    pub at_most: RowLimit,
    /// How many failing rows are kept in the ledger.
    pub keep: u32,
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// No two rows agree in these columns.
    Unique(Vec<String>),
    /// None of these columns is NULL.
    NotNull(Vec<String>),
    /// A column has one of these values, or NULL.
    AcceptedValues {
        /// The column.
        column: String,
        /// The values, as text that its type reads.
        values: Vec<String>,
    },
    /// What these columns say is in another relation.
    Relationship {
        /// The columns.
        columns: Vec<String>,
        /// The other relation.
        to: ObjectName,
        /// Its columns, in the same order.
        to_columns: Vec<String>,
    },
    /// There are so many rows.
    Rows {
        /// At least.
        min: Option<u64>,
        /// At most.
        max: Option<u64>,
    },
    /// Every row meets a condition.
    Condition(String),
    /// A query returns no row.
    NoRows(String),
    /// The newest value of a column is not older.
    Fresh {
        /// The column.
        column: String,
        /// How old.
        limits: Freshness,
    },
}

impl Transform {
    /// Returns a name for what it does: a change of any of it gives another.
    pub fn version(&self) -> String {
        let parts = (&self.into, &self.kind, &self.sql, &self.columns);
        let text = serde_json::to_string(&parts).unwrap_or_default();
        hex::encode(Sha256::digest(text.as_bytes()))
    }

    /// Returns whether its rows belong to intervals of time.
    pub fn is_by_time(&self) -> bool {
        matches!(self.kind, TransformKind::Time { .. })
    }

    /// Returns a word for its kind.
    pub fn kind_words(&self) -> &'static str {
        match self.kind {
            TransformKind::View => "view",
            TransformKind::MaterializedView { .. } => "materialized view",
            TransformKind::Full { .. } => "full",
            TransformKind::Time { .. } => "incremental by time",
            TransformKind::Key { .. } => "incremental by key",
            TransformKind::Append { .. } => "append",
            TransformKind::History { .. } => "history",
            TransformKind::Statement => "statement",
        }
    }
}
