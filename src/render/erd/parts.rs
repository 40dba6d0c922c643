//! Parts of a selection that is too large for one picture: by schemas, and within a large schema by what is next
//! to what.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::{Database, NextTo, ObjectName, next_by_foreign_keys};
use crate::picture::flow::{Arrow, Flow, Node, Shape};

/// A part: a title, what it is about, and what it refers to in other parts.
#[derive(Debug)]
pub(super) struct Part<'n> {
    pub title: String,
    pub tables: BTreeSet<&'n ObjectName>,
    pub beside: BTreeSet<&'n ObjectName>,
}

/// The parts as boxes.
#[derive(Debug)]
pub struct Overview {
    /// The picture.
    pub flow: Flow,
    /// How many foreign keys lead from one part to another, by the places of their boxes.
    pub keys: BTreeMap<(usize, usize), usize>,
}

/// No part has more tables than that.
pub(super) const MOST: usize = 40;
/// Nor refers to more in others.
const MOST_BESIDE: usize = 20;

/// Divides tables, in the order of their names.
pub(super) fn divide<'n>(database: &'n Database, tables: &[&'n ObjectName]) -> Vec<Part<'n>> {
    let next = next(database, tables);
    let mut by_schema: BTreeMap<&str, Vec<&ObjectName>> = BTreeMap::new();
    tables.iter().for_each(|name| by_schema.entry(&name.schema).or_default().push(name));
    let mut parts = Vec::new();
    for (schema, tables) in by_schema {
        let groups = grow(&tables, &next);
        let count = groups.len();
        for (tables, number) in groups.into_iter().zip(1..) {
            let all = next.iter().filter(|(name, _)| tables.contains(*name));
            let beside = all.flat_map(|(_, others)| others).copied();
            let beside = beside.filter(|other| !tables.contains(other)).take(MOST_BESIDE).collect();
            let title = if count == 1 {
                schema.to_owned()
            } else {
                format!("{schema} {number} of {count}")
            };
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

/// Gathers what is next to each other, from the first name on, until a part is full.
fn grow<'n>(tables: &[&'n ObjectName], next: &NextTo<'n>) -> Vec<BTreeSet<&'n ObjectName>> {
    let mut left: BTreeSet<&ObjectName> = tables.iter().copied().collect();
    let mut parts: Vec<BTreeSet<&ObjectName>> = Vec::new();
    let even = tables.len().div_ceil(tables.len().div_ceil(MOST).max(1));
    while !left.is_empty() {
        let mut part = BTreeSet::new();
        let mut waiting = VecDeque::new();
        while part.len() < even {
            let Some(name) = waiting.pop_front().or_else(|| left.first().copied()) else { break };
            if left.remove(name) {
                part.insert(name);
                let beside = next.get(name).into_iter().flatten().copied();
                waiting.extend(beside.filter(|other| left.contains(other)));
            }
        }
        parts.push(part);
    }
    parts
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
    let count = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    };
    let node = |part: &Part<'_>| Node {
        name: part.title.clone(),
        detail: Some(count(part.tables.len(), "table")),
        shape: Shape::Round,
        ..Node::default()
    };
    let arrow = |(&(from, to), keys): (&(usize, usize), &usize)| Arrow {
        from,
        to,
        label: Some(count(*keys, "key")),
        ..Arrow::default()
    };
    let flow = Flow {
        heading: heading.to_owned(),
        rightwards: true,
        nodes: parts.iter().map(node).collect(),
        arrows: keys.iter().map(arrow).collect(),
        ..Flow::default()
    };
    Overview { flow, keys }
}
