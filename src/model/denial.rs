//! What must hold whatever is granted.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{ObjectName, Privilege};
use crate::sql::quote_identifier;

/// What a role must not be able to do, whatever is granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Denial {
    /// The role.
    pub role: String,
    /// Table or view.
    pub table: ObjectName,
    /// Columns it must not read; the whole table when `None`.
    pub select: Option<Vec<String>>,
    /// Whether reading is denied at all.
    pub denies_select: bool,
    /// Whether writing is denied.
    pub denies_write: bool,
    /// Doors that are meant, as the database's [doors](super::Database::doors) are called.
    pub doors: BTreeSet<String>,
}

impl Denial {
    /// Returns whether it is about a privilege, on the whole or on a column.
    pub fn denies(&self, privilege: Privilege, column: Option<&str>) -> bool {
        match privilege {
            Privilege::Select => {
                let among = |columns: &Vec<String>| {
                    column.is_none_or(|column| columns.iter().any(|name| name == column))
                };
                self.denies_select && self.select.as_ref().is_none_or(among)
            }
            Privilege::Insert | Privilege::Update | Privilege::Delete | Privilege::Truncate => {
                self.denies_write
            }
            _ => false,
        }
    }

    /// Says what is denied: `SELECT (email)`, `SELECT and writing`.
    pub fn words(&self) -> String {
        let select = self.denies_select.then(|| match &self.select {
            Some(columns) => format!("SELECT ({})", quoted(columns)),
            None => "SELECT".to_owned(),
        });
        let write = self.denies_write.then(|| "writing".to_owned());
        select.into_iter().chain(write).collect::<Vec<_>>().join(" and ")
    }
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| quote_identifier(column)).collect::<Vec<_>>().join(", ")
}
