//! Row security policies: for whom they are, what they let through, how they ask for the session.

use super::expression::{asks_for_setting, fails_without_setting, is_called_per_row};
use super::facts::{Facts, Found, routine_name};
use crate::audit::truth::is_always_true;
use crate::model::{ObjectId, ObjectKind, PUBLIC, Policy, PolicyCommand};

/// Returns every policy with its identity.
fn all<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (ObjectId, &'a Policy)> {
    facts.database.tables.iter().flat_map(|(name, table)| {
        let policies = table.policies.iter();
        policies.map(|(policy, is)| (ObjectId::part(ObjectKind::Policy, name, policy), is))
    })
}

fn expressions(policy: &Policy) -> impl Iterator<Item = &str> {
    let both = [&policy.using, &policy.with_check].into_iter().flatten();
    both.map(|expression| expression.0.as_str())
}

fn found(facts: &Facts, id: &ObjectId, detail: String, fix: impl Into<String>) -> Found {
    Found { object: id.to_string(), detail, fix: fix.into(), span: facts.places.object(id) }
}

/// `policy_always_true`.
pub(super) fn always_true(facts: &Facts) -> Vec<Found> {
    let policies = all(facts).flat_map(|(id, policy)| {
        let table = facts.database.tables.get(&id.object_name());
        let never_null = |name: &str| {
            table.is_some_and(|it| {
                it.columns.iter().any(|at| at.name == name && it.refuses_null(at))
            })
        };
        let same = expressions(policy).filter(|text| is_always_true(text, &never_null));
        same.map(|text| {
            let detail = format!("is true of every row (`{}`)", text.trim());
            found(facts, &id, detail, "say which rows are meant, or remove the policy")
        })
        .collect::<Vec<_>>()
    });
    policies.collect()
}

/// `policy_for_public`. One that narrows should narrow for everyone.
pub(super) fn for_public(facts: &Facts) -> Vec<Found> {
    let open = all(facts).filter(|(_, policy)| {
        !policy.restrictive && policy.roles.iter().any(|role| role == PUBLIC)
    });
    let detail = "holds for every role: a role that is made later has it too";
    open.map(|(id, _)| found(facts, &id, detail.to_owned(), "add `to: [ROLE]`")).collect()
}

/// `policy_without_check`.
pub(super) fn without_check(facts: &Facts) -> Vec<Found> {
    use PolicyCommand::{All, Insert, Update};
    let open = all(facts).filter(|(_, policy)| {
        matches!(policy.command, All | Insert | Update) && policy.with_check.is_none()
    });
    let found = open.map(|(id, policy)| {
        let detail = match policy.command {
            Insert => "lets no row be inserted: it has no WITH CHECK",
            _ => "has no WITH CHECK: what may become of a row is what its USING says by accident",
        };
        let checks = policy.using.as_ref().map_or("…", |using| using.0.trim());
        found(facts, &id, detail.to_owned(), format!("add `with_check: {checks}`"))
    });
    found.collect()
}

/// `policy_setting_missing`: in the policy itself, or in a function that it calls.
pub(super) fn setting_missing(facts: &Facts) -> Vec<Found> {
    let mut all_found = Vec::new();
    for (id, policy) in all(facts) {
        let own = expressions(policy).any(fails_without_setting).then(String::new);
        let called = facts.calls(&id).filter(|(_, it)| fails_without_setting(&it.definition));
        let called = called.map(|(name, it)| format!(" in {}", routine_name(name, it)));
        for inside in own.into_iter().chain(called) {
            let detail = format!(
                "reads a setting{inside} that ends the query with an error where it is not set"
            );
            let fix = "write `current_setting('…', true)`, which is null there";
            all_found.push(found(facts, &id, detail, fix));
        }
    }
    all_found
}

/// `policy_setting_per_row`: by the policy itself, or by a function that it calls.
pub(super) fn setting_per_row(facts: &Facts) -> Vec<Found> {
    let mut all_found = Vec::new();
    for (id, policy) in all(facts) {
        let called = facts.calls(&id).filter(|(_, it)| asks_for_setting(&it.definition));
        let called = called.map(|(name, it)| {
            (name.name.name.as_str(), format!(", by {}", routine_name(name, it)))
        });
        for (function, by) in [("current_setting", String::new())].into_iter().chain(called) {
            if expressions(policy).any(|text| is_called_per_row(text, function)) {
                let detail = format!("asks for a setting at every row{by}");
                let fix = format!("write `(select {function}(…))`, which is asked for once");
                all_found.push(found(facts, &id, detail, fix));
            }
        }
    }
    all_found
}
