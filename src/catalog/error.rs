//! What can go wrong while a database is read.

/// Why a database could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server refused a query, or went away.
    #[error("cannot read {part} from the server")]
    Query {
        /// What was asked for: `columns`.
        part: &'static str,
        /// The server's answer.
        #[source]
        source: postgres::Error,
    },
    /// A row has another shape than its query promises.
    #[error("cannot understand what the server says about {part}")]
    Row {
        /// What was asked for.
        part: &'static str,
        /// What is wrong with the row.
        #[source]
        source: serde_json::Error,
    },
    /// A catalog has a value that this version does not know.
    #[error("{object} has the {field} `{value}`, which this version of pgspec does not know")]
    UnknownValue {
        /// The object.
        object: String,
        /// Which of its properties.
        field: &'static str,
        /// The value.
        value: String,
    },
    /// The server is too old.
    #[error("the server is PostgreSQL {major}, and pgspec reads PostgreSQL 15 and later")]
    TooOld {
        /// Its major version.
        major: i32,
    },
}

impl Error {
    /// Builds the error about a value that is not known.
    pub(super) fn unknown(
        object: impl ToString,
        field: &'static str,
        value: impl Into<String>,
    ) -> Self {
        Self::UnknownValue { object: object.to_string(), field, value: value.into() }
    }
}
