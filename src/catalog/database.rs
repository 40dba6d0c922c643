//! The database itself: its comment, and the settings of its sessions.

use serde::Deserialize;

use super::reader::split_options;
use super::{Error, Reader};
use crate::model::Database;

#[derive(Deserialize)]
struct Row {
    comment: Option<String>,
    settings: Vec<String>,
}

/// Reads what is said of the database as a whole.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("the database", include_str!("database.sql"))? {
        database.comment = row.comment;
        database.settings = split_options(row.settings).collect();
    }
    Ok(())
}
