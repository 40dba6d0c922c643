//! Columns as CREATE TABLE writes them, and what only ALTER TABLE can say of them.

use super::text::{comment, default_value, parameters, parenthesized};
use super::types::sequence_options;
use crate::model::{Column, Identity, ObjectName};
use crate::sql::{quote_identifier, quote_qualified};

/// The first version whose CREATE TABLE takes STORAGE.
const STORAGE_IN_CREATE: u16 = 16;

/// Writes a table's own columns, names and types aligned.
pub(super) fn lines(table: &ObjectName, columns: &[Column], major: u16) -> Vec<String> {
    let own: Vec<_> = columns.iter().filter(|column| !column.inherited).collect();
    let name = |column: &Column| quote_identifier(&column.name).into_owned();
    let width = |text: &str| text.chars().count();
    let names = own.iter().map(|column| width(&name(column))).max().unwrap_or(0);
    let types = own.iter().map(|column| width(&column.data_type)).max().unwrap_or(0);
    let line = |column: &&Column| {
        let rest = rest(table, column, major);
        let line = format!("{:names$} {:types$} {rest}", name(column), column.data_type);
        line.trim_end().to_owned()
    };
    own.iter().map(line).collect()
}

/// Writes what follows a column's type, in the order in which the grammar wants it.
fn rest(table: &ObjectName, column: &Column, major: u16) -> String {
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
    words.extend(column.identity.as_ref().map(|own| identity(table, own)));
    words.extend(column.generated.as_ref().map(|generated| {
        let kind = if generated.stored { "stored" } else { "virtual" };
        format!("generated always as {} {kind}", parenthesized(&generated.expression))
    }));
    words.join(" ")
}

fn identity(table: &ObjectName, identity: &Identity) -> String {
    let when = if identity.always { "always" } else { "by default" };
    // The type of the sequence is the column's; AS is refused here.
    let mut options = identity.options.clone();
    options.data_type = None;
    let name = identity.sequence.as_ref().map(|name| {
        let name = quote_qualified(Some(&table.schema), name);
        format!("sequence name {name}")
    });
    let options: Vec<String> = name.into_iter().chain(sequence_options(&options)).collect();
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("generated {when} as identity{options}")
}

/// Writes what CREATE TABLE cannot say of columns: storage before 16, statistics, and what a child
/// has otherwise than its parent; `inherited` are the columns as the parents hand them down.
pub(super) fn alterations(
    table: &ObjectName,
    columns: &[Column],
    inherited: &[Column],
    major: u16,
) -> Vec<String> {
    let mut statements = Vec::new();
    for column in columns {
        let name = quote_identifier(&column.name);
        let start = format!("alter table {table} alter column {name}");
        if let Some(parent) = inherited.iter().find(|known| known.name == column.name)
            && column.inherited
        {
            statements.extend(changes(parent, column).iter().map(|it| format!("{start} {it};")));
        }
        let mut set = |what: String| statements.push(format!("{start} set {what};"));
        if let Some(storage) = &column.storage
            && major < STORAGE_IN_CREATE
            && !column.inherited
        {
            set(format!("storage {}", quote_identifier(storage)));
        }
        if let Some(target) = column.statistics {
            set(format!("statistics {target}"));
        }
        if !column.options.is_empty() {
            set(format!("({})", parameters(&column.options)));
        }
    }
    statements
}

/// Tells how a child's column came to differ from the parent's.
fn changes(parent: &Column, child: &Column) -> Vec<String> {
    let mut changes = Vec::new();
    if parent.default != child.default {
        changes.push(match &child.default {
            Some(default) => format!("set default {}", default_value(default)),
            None => "drop default".to_owned(),
        });
    }
    if child.not_null && !parent.not_null {
        changes.push("set not null".to_owned());
    }
    if let Some(storage) = child.storage.as_ref().filter(|_| parent.storage != child.storage) {
        changes.push(format!("set storage {}", quote_identifier(storage)));
    }
    if parent.compression != child.compression {
        let method = child.compression.as_deref().unwrap_or("default");
        changes.push(format!("set compression {}", quote_identifier(method)));
    }
    changes
}

/// Writes the comments of columns.
pub(super) fn comments(table: &ObjectName, columns: &[Column]) -> Vec<String> {
    let statement = |column: &Column| {
        let what = format!("column {table}.{}", quote_identifier(&column.name));
        comment(&what, column.comment.as_deref())
    };
    columns.iter().filter_map(statement).collect()
}
