//! Tables: keys, and the indexes that foreign keys need.

use super::facts::{Facts, Found, joined};
use crate::model::{ConstraintKind, ForeignKey, ObjectId, ObjectKind, ObjectName, Table};
use crate::sql::{parse_exclusion, parse_index, quote_identifier};

/// `table_without_primary_key`. A partition has that of its table.
pub(super) fn without_primary_key(facts: &Facts) -> Vec<Found> {
    let open = facts
        .database
        .tables
        .iter()
        .filter(|(_, table)| table.partition_of.is_none() && table.primary_key().is_none());
    let detail = "has no primary key: a row cannot be named, nor replicated when it changes";
    let fix = "add `primary_key: [COLUMN]`";
    open.map(|(name, _)| facts.of_table(name, detail.to_owned(), fix)).collect()
}

/// `foreign_key_without_index`.
pub(super) fn foreign_key_without_index(facts: &Facts) -> Vec<Found> {
    let mut found = Vec::new();
    for (name, table) in &facts.database.tables {
        let mut keys = table.foreign_keys().peekable();
        if keys.peek().is_none() {
            continue;
        }
        let indexes = indexes(facts, table);
        for (constraint, key) in keys.filter(|(_, key)| !is_served(key, &indexes)) {
            found.push(finding(facts, name, constraint, key));
        }
    }
    found
}

fn finding(facts: &Facts, name: &ObjectName, constraint: &str, key: &ForeignKey) -> Found {
    let id = ObjectId::part(ObjectKind::Constraint, name, constraint);
    let columns = joined(key.columns.iter().map(|column| quote_identifier(column)));
    let detail = format!(
        "has no index on ({columns}): changing a row of {} reads the whole table",
        key.target
    );
    let fix = format!(
        "add `indexes: {{ {}_{}_idx: \"({columns})\" }}` to the table",
        name.name,
        key.columns.join("_")
    );
    Found { object: id.to_string(), detail, fix, span: facts.places.object(&id) }
}

/// Returns whether the first columns of an index are those of the key, in whatever order.
fn is_served(key: &ForeignKey, indexes: &[Vec<String>]) -> bool {
    indexes.iter().any(|index| {
        let first = &index[..key.columns.len().min(index.len())];
        key.columns.iter().all(|column| first.contains(column))
    })
}

/// Returns the columns of every index of a table that holds all rows; an expression has an empty name.
/// A partition has those of its tables, too.
fn indexes(facts: &Facts, table: &Table) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut next = Some(table);
    while let Some(table) = next {
        found.extend(table.indexes.values().filter_map(|index| of_index(&index.definition)));
        found.extend(table.constraints.values().filter_map(|it| of_constraint(&it.kind)));
        let parent = table.partition_of.as_ref().map(|partition| &partition.parent);
        next = parent.and_then(|parent| facts.database.tables.get(parent));
    }
    found
}

fn of_index(definition: &str) -> Option<Vec<String>> {
    let index = parse_index(definition).ok()?;
    let keys = index.elements.iter().map(|element| column(&element.key));
    index.predicate.is_none().then(|| keys.chain(index.include.iter().cloned()).collect())
}

fn of_constraint(kind: &ConstraintKind) -> Option<Vec<String>> {
    match kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            Some(key.columns.iter().chain(&key.include).cloned().collect())
        }
        ConstraintKind::Exclusion(text) => {
            let index = parse_exclusion(text).ok()?;
            let keys = index.elements.iter().map(|(element, _)| column(&element.key));
            index.predicate.is_none().then(|| keys.chain(index.include.iter().cloned()).collect())
        }
        _ => None,
    }
}

fn column(key: &crate::sql::index::IndexKey) -> String {
    match key {
        crate::sql::index::IndexKey::Column(name) => name.clone(),
        crate::sql::index::IndexKey::Expression(_) => String::new(),
    }
}
