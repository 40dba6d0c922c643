//! Parts of a selection that is too large for one picture: by schemas, and within a large schema by what is next
//! to what.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Database, NextTo, ObjectName, next_by_foreign_keys};
use crate::picture::flow::{Node, Shape};
use crate::picture::overview::Overview;
use crate::picture::parts::{MOST, MOST_BESIDE, counted, gather, numbered};

/// A part: a title, what it is about, and what it refers to in other parts.
#[derive(Debug)]
pub(super) struct Part<'n> {
    pub title: String,
    pub tables: BTreeSet<&'n ObjectName>,
    pub beside: BTreeSet<&'n ObjectName>,
}

/// Divides tables, in the order of their names.
pub(super) fn divide<'n>(database: &'n Database, tables: &[&'n ObjectName]) -> Vec<Part<'n>> {
    let next = next(database, tables);
    let mut by_schema: BTreeMap<&str, Vec<&ObjectName>> = BTreeMap::new();
    tables.iter().for_each(|name| by_schema.entry(&name.schema).or_default().push(name));
    let mut parts = Vec::new();
    for (schema, tables) in by_schema {
        let groups = gather(&tables, &next, MOST);
        let count = groups.len();
        for (tables, number) in groups.into_iter().zip(1..) {
            let all = next.iter().filter(|(name, _)| tables.contains(*name));
            let beside = all.flat_map(|(_, others)| others).copied();
            let beside = beside.filter(|other| !tables.contains(other)).take(MOST_BESIDE).collect();
            let title = numbered(schema, number, count);
            parts.push(Part { title, tables, beside });
        }
    }
    parts
}

/// Returns what these tables are next to among themselves.
fn next<'n>(database: &'n Database, tables: &[&'n ObjectName]) -> NextTo<'n> {
    let shown: BTreeSet<&ObjectName> = tables.iter().copied().collect();
    let drawn = tables.iter().filter_map(|name| database.tables.get_key_value(*name));
    let mut next = next_by_foreign_keys(drawn);
    next.retain(|name, _| shown.contains(name));
    for (name, others) in &mut next {
        others.retain(|other| other != name && shown.contains(other));
    }
    next
}

/// Draws the parts as boxes, and how many keys lead from one to another.
pub(super) fn overview(database: &Database, heading: &str, parts: &[Part<'_>]) -> Overview {
    let place = |name: &ObjectName| parts.iter().position(|part| part.tables.contains(name));
    let mut keys: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (part, from) in parts.iter().zip(0..) {
        let tables = part.tables.iter().filter_map(|name| database.tables.get(*name));
        for (_, key) in tables.flat_map(|table| table.foreign_keys()) {
            let to = place(&key.target).filter(|to| *to != from);
            to.inspect(|to| *keys.entry((from, *to)).or_default() += 1);
        }
    }
    let node = |part: &Part<'_>| Node {
        name: part.title.clone(),
        detail: Some(counted(part.tables.len(), "table")),
        shape: Shape::Round,
        ..Node::default()
    };
    let parts = parts.iter().map(node).collect();
    Overview { heading: heading.to_owned(), parts, counts: keys, word: "key" }
}
