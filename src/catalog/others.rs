//! Objects that the spec holds as SQL: casts, operators, publications and their like.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Other};

#[derive(Deserialize)]
struct Row {
    kind: String,
    schema: Option<String>,
    identity: String,
    definition: serde_json::Map<String, serde_json::Value>,
}

/// Reads the objects by PostgreSQL's identity; the definition is what their catalog says of them.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("other objects", include_str!("others.sql"))? {
        let key = key(&row.kind, &row.identity);
        let mut definition = row.definition;
        if let Some(owner) =
            definition.remove("owner").and_then(|owner| reader.owner(owner.as_str()?.to_owned()))
        {
            definition.insert("owner".to_owned(), owner.into());
        }
        let definition = serde_json::Value::Object(definition).to_string();
        let other = Other { kind: row.kind, schema: row.schema, definition };
        database.others.insert(key, other);
    }
    Ok(())
}

/// Names an object by kind and identity: `cast (text as sales.code)`.
pub(super) fn key(kind: &str, identity: &str) -> String {
    let identity = match kind {
        "cast" => identity.replacen(" AS ", " as ", 1),
        _ => identity.to_owned(),
    };
    format!("{kind} {identity}")
}
