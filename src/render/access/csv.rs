//! The matrix for machines: one row per role, object and privilege.
//!
//! Quoted as RFC 4180 says, with line feeds alone, as version control likes them; without the line
//! that says it is generated, as CSV has no comments. Columns have rows only where a role has a
//! privilege on some columns of a table and not on the whole. Names are written as SQL writes them,
//! so that none starts with a character that a spreadsheet takes for a formula.

use super::effective::{Entry, Rights, kind_and_name, road_words};
use crate::model::{ObjectName, Privilege, Project, Road, Target};
use crate::sql::quote_identifier;

const HEADER: &str = "role,object_kind,object,column,privilege,allowed,road\n";

/// Writes the matrix.
pub fn write(project: &Project, entries: &[Entry<'_>]) -> String {
    let mut text = String::from(HEADER);
    for entry in entries {
        for rights in &entry.roles {
            for privilege in entry.target.privileges(project.postgres) {
                write_rights(&mut text, project, &entry.target, rights, *privilege);
            }
        }
    }
    text
}

fn write_rights(
    text: &mut String,
    project: &Project,
    target: &Target,
    rights: &Rights<'_>,
    privilege: Privilege,
) {
    let (kind, object) = kind_and_name(&project.database, target);
    let mut row = |column: &str, road: Option<&Road>| {
        let role = quote_identifier(rights.role);
        let column = if column.is_empty() { "".into() } else { quote_identifier(column) };
        let allowed = if road.is_some() { "yes" } else { "no" };
        let road = road.map(|road| road_words(rights.role, road)).unwrap_or_default();
        let fields = [&role, kind, &object, &column, privilege.sql(), allowed, &road];
        text.push_str(&fields.map(field).join(","));
        text.push('\n');
    };
    let whole = rights.whole.iter().find(|(name, _)| *name == privilege);
    row("", whole.map(|(_, road)| road));
    let partial = rights.partial.iter().find(|(name, _)| *name == privilege);
    let (Some((_, allowed)), Target::Table(table)) = (partial, target) else { return };
    for column in columns(project, table) {
        let road = allowed.iter().find(|(name, _)| *name == column).map(|(_, road)| road);
        row(column, road);
    }
}

fn columns<'a>(project: &'a Project, table: &ObjectName) -> Vec<&'a str> {
    let columns = project.database.columns_of(table).unwrap_or_default();
    columns.into_iter().map(|(name, _)| name).collect()
}

fn field(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}
