//! What can go wrong while facts are read.

/// Why a database could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server refused a query, or went away.
    #[error("cannot read {part} from the server")]
    Query {
        /// What was asked for: `column`.
        part: &'static str,
        /// The server's answer.
        #[source]
        source: postgres::Error,
    },
    /// The server is too old.
    #[error("the server is PostgreSQL {major}, and pgspec reads PostgreSQL 15 and later")]
    TooOld {
        /// Its major version.
        major: i32,
    },
}
