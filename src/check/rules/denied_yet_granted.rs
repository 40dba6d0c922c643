//! `denied_yet_granted`: what a role must never be able to do, it is able to do: by its own grant, by
//! membership, through PUBLIC, as owner or as superuser.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{Denial, ObjectId, ObjectKind, Privilege, Road, Target, Verdict};
use crate::source::Span;

/// Denials and grants that contradict each other, each pair once, with what it allows.
type Broken = BTreeMap<(Span, Option<Span>, String), Vec<(Privilege, Target)>>;

const WRITES: [Privilege; 4] =
    [Privilege::Insert, Privilege::Update, Privilege::Delete, Privilege::Truncate];

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut broken = Broken::new();
    let mut roles = BTreeMap::new();
    for (denial, span) in &facts.context.denials {
        roles.insert(*span, denial.role.as_str());
        for (privilege, target) in denied(facts, denial) {
            let Verdict::Allowed(road) = facts.access.verdict(&denial.role, &target, privilege)
            else {
                continue;
            };
            let (place, words) = explain(facts, denial, &road, &target, privilege);
            broken.entry((*span, place, words)).or_default().push((privilege, target));
        }
    }
    let finding = |(key, allowed): (&(Span, Option<Span>, String), &Vec<_>)| {
        let role = roles.get(&key.0).copied().unwrap_or_default();
        finding(role, key, allowed)
    };
    broken.iter().map(finding).collect()
}

/// Lists what a denial says must be refused.
fn denied(facts: &Facts, denial: &Denial) -> Vec<(Privilege, Target)> {
    let table = &denial.table;
    let on_any_column = |privilege: Privilege| {
        let whole = std::iter::once(Target::Table(table.clone()));
        let columns = facts.granted_columns(table).filter(move |_| privilege.has_columns());
        whole.chain(columns).map(move |target| (privilege, target))
    };
    let mut all = Vec::new();
    match &denial.select {
        Some(columns) if denial.denies_select => {
            let whole = Target::Table(table.clone());
            let column = |name: &String| Target::Column(table.clone(), name.clone());
            all.push((Privilege::Select, whole));
            all.extend(columns.iter().map(|name| (Privilege::Select, column(name))));
        }
        _ if denial.denies_select => all.extend(on_any_column(Privilege::Select)),
        _ => {}
    }
    if denial.denies_write {
        all.extend(WRITES.into_iter().flat_map(on_any_column));
    }
    all
}

/// Returns where a road begins, and words for it.
fn explain(
    facts: &Facts,
    denial: &Denial,
    road: &Road,
    target: &Target,
    privilege: Privilege,
) -> (Option<Span>, String) {
    match road {
        Road::Superuser => (facts.role_place(&denial.role), "a superuser may do everything".into()),
        Road::Owner(owner) => {
            let place = |kind| ObjectId::in_schema(kind, &denial.table);
            let kinds = [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView];
            let place = kinds.into_iter().find_map(|kind| facts.context.places.get(&place(kind)));
            (place.copied(), format!("owned by `{owner}`, and owners may do everything"))
        }
        Road::Grant(grantee) => {
            let key = (grantee.clone(), target.clone(), privilege);
            let place = facts.context.grant_places.get(&key);
            (place.copied(), facts.grantee_words(&denial.role, grantee))
        }
    }
}

fn finding(
    role: &str,
    (denied, granted, words): &(Span, Option<Span>, String),
    allowed: &[(Privilege, Target)],
) -> Diagnostic {
    let (privilege, target) = &allowed[0];
    let more = match allowed.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let message = format!(
        "`{role}` may {} {}{more}, which it is denied",
        privilege.sql(),
        Facts::object_words(target)
    );
    let finding = Diagnostic::error("denied_yet_granted", *denied, message)
        .with_label("denied here")
        .with_help("take the grant away, or leave the object out of the denial with `except:`");
    match granted {
        Some(span) => finding.with_other(*span, words.clone()),
        None => finding,
    }
}
