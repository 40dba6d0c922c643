//! Which objects each object needs to exist first.
//!
//! The server tells which catalog rows are objects or stand for one (a rule `_RETURN` for its
//! view, a default for its column, an extension's operator class for the extension) and which row
//! needs which; both are brought together here, as the server plans such a join badly on catalogs
//! that were never analysed.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Error, Reader, others};
use crate::model::{Database, ObjectId, ObjectKind};

/// Catalog, row, and column of it.
type Place = (i64, i64, i32);

#[derive(Deserialize)]
struct Element {
    class: Oid,
    object: Oid,
    sub: i32,
    kind: String,
    schema: String,
    name: String,
    part: String,
}

#[derive(Deserialize)]
struct Edge {
    class: Oid,
    object: Oid,
    sub: i32,
    needed_class: Oid,
    needed_object: Oid,
    needed_sub: i32,
}

/// An `oid`, which JSON shows as text.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Oid(i64);

impl TryFrom<String> for Oid {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

/// Reads the dependencies between the objects that were read before.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    let known = database.objects();
    let mut places = HashMap::<Place, ObjectId>::new();
    for row in reader.rows::<Element>("objects", include_str!("elements.sql"))? {
        let place = (row.class.0, row.object.0, row.sub);
        let object = object(row)?;
        if known.contains(&object) {
            places.insert(place, object);
        }
    }
    for row in reader.rows::<Edge>("dependencies", include_str!("dependencies.sql"))? {
        let dependent = places.get(&(row.class.0, row.object.0, row.sub));
        let (class, object) = (row.needed_class.0, row.needed_object.0);
        // What needs a column of a view needs the view.
        let column = places.get(&(class, object, row.needed_sub));
        let needed = column.or_else(|| places.get(&(class, object, 0)));
        if let Some((dependent, needed)) = dependent.zip(needed)
            && !is_whole(dependent, needed)
        {
            database.dependencies.entry(dependent.clone()).or_default().insert(needed.clone());
        }
    }
    Ok(())
}

/// Returns whether `needed` is the same object, or the table that a column belongs to anyway:
/// PostgreSQL says so of the columns of a partition key.
fn is_whole(dependent: &ObjectId, needed: &ObjectId) -> bool {
    let belongs = dependent.kind == ObjectKind::Column && needed.kind == ObjectKind::Table;
    dependent == needed || belongs && dependent.object_name() == needed.object_name()
}

fn object(row: Element) -> Result<ObjectId, Error> {
    let kind = match row.kind.as_str() {
        "schema" => ObjectKind::Schema,
        "extension" => ObjectKind::Extension,
        "type" => ObjectKind::Type,
        "sequence" => ObjectKind::Sequence,
        "table" => ObjectKind::Table,
        "column" => ObjectKind::Column,
        "constraint" => ObjectKind::Constraint,
        "index" => ObjectKind::Index,
        "view" => ObjectKind::View,
        "materialized view" => ObjectKind::MaterializedView,
        "routine" => ObjectKind::Routine,
        "trigger" => ObjectKind::Trigger,
        "policy" => ObjectKind::Policy,
        "other" => {
            let key = others::key(&row.schema, &row.name);
            return Ok(ObjectId::global(ObjectKind::Other, key));
        }
        other => return Err(Error::unknown(format!("object {}", row.name), "kind", other)),
    };
    Ok(ObjectId { kind, schema: row.schema, name: row.name, part: row.part })
}
