//! What a diagram shows: entities, their attributes, and the relations between them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::text::{entity, quoted, title, word};
use crate::model::{
    Column, ConstraintKind, Database, DiagramColumns, ForeignKey, ObjectName, Table,
};
use crate::sql::quote_identifier;

/// A comment is cut after so many characters: it stands beside its column.
const MAX_COMMENT: usize = 60;

/// A diagram, each text as Mermaid reads it.
#[derive(Debug, Serialize)]
pub struct Drawing {
    title: String,
    notes: Vec<String>,
    entities: Vec<Entity>,
    relations: Vec<Relation>,
}

#[derive(Debug, Serialize)]
struct Entity {
    name: String,
    attributes: Vec<Attribute>,
}

#[derive(Debug, Serialize)]
struct Attribute {
    data_type: String,
    name: String,
    keys: String,
    comment: Option<String>,
}

/// A foreign key, the referenced table on the left.
#[derive(Debug, Serialize)]
struct Relation {
    left: String,
    cardinality: String,
    right: String,
    label: String,
}

impl Drawing {
    /// Draws tables and views; names that are neither are left out.
    pub fn of(
        database: &Database,
        heading: &str,
        tables: &[&ObjectName],
        columns: DiagramColumns,
        notes: Vec<String>,
    ) -> Self {
        let shown: BTreeSet<&ObjectName> = tables.iter().copied().collect();
        let entities = shown.iter().filter_map(|name| entity_of(database, name, columns));
        let related = shown.iter().filter_map(|name| Some((*name, database.tables.get(*name)?)));
        let relations = related.flat_map(|(name, table)| {
            let keys = table.foreign_keys().map(|(_, key)| key);
            let inside = keys.filter(|key| shown.contains(&key.target));
            inside.map(|key| relation(name, table, key)).collect::<Vec<_>>()
        });
        let (entities, relations) = (entities.collect(), relations.collect());
        Self { title: title(heading), notes, entities, relations }
    }

    /// Returns how many relations it shows.
    pub fn edges(&self) -> usize {
        self.relations.len()
    }
}

fn entity_of(database: &Database, name: &ObjectName, columns: DiagramColumns) -> Option<Entity> {
    let attributes = match (database.tables.get(name), columns) {
        (_, DiagramColumns::None) => Vec::new(),
        (Some(table), _) => attributes_of(table, columns),
        (None, DiagramColumns::All) => view_attributes(database, name),
        (None, DiagramColumns::Keys) => Vec::new(),
    };
    let known = database.tables.contains_key(name) || database.views.contains_key(name);
    known.then(|| Entity { name: entity(name), attributes })
}

fn attributes_of(table: &Table, columns: DiagramColumns) -> Vec<Attribute> {
    let shown = |column: &&Column| columns == DiagramColumns::All || is_key(table, &column.name);
    table.columns.iter().filter(shown).map(|column| attribute(table, column)).collect()
}

fn view_attributes(database: &Database, name: &ObjectName) -> Vec<Attribute> {
    let columns = database.columns_of(name).unwrap_or_default().into_iter();
    columns
        .map(|(name, data_type)| Attribute {
            data_type: word(data_type.unwrap_or("unknown")),
            name: word(name),
            keys: String::new(),
            comment: comment(name, None),
        })
        .collect()
}

fn attribute(table: &Table, column: &Column) -> Attribute {
    Attribute {
        data_type: word(&column.data_type),
        name: word(&column.name),
        keys: markers(table, &column.name).join(", "),
        comment: comment(&column.name, column.comment.as_deref()),
    }
}

/// Says what stands beside a column: its real name, where Mermaid cannot write it, and its comment.
fn comment(name: &str, comment: Option<&str>) -> Option<String> {
    let real = (word(name) != name).then_some(name);
    let comment = comment.map(shorten).filter(|text| !text.is_empty());
    match (real, comment) {
        (None, None) => None,
        (Some(name), None) => Some(quoted(name)),
        (None, Some(comment)) => Some(quoted(&comment)),
        (Some(name), Some(comment)) => Some(quoted(&format!("{name}: {comment}"))),
    }
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= MAX_COMMENT {
        return line.to_owned();
    }
    let start: String = line.chars().take(MAX_COMMENT - 1).collect();
    format!("{}…", start.trim_end())
}

/// Marks a column: `UK` only where it is unique by itself.
fn markers(table: &Table, column: &str) -> Vec<&'static str> {
    let mut markers = Vec::new();
    let in_key = |columns: &[String]| columns.iter().any(|name| name == column);
    if table.primary_key().is_some_and(|key| in_key(&key.columns)) {
        markers.push("PK");
    }
    if table.foreign_keys().any(|(_, key)| in_key(&key.columns)) {
        markers.push("FK");
    }
    let is_unique = |kind: &ConstraintKind| match kind {
        ConstraintKind::Unique(key) => key.columns.len() == 1 && in_key(&key.columns),
        _ => false,
    };
    if table.constraints.values().any(|constraint| is_unique(&constraint.kind)) {
        markers.push("UK");
    }
    markers
}

fn is_key(table: &Table, column: &str) -> bool {
    let mut keys = table.keys().map(|key| &key.columns);
    let mut foreign = table.foreign_keys().map(|(_, key)| &key.columns);
    let holds = |columns: &Vec<String>| columns.iter().any(|name| name == column);
    keys.any(holds) || foreign.any(holds)
}

fn relation(name: &ObjectName, table: &Table, key: &ForeignKey) -> Relation {
    // With any column null there is no referenced row (MATCH SIMPLE), or all are null (MATCH FULL).
    let primary = table.primary_key().map(|key| key.columns.as_slice()).unwrap_or_default();
    let required = |column: &String| {
        primary.contains(column) || table.column(column).is_some_and(|column| column.not_null)
    };
    let left = if key.columns.iter().all(required) { "||" } else { "|o" };
    let right = if is_unique(table, &key.columns) { "o|" } else { "o{" };
    Relation {
        left: entity(&key.target),
        cardinality: format!("{left}--{right}"),
        right: entity(name),
        label: quoted(&key.columns.join(", ")),
    }
}

/// Whether a combination of these columns stands at most once: a key lies within them.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let within = |names: &[String]| names.iter().all(|name| columns.contains(name));
    let by_key = table.keys().any(|key| !key.columns.is_empty() && within(&key.columns));
    let quoted: Vec<_> = columns.iter().map(|name| quote_identifier(name)).collect();
    let by_index = table.indexes.values().filter(|index| index.unique).any(|index| {
        plain_columns(&index.definition)
            .is_some_and(|names| names.iter().all(|name| quoted.iter().any(|q| q == name)))
    });
    by_key || by_index
}

/// Reads the columns of an index on plain columns: `using btree (a, b)`.
///
/// Anything longer is not read: expressions, options, conditions.
fn plain_columns(definition: &str) -> Option<Vec<&str>> {
    let (_, list) = definition.split_once('(')?;
    let list = list.strip_suffix(')').filter(|list| !list.contains(['(', ')']))?;
    Some(list.split(',').map(str::trim).collect())
}
