//! What can go wrong while a database is looked at.

/// Why a database could not be looked at: the server refused a query, or went away.
#[derive(Debug, thiserror::Error)]
#[error("cannot look for `{part}` on the server")]
pub struct Error {
    /// Code of the rule, or what else was asked.
    pub part: &'static str,
    /// The server's answer.
    #[source]
    pub source: postgres::Error,
}
