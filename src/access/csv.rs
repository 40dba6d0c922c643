//! The matrix for machines: one row per role, object and privilege.
//!
//! Quoted as RFC 4180 says, with line feeds alone, as version control likes them; without the line
//! that says it is generated, as CSV has no comments. Columns have rows only where a role has a
//! privilege on some columns of a table and not on the whole. Names are written as SQL writes them,
//! so that none starts with a character that a spreadsheet takes for a formula.

use std::borrow::Cow;

use super::effective::{Entry, Rights};
use super::words::{kind_and_name, road_words};
use crate::model::{Database, ObjectName, Privilege, Road, Target};
use crate::sql::quote_identifier;

const HEADER: &str = "role,object_kind,object,column,privilege,allowed,road\n";

/// Writes the matrix of a server of this major version.
pub fn write(database: &Database, major: u16, entries: &[Entry<'_>]) -> String {
    let mut text = String::from(HEADER);
    for entry in entries {
        let (kind, object) = kind_and_name(database, &entry.target);
        let object = format!("{kind},{}", field(&object));
        for rights in &entry.roles {
            let start = format!("{},{object},", field(&quote_identifier(rights.role)));
            for privilege in entry.target.privileges(major) {
                write_rights(&mut text, database, &entry.target, rights, *privilege, &start);
            }
        }
    }
    text
}

/// Writes the rows of one role's privilege on one object; `start` is what they begin with.
fn write_rights(
    text: &mut String,
    database: &Database,
    target: &Target,
    rights: &Rights<'_>,
    privilege: Privilege,
    start: &str,
) {
    let mut row = |column: &str, road: Option<&Road>| {
        text.push_str(start);
        if !column.is_empty() {
            text.push_str(&field(&quote_identifier(column)));
        }
        text.push(',');
        text.push_str(privilege.sql());
        text.push_str(if road.is_some() { ",yes," } else { ",no," });
        if let Some(road) = road {
            text.push_str(&field(&road_words(rights.role, road)));
        }
        text.push('\n');
    };
    let whole = rights.whole.iter().find(|(name, _)| *name == privilege);
    row("", whole.map(|(_, road)| road));
    let partial = rights.partial.iter().find(|(name, _)| *name == privilege);
    let (Some((_, allowed)), Target::Table(table)) = (partial, target) else { return };
    for column in columns(database, table) {
        let road = allowed.iter().find(|(name, _)| *name == column).map(|(_, road)| road);
        row(column, road);
    }
}

fn columns<'a>(database: &'a Database, table: &ObjectName) -> Vec<&'a str> {
    let columns = database.columns_of(table).unwrap_or_default();
    columns.into_iter().map(|(name, _)| name).collect()
}

fn field(text: &str) -> Cow<'_, str> {
    if text.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\"")).into();
    }
    text.into()
}
