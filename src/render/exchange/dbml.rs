//! DBML, which dbdiagram.io and dbdocs read. See <https://dbml.dbdiagram.io/docs>.
//!
//! It has no views, checks or policies, and no tables without columns; an index on anything but columns is an
//! expression, its method and condition a note.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Action, Column, ConstraintKind, Database, ForeignKey, Index, Key, ObjectName, Project, Table,
    TypeDefinition,
};
use crate::render::GENERATED;
use crate::render::erd::draw::{is_unique, plain_columns};

/// The names of enumerated types: as PostgreSQL writes them, and as DBML does.
type EnumTypes = BTreeMap<String, String>;

/// Writes the document.
pub(super) fn document(project: &Project) -> String {
    let database = &project.database;
    let mut blocks = vec![format!("// {GENERATED}"), head(project)];
    blocks.extend(enums(database).map(|(name, labels)| enumeration(database, name, labels)));
    let types = enums(database).map(|(name, _)| (name.to_string(), qualified(name))).collect();
    let tables: BTreeMap<&ObjectName, &Table> =
        database.whole_tables().filter(|(_, table)| !table.columns.is_empty()).collect();
    blocks.extend(tables.iter().map(|(name, table)| of_table(&types, name, table)));
    blocks.extend(references(&tables));
    blocks.extend(groups(&tables));
    blocks.join("\n\n") + "\n"
}

fn head(project: &Project) -> String {
    let mut text = format!("Project {} {{\n", quoted(&project.name));
    text += "  database_type: 'PostgreSQL'\n";
    if let Some(words) = &project.description {
        text += &format!("  Note: {}\n", string(words));
    }
    text + "}"
}

/// Returns the enumerated types that have labels.
fn enums(database: &Database) -> impl Iterator<Item = (&ObjectName, &Vec<String>)> {
    database.types.iter().filter_map(|(name, it)| match &it.definition {
        TypeDefinition::Enum(labels) if !labels.is_empty() => Some((name, labels)),
        _ => None,
    })
}

fn enumeration(database: &Database, name: &ObjectName, labels: &[String]) -> String {
    let comment = database.types.get(name).and_then(|it| it.comment.as_deref());
    let comment = comment.map(|words| format!("// {}\n", one_line(words)));
    let labels: String = labels.iter().map(|label| format!("  {}\n", quoted(label))).collect();
    format!("{}Enum {} {{\n{labels}}}", comment.unwrap_or_default(), qualified(name))
}

fn of_table(types: &EnumTypes, name: &ObjectName, table: &Table) -> String {
    let columns: String =
        table.columns.iter().map(|column| of_column(types, table, column)).collect();
    let mut text = format!("Table {} {{\n{columns}", qualified(name));
    let indexes = indexes(table);
    if !indexes.is_empty() {
        text += &format!("\n  indexes {{\n{}  }}\n", indexes.concat());
    }
    if let Some(words) = &table.comment {
        text += &format!("\n  Note: {}\n", string(words));
    }
    text + "}"
}

fn of_column(types: &EnumTypes, table: &Table, column: &Column) -> String {
    let mut settings = Vec::new();
    let alone = |key: &Key| key.columns.len() == 1 && key.columns[0] == column.name;
    let is_primary = table.primary_key().is_some_and(alone);
    let is_unique = table
        .constraints
        .values()
        .any(|constraint| matches!(&constraint.kind, ConstraintKind::Unique(key) if alone(key)));
    if is_primary {
        settings.push("pk".to_owned());
    }
    if is_unique {
        settings.push("unique".to_owned());
    }
    if column.not_null && !is_primary {
        settings.push("not null".to_owned());
    }
    if column.identity.is_some() {
        settings.push("increment".to_owned());
    }
    let mut notes: Vec<String> = column.comment.iter().cloned().collect();
    if let Some(default) = &column.default {
        match expression(&default.0) {
            Some(written) => settings.push(format!("default: {written}")),
            None => notes.push(format!("Default: {}", default.0)),
        }
    }
    notes.extend(column.generated.iter().map(|it| format!("Generated: {}", it.expression.0)));
    notes.extend(column.classification.iter().map(|class| format!("Classification: {class}")));
    if !notes.is_empty() {
        settings.push(format!("note: {}", string(&notes.join("\n"))));
    }
    let name = quoted(&column.name);
    let data_type = data_type(types, &column.data_type);
    match settings.is_empty() {
        true => format!("  {name} {data_type}\n"),
        false => format!("  {name} {data_type} [{}]\n", settings.join(", ")),
    }
}

/// Names a type: an enumerated one as the block that it has, any other as text.
fn data_type(types: &EnumTypes, written: &str) -> String {
    types.get(written).cloned().unwrap_or_else(|| quoted(written))
}

/// Writes keys of more than one column, and indexes.
fn indexes(table: &Table) -> Vec<String> {
    let keys = table.constraints.iter().filter_map(|(name, constraint)| match &constraint.kind {
        ConstraintKind::PrimaryKey(key) if key.columns.len() > 1 => {
            Some(format!("    {} [pk, name: {}]\n", list(&key.columns), string(name)))
        }
        ConstraintKind::Unique(key) if key.columns.len() > 1 => {
            Some(format!("    {} [unique, name: {}]\n", list(&key.columns), string(name)))
        }
        _ => None,
    });
    let indexes = table.indexes.iter().map(|(name, index)| of_index(table, name, index));
    keys.chain(indexes).collect()
}

fn of_index(table: &Table, name: &str, index: &Index) -> String {
    let mut settings = vec![format!("name: {}", string(name))];
    if index.unique {
        settings.push("unique".to_owned());
    }
    let plain = plain_columns(&index.definition).and_then(|names| {
        let find = |name: &&str| {
            let is_it = |column: &&Column| crate::sql::quote_identifier(&column.name) == **name;
            table.columns.iter().find(is_it).map(|column| column.name.clone())
        };
        names.iter().map(find).collect::<Option<Vec<String>>>()
    });
    let is_btree = index.definition.starts_with("using btree") || index.definition.starts_with('(');
    let mut notes: Vec<String> = index.comment.iter().cloned().collect();
    let on = match plain {
        Some(columns) if is_btree => list(&columns),
        _ => {
            notes.push(index.definition.clone());
            expression(keys(&index.definition)).unwrap_or_else(|| "`…`".to_owned())
        }
    };
    if !notes.is_empty() {
        settings.push(format!("note: {}", string(&notes.join("\n"))));
    }
    format!("    {on} [{}]\n", settings.join(", "))
}

/// Returns what stands between the first parenthesis of an index and the one that closes it; inside of literals
/// parentheses are few, and what follows is for people.
fn keys(definition: &str) -> &str {
    let inner = definition.split_once('(').map_or("", |(_, rest)| rest);
    let mut open = 1;
    for (at, character) in inner.char_indices() {
        match character {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &inner[..at];
        }
    }
    inner
}

/// Writes the foreign keys between the tables. DBML takes one between the same columns, and none to itself.
fn references(tables: &BTreeMap<&ObjectName, &Table>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut written = Vec::new();
    for (name, table) in tables {
        for (constraint, key) in table.foreign_keys() {
            let from = endpoint(name, &key.columns);
            let to = endpoint(&key.target, &key.target_columns);
            let is_new = from != to && seen.insert([&from, &to].map(Clone::clone));
            if tables.contains_key(&key.target) && is_new {
                let many = if is_unique(table, &key.columns) { "-" } else { ">" };
                let constraint = quoted(constraint);
                written.push(format!("Ref {constraint}: {from} {many} {to}{}", actions(key)));
            }
        }
    }
    written
}

fn endpoint(table: &ObjectName, columns: &[String]) -> String {
    match columns {
        [one] => format!("{}.{}", qualified(table), quoted(one)),
        _ => format!("{}.{}", qualified(table), list(columns)),
    }
}

fn actions(key: &ForeignKey) -> String {
    let action = |word: &str, action: Action| {
        (action != Action::NoAction).then(|| format!("{word}: {}", action.sql()))
    };
    let actions = [action("delete", key.on_delete), action("update", key.on_update)];
    let actions: Vec<String> = actions.into_iter().flatten().collect();
    if actions.is_empty() { String::new() } else { format!(" [{}]", actions.join(", ")) }
}

/// Groups the tables by their schemas.
fn groups(tables: &BTreeMap<&ObjectName, &Table>) -> Vec<String> {
    let mut schemas: BTreeMap<&str, String> = BTreeMap::new();
    for name in tables.keys() {
        let lines = schemas.entry(&name.schema).or_default();
        *lines += &format!("  {}\n", qualified(name));
    }
    let group = |(schema, lines)| format!("TableGroup {} {{\n{lines}}}", quoted(schema));
    schemas.into_iter().map(group).collect()
}

fn list(columns: &[String]) -> String {
    let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    format!("({})", columns.join(", "))
}

fn qualified(name: &ObjectName) -> String {
    format!("{}.{}", quoted(&name.schema), quoted(&name.name))
}

/// Writes a name, or a type, between quotation marks; it stays on its line.
fn quoted(name: &str) -> String {
    format!("\"{}\"", escaped(name, '"').replace('\n', "\\n"))
}

/// Writes a string.
fn string(text: &str) -> String {
    format!("'{}'", escaped(text.trim_end(), '\'').replace('\n', "\\n"))
}

fn escaped(text: &str, mark: char) -> String {
    let mut written = String::new();
    for character in text.chars() {
        match character {
            '\n' => written.push('\n'),
            '\\' => written.push_str("\\\\"),
            _ if character == mark => written.extend(['\\', mark]),
            // Carriage returns and the like would end the line, or the text.
            _ if character.is_control() => written.push(' '),
            _ => written.push(character),
        }
    }
    written
}

/// Writes SQL as an expression, which cannot hold its own mark.
fn expression(sql: &str) -> Option<String> {
    (!sql.contains(['`', '\n', '\r', '\\'])).then(|| format!("`{sql}`"))
}

fn one_line(text: &str) -> String {
    crate::render::filters::one_line(text)
}
