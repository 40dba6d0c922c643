//! `unprotected_store`: a store of personal data without an end of its keeping, encryption at rest, or anything that deletes.

use super::{personal_tables, stores, systems};
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{Classification, DataStore};
use crate::source::Spanned;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let all = systems(facts).flat_map(|(keys, system)| stores(keys, system));
    all.filter_map(|(name, _, store)| judge(facts, name, store)).collect()
}

fn judge(facts: &Facts, name: &Spanned<String>, store: &DataStore) -> Option<Diagnostic> {
    let is_personal = store.classification == Some(Classification::Pii)
        || !personal_tables(facts, store).is_empty();
    let lacking = lacking(store);
    if !is_personal || lacking.is_empty() {
        return None;
    }
    let (words, keys): (Vec<&str>, Vec<&str>) = lacking.into_iter().unzip();
    let message = format!("`{}` holds personal data without {}", name.value, words.join(" and "));
    let finding = Diagnostic::error("unprotected_store", name.span, message);
    Some(finding.with_help(format!("say it with {}", keys.join(" and "))))
}

/// Tables of the project are purged by what the project runs, which another rule looks at.
fn lacking(store: &DataStore) -> Vec<(&'static str, &'static str)> {
    let mut lacking = Vec::new();
    if store.retention.is_none() && store.kept_until.is_none() {
        lacking.push(("retention", "`retention: 7 days`"));
    }
    if store.encryption_at_rest.is_none() {
        lacking.push(("encryption at rest", "`encryption_at_rest: AES-256`"));
    }
    if store.relations.is_empty() && store.purge.is_none() {
        lacking.push(("purge", "`purge: lifecycle rule of the bucket`"));
    }
    lacking
}
