//! Owners that no role of the project is: reported as `unknown_role`, each name once.

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::APPLYING_ROLE;
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec::{Document, Partition};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut reported = BTreeSet::new();
    let owners = facts.spec.documents.iter().flat_map(owners);
    owners
        .filter(|owner| owner.value != APPLYING_ROLE && reported.insert(owner.value.as_str()))
        .filter_map(|owner| facts.context.unknown_role(owner))
        .collect()
}

fn owners(document: &Document) -> Vec<&Spanned<String>> {
    let schema = document.owner.iter().flat_map(|owner| match owner {
        ShortOrLong::Short(owner) => vec![owner],
        ShortOrLong::Long(owners) => owners.schema.iter().chain(&owners.objects).collect(),
    });
    let enums = document.enums.iter().filter_map(|(_, keys)| keys.long()?.owner.as_ref());
    let domains = document.domains.iter().filter_map(|(_, keys)| keys.long()?.owner.as_ref());
    let composites = document.composites.iter().filter_map(|(_, keys)| keys.owner.as_ref());
    let ranges = document.ranges.iter().filter_map(|(_, keys)| keys.owner.as_ref());
    let sequences = document.sequences.iter();
    let sequences = sequences.filter_map(|(_, keys)| keys.as_ref()?.owner.as_ref());
    let types = enums.chain(domains).chain(composites).chain(ranges).chain(sequences);
    let tables = document.tables.iter().filter_map(|(_, keys)| keys.owner.as_ref());
    let views = document.views.iter().filter_map(|(_, keys)| keys.owner.as_ref());
    let materialized = document.materialized_views.iter();
    let materialized = materialized.filter_map(|(_, keys)| keys.owner.as_ref());
    let routines = document.functions.iter().chain(document.procedures.iter());
    let routines = routines.filter_map(|(_, keys)| keys.owner.as_ref());
    let partitions = document.tables.iter().flat_map(|(_, keys)| of_partitions(&keys.partitions));
    let tables = tables.chain(partitions);
    schema.chain(types).chain(tables).chain(views).chain(materialized).chain(routines).collect()
}

fn of_partitions(entries: &Entries<Partition>) -> Vec<&Spanned<String>> {
    let long = entries.iter().filter_map(|(_, partition)| partition.long());
    long.flat_map(|keys| keys.owner.iter().chain(of_partitions(&keys.partitions))).collect()
}
