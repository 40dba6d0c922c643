//! Charts of named queries.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{OneOrMany, Spanned};

/// How the rows of a query are drawn: one kind, and its columns. Rows are drawn in the order of the query.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
pub struct Chart {
    /// Lines through points whose `x` is a date, a time or a number.
    pub line: Option<Spanned<Plot>>,
    /// Bars from zero, side by side where there is more than one series.
    pub bar: Option<Spanned<Plot>>,
    /// Bars from zero, the series of a bar upon each other.
    pub stacked: Option<Spanned<Plot>>,
    /// Points whose `x` is a date, a time or a number.
    pub scatter: Option<Spanned<Plot>>,
    /// Fields whose colour is the number in `value`; `x` and `y` say which.
    pub heatmap: Option<Spanned<Plot>>,
    /// The `value` of the first row, large.
    pub number: Option<Spanned<Plot>>,
}

/// The columns of a chart, and its words.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Plot {
    /// Column along the horizontal axis.
    pub x: Option<Spanned<String>>,
    /// Column along the vertical axis, or several of them, each a series.
    pub y: OneOrMany<Spanned<String>>,
    /// Column whose values tell the series apart; with one `y`.
    pub series: Option<Spanned<String>>,
    /// Column of the number that is shown; `heatmap` and `number` alone.
    pub value: Option<Spanned<String>>,
    /// Title above the picture; the query's description when absent.
    pub title: Option<Spanned<String>>,
    /// Title of the horizontal axis; the name of its column when absent.
    pub x_title: Option<Spanned<String>>,
    /// Title of the vertical axis; the name of its column when absent.
    pub y_title: Option<Spanned<String>>,
    /// What the numbers are counted in, beside the title of their axis: `S$`, `kg`.
    pub unit: Option<Spanned<String>>,
    /// How numbers are written.
    pub format: NumberFormat,
    /// How many digits follow the point, 0 to 6; as many as are needed when absent.
    pub decimals: Option<Spanned<u64>>,
    /// How exactly dates and times of bars and fields are written; as exactly as they are when absent.
    pub dates: Option<Spanned<DateFormat>>,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    /// `12,345.6`.
    #[default]
    Plain,
    /// `12.3k`, `4.5M`.
    Compact,
    /// `42%` for 42.
    Percent,
    /// `42%` for 0.42.
    Share,
}

/// How exactly dates and times are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// `2026`.
    Year,
    /// `2026-11`.
    Month,
    /// `2026-11-27`.
    Day,
    /// `2026-11-27 08:30`.
    Minute,
}
