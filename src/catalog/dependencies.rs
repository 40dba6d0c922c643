//! Which objects each object needs to exist first.

use serde::Deserialize;

use super::others;
use super::{Error, Reader};
use crate::model::{Database, ObjectId, ObjectKind};

#[derive(Deserialize)]
struct Row {
    dependent: String,
    needed: String,
}

/// Kind, schema, name and part.
type Place = (String, String, String, String);

/// Reads the dependencies between the objects that were read before.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    let known = database.objects();
    for row in reader.rows::<Row>("dependencies", include_str!("dependencies.sql"))? {
        let (dependent, needed) = (parse(&row.dependent)?, parse(&row.needed)?);
        if known.contains(&dependent) && known.contains(&needed) {
            database.dependencies.entry(dependent).or_default().insert(needed);
        }
    }
    Ok(())
}

fn parse(text: &str) -> Result<ObjectId, Error> {
    let read = serde_json::from_str(text);
    let (kind, schema, name, part): Place =
        read.map_err(|source| Error::Row { part: "dependencies", source })?;
    let kind = match kind.as_str() {
        "schema" => ObjectKind::Schema,
        "extension" => ObjectKind::Extension,
        "type" => ObjectKind::Type,
        "sequence" => ObjectKind::Sequence,
        "table" => ObjectKind::Table,
        "column" => ObjectKind::Column,
        "constraint" => ObjectKind::Constraint,
        "index" => ObjectKind::Index,
        "view" => ObjectKind::View,
        "materialized_view" => ObjectKind::MaterializedView,
        "routine" => ObjectKind::Routine,
        "trigger" => ObjectKind::Trigger,
        "policy" => ObjectKind::Policy,
        "other" => return Ok(other(&name)),
        other => return Err(Error::unknown(format!("object {name}"), "kind", other)),
    };
    Ok(ObjectId { kind, schema, name, part })
}

fn other(identity: &str) -> ObjectId {
    let key = match identity.split_once(' ') {
        Some((kind @ "cast", rest)) => others::key(kind, rest),
        _ => identity.to_owned(),
    };
    ObjectId::global(ObjectKind::Other, key)
}
