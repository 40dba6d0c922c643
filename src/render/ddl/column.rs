//! Columns as CREATE TABLE writes them, and what only ALTER TABLE can say of them.

use super::text::{comment, default_value, parenthesized};
use super::types::sequence_options;
use crate::model::{Column, Identity, ObjectName};
use crate::sql::quote_identifier;

/// The first version whose CREATE TABLE takes STORAGE.
const STORAGE_IN_CREATE: u16 = 16;

/// Writes a table's own columns, names and types aligned.
pub(super) fn lines(columns: &[Column], major: u16) -> Vec<String> {
    let own: Vec<_> = columns.iter().filter(|column| !column.inherited).collect();
    let name = |column: &Column| quote_identifier(&column.name).into_owned();
    let width = |text: &str| text.chars().count();
    let names = own.iter().map(|column| width(&name(column))).max().unwrap_or(0);
    let types = own.iter().map(|column| width(&column.data_type)).max().unwrap_or(0);
    let line = |column: &&Column| {
        let rest = rest(column, major);
        let line = format!("{:names$} {:types$} {rest}", name(column), column.data_type);
        line.trim_end().to_owned()
    };
    own.iter().map(line).collect()
}

/// Writes what follows a column's type, in the order in which the grammar wants it.
fn rest(column: &Column, major: u16) -> String {
    let mut words = Vec::new();
    if let Some(storage) = &column.storage
        && major >= STORAGE_IN_CREATE
    {
        words.push(format!("storage {}", quote_identifier(storage)));
    }
    if let Some(method) = column.compression.as_deref().filter(|method| *method != "default") {
        words.push(format!("compression {}", quote_identifier(method)));
    }
    words.extend(column.collation.as_ref().map(|collation| format!("collate {collation}")));
    if column.not_null {
        words.push("not null".into());
    }
    words.extend(column.default.as_ref().map(|value| format!("default {}", default_value(value))));
    words.extend(column.identity.as_ref().map(identity));
    words.extend(column.generated.as_ref().map(|generated| {
        let kind = if generated.stored { "stored" } else { "virtual" };
        format!("generated always as {} {kind}", parenthesized(&generated.expression))
    }));
    words.join(" ")
}

fn identity(identity: &Identity) -> String {
    let when = if identity.always { "always" } else { "by default" };
    // The type of the sequence is the column's; AS is refused here.
    let mut options = identity.options.clone();
    options.data_type = None;
    let options = sequence_options(&options);
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("generated {when} as identity{options}")
}

/// Writes what CREATE TABLE cannot say of columns: storage before 16, and statistics.
pub(super) fn alterations(table: &ObjectName, columns: &[Column], major: u16) -> Vec<String> {
    let mut statements = Vec::new();
    for column in columns {
        let mut set = |what: String| {
            let name = quote_identifier(&column.name);
            statements.push(format!("alter table {table} alter column {name} set {what};"));
        };
        if let Some(storage) = &column.storage
            && major < STORAGE_IN_CREATE
            && !column.inherited
        {
            set(format!("storage {}", quote_identifier(storage)));
        }
        if let Some(target) = column.statistics {
            set(format!("statistics {target}"));
        }
    }
    statements
}

/// Writes the comments of columns.
pub(super) fn comments(table: &ObjectName, columns: &[Column]) -> Vec<String> {
    let statement = |column: &Column| {
        let what = format!("column {table}.{}", quote_identifier(&column.name));
        comment(&what, column.comment.as_deref())
    };
    columns.iter().filter_map(statement).collect()
}
