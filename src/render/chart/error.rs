//! Why rows are not drawn.

/// Why rows are not drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// The rows have no such column.
    #[error("the rows have no column `{0}`")]
    NoColumn(String),
    /// A column that must hold numbers holds something else.
    #[error("column `{0}` holds no numbers")]
    NotNumbers(String),
    /// A column that must hold an order holds words.
    #[error("column `{0}` holds neither dates, times nor numbers")]
    NoOrder(String),
    /// Two rows for one bar or field.
    #[error("two rows are for {0}")]
    Twice(String),
    /// More than a reader can tell apart.
    #[error("{found} {what}, and a chart has {most} at most")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
}

impl ChartError {
    /// Says the way out.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoColumn(_) => "name a column that the query returns in `chart`",
            Self::NotNumbers(_) => "cast it to a number in the query's SQL",
            Self::NoOrder(_) => {
                "draw it as `bar`, or cast it to a date or a number in the query's SQL"
            }
            Self::Twice(_) => {
                "group by that column in the query's SQL, or tell the rows apart by `series`"
            }
            Self::TooMany { .. } => "let the query group or limit its rows",
        }
    }
}
