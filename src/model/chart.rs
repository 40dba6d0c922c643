//! Charts: how the rows of a query are drawn.

use serde::Serialize;

/// How the rows of a query are drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// What is drawn.
    pub kind: ChartKind,
    /// Column along the horizontal axis; every kind but the number has one.
    pub x: Option<String>,
    /// Columns along the vertical axis: the rows of a heat map, else numbers.
    pub y: Vec<String>,
    /// Column whose values tell the series apart.
    pub series: Option<String>,
    /// Column of the number that a heat map colours, or that is shown.
    pub value: Option<String>,
    /// Title above the picture.
    pub title: Option<String>,
    /// Title of the horizontal axis.
    pub x_title: Option<String>,
    /// Title of the vertical axis.
    pub y_title: Option<String>,
    /// What the numbers are counted in.
    pub unit: Option<String>,
    /// How numbers are written.
    pub format: NumberFormat,
    /// How many digits follow the point.
    pub decimals: Option<u8>,
    /// How exactly dates and times of bars and fields are written.
    pub dates: Option<DateFormat>,
}

impl Chart {
    /// Returns one of a kind, without columns.
    pub fn new(kind: ChartKind) -> Self {
        Self {
            kind,
            x: None,
            y: Vec::new(),
            series: None,
            value: None,
            title: None,
            x_title: None,
            y_title: None,
            unit: None,
            format: NumberFormat::Plain,
            decimals: None,
            dates: None,
        }
    }
}

/// What a chart draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Lines through points.
    Line,
    /// Bars from zero, side by side.
    Bar,
    /// Bars from zero, upon each other.
    Stacked,
    /// Points.
    Scatter,
    /// Coloured fields.
    Heatmap,
    /// One number.
    Number,
}

impl ChartKind {
    /// Returns the word for it in the spec.
    pub fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Bar => "bar",
            Self::Stacked => "stacked",
            Self::Scatter => "scatter",
            Self::Heatmap => "heatmap",
            Self::Number => "number",
        }
    }
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    /// `12,345.6`.
    Plain,
    /// `12.3k`.
    Compact,
    /// `42%` for 42.
    Percent,
    /// `42%` for 0.42.
    Share,
}

/// How exactly dates and times are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

/// What the type of a column is to a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// A number.
    Number,
    /// A date or a time.
    Time,
    /// One of several words.
    Word,
}

impl Scale {
    /// Returns that of a type as PostgreSQL prints it; nothing for one that may be anything: a domain.
    pub fn of(data_type: &str) -> Option<Self> {
        let bare = data_type.split('(').next().unwrap_or_default().trim();
        let is_list = data_type.ends_with("[]");
        match bare {
            _ if is_list => Some(Self::Word),
            "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" | "oid" => {
                Some(Self::Number)
            }
            "date" | "timestamp" | "timestamp without time zone" | "timestamp with time zone" => {
                Some(Self::Time)
            }
            "text"
            | "character"
            | "character varying"
            | "boolean"
            | "uuid"
            | "json"
            | "jsonb"
            | "bytea"
            | "interval"
            | "time"
            | "time without time zone"
            | "time with time zone"
            | "inet"
            | "cidr"
            | "name"
            | "\"char\""
            | "xml"
            | "bit"
            | "bit varying"
            | "money" => Some(Self::Word),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_numbers_times_or_words() {
        assert_eq!(Scale::of("numeric(12,2)"), Some(Scale::Number));
        assert_eq!(Scale::of("timestamp(3) with time zone"), Some(Scale::Time));
        assert_eq!(Scale::of("character varying(20)"), Some(Scale::Word));
        assert_eq!(Scale::of("integer[]"), Some(Scale::Word));
        assert_eq!(Scale::of("sales.amount"), None);
    }
}
