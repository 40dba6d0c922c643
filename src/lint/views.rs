//! Views over tables with row security.

use super::facts::{Facts, Found, joined};
use crate::model::{ObjectId, ObjectName, View};

/// `view_bypasses_row_security`.
pub(super) fn plain(facts: &Facts) -> Vec<Found> {
    let over = over(facts, |view| !view.materialized && !view.security_invoker);
    let found = over.into_iter().map(|(id, view, tables)| {
        let owner = facts.owner_name(view.owner.as_deref());
        let detail = format!(
            "reads {} with the rights of its owner, {owner}: policies do not see who asks",
            joined(tables)
        );
        found(facts, &id, detail, "add `security_invoker: true`")
    });
    found.collect()
}

/// `materialized_view_bypasses_row_security`.
pub(super) fn materialized(facts: &Facts) -> Vec<Found> {
    let over = over(facts, |view| view.materialized);
    let found = over.into_iter().map(|(id, _, tables)| {
        let detail =
            format!("keeps rows of {}, and has no row security of its own", joined(tables));
        found(
            facts,
            &id,
            detail,
            "declare it under `views`, or accept it where no row says whose it is",
        )
    });
    found.collect()
}

/// Returns views of a kind that read tables with row security, with those tables.
fn over<'a>(
    facts: &Facts<'a>,
    which: fn(&View) -> bool,
) -> Vec<(ObjectId, &'a View, Vec<ObjectName>)> {
    let views = facts.database.views.iter().filter(|(_, view)| which(view));
    let read = views.map(|(name, view)| {
        let id = ObjectId::in_schema(view.kind(), name);
        let tables = facts.read_by(&id).into_iter().filter(|table| facts.is_protected(table));
        let tables: Vec<ObjectName> = tables.collect();
        (id, view, tables)
    });
    read.filter(|(_, _, tables)| !tables.is_empty()).collect()
}

fn found(facts: &Facts, id: &ObjectId, detail: String, fix: &str) -> Found {
    Found { object: id.to_string(), detail, fix: fix.to_owned(), span: facts.places.object(id) }
}
