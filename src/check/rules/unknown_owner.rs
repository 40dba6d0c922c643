//! Owners that no role of the project is: reported as `unknown_role`, each name once.

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::spec::Document;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut reported = BTreeSet::new();
    let owners = facts.spec.documents.iter().flat_map(owners);
    owners
        .filter(|owner| reported.insert(owner.value.as_str()))
        .filter_map(|owner| facts.context.unknown_role(owner))
        .collect()
}

fn owners(document: &Document) -> Vec<&Spanned<String>> {
    let schema = document.owner.iter();
    let tables = document.tables.iter().filter_map(|(_, keys)| keys.owner.as_ref());
    let views = document.views.iter().filter_map(|(_, keys)| keys.owner.as_ref());
    let materialized = document.materialized_views.iter();
    let materialized = materialized.filter_map(|(_, keys)| keys.owner.as_ref());
    let routines = document.functions.iter().chain(document.procedures.iter());
    let routines = routines.filter_map(|(_, keys)| keys.owner.as_ref());
    schema.chain(tables).chain(views).chain(materialized).chain(routines).collect()
}
