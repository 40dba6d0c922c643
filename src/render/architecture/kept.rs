//! How long data stays: what is said, and what the project carries out of it.

use serde::Serialize;

use crate::model::{DataStore, Duration, ObjectName, Project, Purge};

/// A table of a store, and what ends the keeping of its rows.
#[derive(Debug, Serialize)]
pub(super) struct Kept {
    table: String,
    /// Its columns with personal data.
    personal: Vec<String>,
    /// What carries it out; nothing where rows stay.
    by: Vec<String>,
    /// How old a row can become.
    greatest_age: Option<String>,
}

/// Returns the tables of a store that a retention holds for, or which hold personal data.
pub(super) fn tables(project: &Project, store: &DataStore) -> Vec<Kept> {
    let whole = store.relations.iter().filter(|name| {
        let table = project.database.tables.get(*name);
        table.is_some_and(|it| {
            it.partition_of.as_ref().is_none_or(|part| !store.relations.contains(&part.parent))
        })
    });
    let kept = whole.map(|name| kept(project, store, name));
    let matters = |it: &Kept| store.retention.is_some() || !it.personal.is_empty();
    kept.filter(matters).collect()
}

fn kept(project: &Project, store: &DataStore, name: &ObjectName) -> Kept {
    let columns = project.database.tables.get(name).into_iter().flat_map(|it| &it.columns);
    let personal = columns.filter(|it| it.classification.as_deref() == Some("pii"));
    let purges = store.purges.get(name).map_or(&[][..], Vec::as_slice);
    let counts = |purge: &&Purge| match store.retention {
        Some(retention) => purge.carries_out(retention),
        None => true,
    };
    let purges: Vec<&Purge> = purges.iter().filter(counts).collect();
    let ages = purges.iter().filter_map(|purge| purge.greatest_age());
    Kept {
        table: name.to_string(),
        personal: personal.map(|column| column.name.clone()).collect(),
        by: purges.iter().map(|purge| words(project, purge)).collect(),
        greatest_age: ages.min().filter(|_| store.retention.is_some()).map(Duration::words),
    }
}

fn words(project: &Project, purge: &Purge) -> String {
    let what = if purge.is_transform { "transform" } else { "query" };
    let transform = project.transforms.get(&purge.name);
    let schedule = transform.and_then(|it| it.schedule.as_ref()).map(|it| it.words());
    let verb = if purge.deletes { "deletes rows" } else { "writes over personal data" };
    let age = purge.age.map(|age| format!(" older than {}", age.words())).unwrap_or_default();
    let mut words = format!("{what} {} {verb}{age}", purge.name);
    if let Some(other) = &purge.by_cascade_of {
        words += &format!(" with those of {other} that they belong to");
    }
    match schedule {
        Some(schedule) => format!("{words}: {schedule}"),
        None => words,
    }
}
