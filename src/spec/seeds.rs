//! Seeds: what made-up rows of tables look like, and when further ones come.

use schemars::JsonSchema;
use serde::Deserialize;

use super::transforms::Schedule;
use crate::source::{Entries, OneOrMany, ShortOrLong, Spanned};

/// What made-up rows of some tables look like.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Seed {
    /// What it shows.
    pub description: Option<Spanned<String>>,
    /// When further rows come: `pgspec seed --watch` adds them, and `pgspec run --samples` as it goes through the times.
    pub schedule: Option<Schedule>,
    /// Tables, by their name with their schema.
    #[serde(default)]
    pub tables: Entries<SeedTable>,
    /// Statements that run when the rows of all tables are there, such as one that pays for baskets. `:at` is the time of the
    /// schedule, or that of `--at`.
    #[serde(default)]
    pub then: OneOrMany<Spanned<String>>,
}

/// What made-up rows of a table look like.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SeedTable {
    /// How many, at `--size 1`: a number, or keys.
    pub rows: Option<ShortOrLong<Spanned<u64>, RowsPer>>,
    /// How many further ones come each time of the schedule; none when absent. Rows per row of another table come with
    /// those.
    pub each_time: Option<Spanned<u64>>,
    /// What columns hold, where that is not to be told from their type, name and constraints.
    pub columns: Entries<SeedColumn>,
}

/// How many rows there are for each new row of another table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct RowsPer {
    /// The other table, which a foreign key refers to.
    pub per: Spanned<String>,
    /// At least so many; 1 when absent.
    pub from: Option<Spanned<u64>>,
    /// At most so many.
    pub to: Spanned<u64>,
}

/// What a column holds.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SeedColumn {
    /// A kind of text or number: `email`, `first_name`, `company`, `city`, `sentence`, …
    pub like: Option<Spanned<String>>,
    /// Values with their weights: `{ active: 8, paused: 1 }`.
    pub values: Entries<Spanned<u64>>,
    /// The least: a number, a date or time, or a time told from now: `90 days ago`, `now`, `in 30 days`.
    pub from: Option<Spanned<String>>,
    /// The greatest, written likewise.
    pub to: Option<Spanned<String>>,
    /// How values spread between the least and the greatest, or over the rows that a foreign key refers to.
    pub distribution: Option<Distribution>,
    /// How many of the rows have none: `20%`.
    pub nulls: Option<Spanned<String>>,
    /// A regular expression that the text fits.
    pub pattern: Option<Spanned<String>>,
    /// SQL over the other columns of the row.
    pub sql: Option<Spanned<String>>,
    /// A condition in SQL on the rows that a foreign key may refer to.
    pub among: Option<Spanned<String>>,
}

/// How values spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Each as often as any other.
    Uniform,
    /// Most near the middle.
    Normal,
    /// Most near the least: many small ones, few large ones.
    Skewed,
    /// Most near the greatest, as with growth.
    Growing,
}
