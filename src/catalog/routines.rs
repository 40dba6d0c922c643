//! Functions, procedures and aggregates.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, ObjectName, Routine, RoutineKind, RoutineName};

#[derive(Deserialize)]
struct Row {
    schema: String,
    name: String,
    arguments: String,
    kind: String,
    security_definer: bool,
    owner: String,
    comment: Option<String>,
    definition: String,
}

/// Reads the routines.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("routines", include_str!("routines.sql"))? {
        let name = ObjectName::new(row.schema, row.name);
        let name = RoutineName { name, arguments: row.arguments };
        let routine = Routine {
            kind: parse_kind(&row.kind, &name)?,
            definition: row.definition.trim_end().to_owned(),
            security_definer: row.security_definer,
            owner: reader.owner(row.owner),
            comment: row.comment,
        };
        database.routines.insert(name, routine);
    }
    Ok(())
}

fn parse_kind(prokind: &str, name: &RoutineName) -> Result<RoutineKind, Error> {
    match prokind {
        // A window function (`w`) is a function with another definition.
        "f" | "w" => Ok(RoutineKind::Function),
        "p" => Ok(RoutineKind::Procedure),
        "a" => Ok(RoutineKind::Aggregate),
        other => Err(Error::unknown(format!("routine {name}"), "prokind", other)),
    }
}
