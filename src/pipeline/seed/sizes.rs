//! Which tables get rows, in which order, and how many.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use crate::graph::Graph;
use crate::model::{Database, ObjectName, Project, Seed, SeedRows, SeedTable};

/// Rows of a table that refers to none, where nothing says how many.
const FEWEST: u64 = 100;

/// Most rows of a table where nothing says how many.
const MOST: u64 = 10_000;

/// How many rows a table gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// So many.
    Rows(u64),
    /// From so many to so many for each new row of another table.
    Per(ObjectName, u64, u64),
}

/// Returns what is said of the rows of tables.
pub(super) fn told(project: &Project) -> BTreeMap<&ObjectName, &SeedTable> {
    project.seeds.values().flat_map(|seed| &seed.tables).collect()
}

/// Returns the tables that get rows and how many, each after those that it refers to.
pub(super) fn sizes(
    project: &Project,
    database: &Database,
    options: &Options,
) -> Vec<(ObjectName, Wanted)> {
    let told = told(project);
    let chosen: BTreeSet<&ObjectName> = database
        .tables
        .keys()
        .filter(|name| is_chosen(project, database, options, &told, name))
        .collect();
    let order = order(database, &chosen);
    let mut sizes: Vec<(ObjectName, Wanted)> = Vec::new();
    let mut depths: BTreeMap<&ObjectName, u32> = BTreeMap::new();
    let mut expected: BTreeMap<&ObjectName, f64> = BTreeMap::new();
    for name in &order {
        let keys = database.tables[*name].foreign_keys();
        let depth =
            keys.filter_map(|(_, key)| depths.get(&key.target)).max().map_or(0, |it| it + 1);
        depths.insert(name, depth);
        let wanted = match told.get(name).and_then(|told| told.rows.as_ref()) {
            Some(SeedRows::Per { table, from, to }) if chosen.contains(table) => {
                Wanted::Per(table.clone(), *from, *to)
            }
            Some(SeedRows::Rows(rows)) => Wanted::Rows(*rows),
            _ => Wanted::Rows(FEWEST.saturating_mul(10_u64.saturating_pow(depth)).min(MOST)),
        };
        let rows = match &wanted {
            Wanted::Rows(rows) => *rows as f64,
            Wanted::Per(table, from, to) => {
                expected.get(table).copied().unwrap_or(0.0) * (*from + *to) as f64 / 2.0
            }
        };
        expected.insert(name, rows);
        sizes.push(((*name).clone(), wanted));
    }
    let all: f64 = expected.values().sum();
    let factor = match options.rows {
        Some(rows) if all > 0.0 => rows as f64 / all,
        _ => options.size,
    };
    for (_, wanted) in &mut sizes {
        if let Wanted::Rows(rows) = wanted {
            *rows = scaled(*rows, factor).min(options.most);
        }
    }
    sizes
}

fn scaled(rows: u64, factor: f64) -> u64 {
    // No table has so many rows that this is not exact enough.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let scaled = (rows as f64 * factor).round() as u64;
    if rows > 0 { scaled.max(1) } else { 0 }
}

fn is_chosen(
    project: &Project,
    database: &Database,
    options: &Options,
    told: &BTreeMap<&ObjectName, &SeedTable>,
    name: &ObjectName,
) -> bool {
    let is_whole = database.tables[name].partition_of.is_none();
    let is_ours = project.database.tables.contains_key(name);
    if !options.only.is_empty() {
        return is_whole && is_ours && options.only.contains(name);
    }
    is_whole && is_ours && (told.contains_key(name) || !is_filled(project, name))
}

/// Returns whether a source or a transform fills a table.
fn is_filled(project: &Project, name: &ObjectName) -> bool {
    let by_source = project
        .sources
        .values()
        .any(|source| source.accepted.table == *name || source.rejected.table == *name);
    by_source || project.transforms.values().any(|transform| transform.into.as_ref() == Some(name))
}

/// Puts tables behind those that they refer to; where they refer to each other in a circle, one that may do without
/// comes first.
fn order<'d>(database: &'d Database, chosen: &BTreeSet<&'d ObjectName>) -> Vec<&'d ObjectName> {
    let mut graph: Graph<&ObjectName> = Graph::default();
    for name in chosen {
        graph.add(name, "", 0);
    }
    for name in chosen {
        let table = &database.tables[*name];
        for (_, key) in table.foreign_keys() {
            let Some(target) = chosen.get(&key.target) else { continue };
            let refuses_null = |column: &String| table.column(column).is_some_and(|it| it.not_null);
            match key.columns.iter().any(refuses_null) {
                true => graph.require(name, target),
                false => graph.wish(name, target),
            }
        }
    }
    graph.order().unwrap_or_else(|_| chosen.iter().copied().collect())
}

/// Returns the tables of a seed that get rows each time of its schedule, and how many.
pub(super) fn each_time(database: &Database, seed: &Seed) -> Vec<(ObjectName, Wanted)> {
    let told = |name: &&ObjectName| seed.tables.contains_key(*name);
    let chosen: BTreeSet<&ObjectName> = database.tables.keys().filter(told).collect();
    let mut sizes: Vec<(ObjectName, Wanted)> = Vec::new();
    for name in order(database, &chosen) {
        let Some(told) = seed.tables.get(name) else { continue };
        match &told.rows {
            Some(SeedRows::Per { table, from, to }) if sizes.iter().any(|(it, _)| it == table) => {
                sizes.push((name.clone(), Wanted::Per(table.clone(), *from, *to)));
            }
            _ if told.each_time > 0 => sizes.push((name.clone(), Wanted::Rows(told.each_time))),
            _ => {}
        }
    }
    sizes
}
