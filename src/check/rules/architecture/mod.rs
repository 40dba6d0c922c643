//! Rules over systems: what a drawing claims, held to itself and to the database.

pub(super) mod access_wider_than_need;
pub(super) mod broken_path;
pub(super) mod classification_too_low;
pub(super) mod orphan_node;
pub(super) mod retention_without_purge;
pub(super) mod role_without_node;
pub(super) mod single_point_of_failure;
pub(super) mod unanswered_concern;
pub(super) mod unprotected_flow;
pub(super) mod unprotected_store;

use super::facts::Facts;
use crate::model::{Classification, DataStore, ObjectName, System};
use crate::source::{Span, Spanned};
use crate::spec;

/// Returns each system as it is written, beside what it means.
fn systems<'f>(facts: &'f Facts) -> impl Iterator<Item = (&'f spec::System, &'f System)> {
    let written = facts.spec.documents.iter().flat_map(|document| document.systems.iter());
    written.filter_map(|(name, keys)| Some((keys, facts.project.systems.get(&name.value)?)))
}

/// Returns each store as it is written, beside what it means.
fn stores<'s>(
    keys: &'s spec::System,
    system: &'s System,
) -> impl Iterator<Item = (&'s Spanned<String>, &'s spec::DataStore, &'s DataStore)> {
    let stores = keys.stores.iter();
    stores.filter_map(|(name, keys)| Some((name, keys, system.stores.get(&name.value)?)))
}

/// Returns where a node or store was declared.
fn place_of(keys: &spec::System, name: &str) -> Option<Span> {
    let mut all = keys.nodes.keys().chain(keys.stores.keys());
    all.find(|known| known.value == name).map(|known| known.span)
}

/// Returns the highest class of the columns of a table, and such a column.
fn class_of(facts: &Facts, table: &ObjectName) -> Option<(Classification, String)> {
    let table = facts.database().tables.get(table)?;
    let classes = table.columns.iter().filter_map(|column| {
        let class = Classification::of_column(column.classification.as_deref()?);
        Some((class, column.name.clone()))
    });
    classes.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)))
}

/// Returns the tables of a store with personal data, without the parts of tables that lie in it whole.
fn personal_tables<'s>(facts: &'s Facts, store: &'s DataStore) -> Vec<&'s ObjectName> {
    let tables = whole_tables(facts, store);
    let is_personal =
        |name: &&ObjectName| class_of(facts, name).is_some_and(|(it, _)| it == Classification::Pii);
    tables.into_iter().filter(is_personal).collect()
}

/// Returns the tables of a store, without the parts of tables that lie in it whole.
fn whole_tables<'s>(facts: &'s Facts, store: &'s DataStore) -> Vec<&'s ObjectName> {
    let is_whole = |name: &&ObjectName| {
        let table = facts.database().tables.get(*name);
        let part = table.map(|table| table.partition_of.as_ref());
        part.is_some_and(|part| part.is_none_or(|it| !store.relations.contains(&it.parent)))
    };
    store.relations.iter().filter(is_whole).collect()
}
