//! The database itself, and who owns what is in it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, ShortOrLong, Spanned};

/// What is said of the database as a whole.
/// See <https://www.postgresql.org/docs/current/sql-alterdatabase.html>.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Database {
    /// Comment on the database.
    pub comment: Option<Spanned<String>>,
    /// Settings of every session in it, unless its role has its own: `timezone: UTC`.
    pub settings: Entries<Setting>,
}

/// A setting: its value, or what is done about one that is there.
pub type Setting = ShortOrLong<Spanned<String>, SettingKeys>;

/// What is done about a setting that no value is given to; one of the two.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SettingKeys {
    /// None is to be there, also where others that are not declared may stay.
    pub reset: bool,
    /// Whatever the server has stays.
    pub left_alone: bool,
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
