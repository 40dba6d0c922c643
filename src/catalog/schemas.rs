//! Schemas.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Schema};

#[derive(Deserialize)]
struct Row {
    name: String,
    owner: String,
    comment: Option<String>,
}

/// Reads the schemas. The schema `public` without its standard owner and comment.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("schemas", include_str!("schemas.sql"))? {
        let mut schema = Schema { owner: reader.owner(row.owner), comment: row.comment };
        if row.name == "public" {
            schema.owner = schema.owner.filter(|owner| owner != "pg_database_owner");
            schema.comment = schema.comment.filter(|comment| comment != "standard public schema");
        }
        database.schemas.insert(row.name, schema);
    }
    Ok(())
}
