//! Indexes of tables and materialized views.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Index, ObjectName};

#[derive(Deserialize)]
struct Row {
    schema: String,
    relation: String,
    name: String,
    unique: bool,
    invalid: bool,
    tablespace: Option<String>,
    comment: Option<String>,
    definition: String,
}

/// Reads the indexes that no constraint and no parent's index brings along.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("indexes", include_str!("indexes.sql"))? {
        let Row { schema, relation, name, unique, invalid, tablespace, comment, definition } = row;
        let relation = ObjectName::new(schema, relation);
        let index = Index { definition, unique, tablespace, invalid, comment };
        if let Some(table) = database.tables.get_mut(&relation) {
            table.indexes.insert(name, index);
        } else if let Some(view) = database.views.get_mut(&relation) {
            view.indexes.insert(name, index);
        }
    }
    Ok(())
}
