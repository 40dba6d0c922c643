//! Extensions.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Extension};

#[derive(Deserialize)]
struct Row {
    name: String,
    schema: String,
    version: Option<String>,
    comment: Option<String>,
}

/// Reads the extensions, all but `plpgsql`, which every database has.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("extensions", include_str!("extensions.sql"))? {
        let Row { name, schema, version, comment } = row;
        database.extensions.insert(name, Extension { schema, version, comment });
    }
    Ok(())
}
