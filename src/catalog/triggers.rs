//! Triggers of tables and views.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Firing, ObjectName, Trigger};

#[derive(Deserialize)]
struct Row {
    schema: String,
    relation: String,
    name: String,
    constraint: bool,
    firing: String,
    comment: Option<String>,
    definition: String,
}

/// Reads the triggers into the tables and views that were read before.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("triggers", include_str!("triggers.sql"))? {
        let Row { schema, relation, name, constraint, firing, comment, definition } = row;
        let relation = ObjectName::new(schema, relation);
        let firing = parse_firing(&firing, &format!("trigger {name} on {relation}"))?;
        let trigger = Trigger { definition, constraint, firing, comment };
        if let Some(table) = database.tables.get_mut(&relation) {
            table.triggers.insert(name, trigger);
        } else if let Some(view) = database.views.get_mut(&relation) {
            view.triggers.insert(name, trigger);
        }
    }
    Ok(())
}

fn parse_firing(tgenabled: &str, object: &str) -> Result<Firing, Error> {
    match tgenabled {
        "O" => Ok(Firing::Origin),
        "A" => Ok(Firing::Always),
        "R" => Ok(Firing::Replica),
        "D" => Ok(Firing::Disabled),
        other => Err(Error::unknown(object, "tgenabled", other)),
    }
}
