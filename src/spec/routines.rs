//! Functions and procedures.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, Spanned};

/// A function or procedure. Overloads and aggregates are written as `.sql` files.
/// See <https://www.postgresql.org/docs/current/sql-createfunction.html>.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Routine {
    /// Arguments, as SQL: `item_id bigint, at timestamptz default now()`.
    pub arguments: Option<Spanned<String>>,
    /// Result, as SQL: `numeric`, `trigger`, `setof text`, `table (a int)`; for functions.
    pub returns: Option<Spanned<String>>,
    /// Language; `sql` when absent.
    pub language: Option<Spanned<String>>,
    /// The body; one that ends with a line break, as a block does, stands between two.
    pub body: Spanned<String>,
    /// Whether the result may change; `volatile` when absent.
    pub volatility: Option<Spanned<Volatility>>,
    /// With whose rights it runs; `invoker` when absent.
    pub security: Option<Spanned<Security>>,
    /// Whether it returns null when an argument is null, unasked.
    #[serde(default)]
    pub strict: bool,
    /// Whether it reveals nothing about its arguments but its result.
    #[serde(default)]
    pub leakproof: bool,
    /// `unsafe` (when absent), `restricted` or `safe`.
    pub parallel: Option<Spanned<String>>,
    /// Estimated cost, in units of `cpu_operator_cost`.
    pub cost: Option<Spanned<String>>,
    /// Estimated number of rows; for functions that return a set.
    pub rows: Option<Spanned<String>>,
    /// Settings while it runs: `search_path: pg_catalog`.
    #[serde(default)]
    pub set: Entries<Spanned<String>>,
    /// Comment on the routine.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Role that owns the routine; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// Whether a function's result may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Volatility {
    /// Never, for the same arguments.
    Immutable,
    /// Not within one statement.
    Stable,
    /// At any time.
    Volatile,
}

/// With whose rights a routine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Those of the caller.
    Invoker,
    /// Those of the owner.
    Definer,
}
