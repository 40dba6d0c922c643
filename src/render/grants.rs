//! Privileges as SQL.

use crate::model::Database;

/// Returns every statement on privileges, without its semicolon, in an order that runs.
pub fn grant_statements(_database: &Database) -> Vec<String> {
    Vec::new()
}
