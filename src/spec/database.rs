//! The database itself, and who owns what is in it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, Spanned};

/// What is said of the database as a whole.
/// See <https://www.postgresql.org/docs/current/sql-alterdatabase.html>.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Database {
    /// Comment on the database.
    pub comment: Option<Spanned<String>>,
    /// Settings of every session in it, unless its role has its own: `timezone: UTC`.
    pub settings: Entries<Spanned<String>>,
}

/// Owners of a schema and of what is in it, where these are not the same role.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Owners {
    /// Role that owns the schema; the applying role when absent.
    pub schema: Option<Spanned<String>>,
    /// Role that owns what is declared in it; the applying role when absent.
    pub objects: Option<Spanned<String>>,
}
