//! Privileges: to whom, on what, and by how many roads.

use std::collections::BTreeSet;

use super::facts::{Facts, Found, Held};
use super::future;
use crate::model::{PUBLIC, Privilege, Target};

fn found(held: &Held, detail: String, fix: impl Into<String>) -> Found {
    Found { object: held.object.clone(), detail, fix: fix.into(), span: held.span }
}

/// `grant_to_public`, but for what PostgreSQL itself gives, and what other rules are about.
pub(super) fn to_public(facts: &Facts) -> Vec<Found> {
    let is_found = |held: &Held| {
        let makes = held.privilege == Privilege::Create && matches!(held.target, Target::Schema(_));
        held.is_of_public() && !held.is_given_to_all() && !makes
    };
    let groups = facts.grouped(is_found).into_values();
    let found = groups.map(|(held, words)| {
        let detail = format!("gives {words} to every role, those that are made later too");
        found(held, detail, "grant it to the roles that need it, and not to `public`")
    });
    found.collect()
}

/// `create_for_public`.
pub(super) fn create_for_public(facts: &Facts) -> Vec<Found> {
    let open = facts.held.iter().filter(|held| {
        held.is_of_public()
            && held.privilege == Privilege::Create
            && matches!(held.target, Target::Schema(_))
    });
    let detail = "lets every role make objects in it, which others may run without meaning to";
    open.map(|held| found(held, detail.to_owned(), "take `create` from `public`")).collect()
}

/// `create_on_public_schema`.
pub(super) fn create_on_public_schema(facts: &Facts) -> Vec<Found> {
    let open = facts.creators(PUBLIC).filter(|held| !held.is_of_public());
    let found = open.map(|held| {
        let who = facts.grantee_name(held.grantee);
        let detail = format!("lets {who} make objects where most sessions look for names");
        found(held, detail, "take `create` away, and give the role a schema of its own")
    });
    found.collect()
}

/// `grant_option`.
pub(super) fn option(facts: &Facts) -> Vec<Found> {
    let groups = facts.grouped(|held| held.grantable).into_values();
    let found = groups.map(|(held, words)| {
        let who = facts.grantee_name(held.grantee);
        let detail = format!("lets {who} grant {words} on to whomever it likes");
        found(held, detail, "leave `with_grant_option` out")
    });
    found.chain(future::grant_option(facts)).collect()
}

/// `truncate_past_row_security`.
pub(super) fn truncate_past_row_security(facts: &Facts) -> Vec<Found> {
    let found = past(facts, Privilege::Truncate).map(|held| {
        let who = facts.grantee_name(held.grantee);
        let detail = format!("has row security, and {who} may empty it, and no policy is asked");
        found(held, detail, "grant `delete` in place of `truncate`: policies are asked about it")
    });
    found.collect()
}

/// `references_past_row_security`.
pub(super) fn references_past_row_security(facts: &Facts) -> Vec<Found> {
    let found = past(facts, Privilege::References).map(|held| {
        let who = facts.grantee_name(held.grantee);
        let detail = format!(
            "has row security, and {who} may find out by a foreign key which rows there are, and no policy is asked"
        );
        found(held, detail, "leave `references` out")
    });
    found.collect()
}

/// Returns grants of a privilege on tables with row security.
fn past<'f, 'a>(facts: &'f Facts<'a>, privilege: Privilege) -> impl Iterator<Item = &'f Held<'a>> {
    facts.held.iter().filter(move |held| {
        held.privilege == privilege && held.relation().is_some_and(|name| facts.is_protected(name))
    })
}

/// `redundant_grant`.
pub(super) fn redundant(facts: &Facts) -> Vec<Found> {
    let is_judged =
        |held: &&Held| facts.database.roles.get(held.grantee).is_some_and(|role| !role.superuser);
    let found = facts.held.iter().filter(is_judged).filter_map(|held| {
        let roads = others(facts, held);
        (!roads.is_empty()).then(|| {
            let who = facts.grantee_name(held.grantee);
            let roads: Vec<String> = roads.into_iter().collect();
            let detail = format!(
                "gives {who} {}, which it has from {} too: revoking one leaves the other",
                held.word(),
                roads.join(", ")
            );
            found(held, detail, "grant it to the group or to the member, not to both")
        })
    });
    found.collect()
}

/// Returns from whom else a role has a privilege that it was granted.
fn others(facts: &Facts, held: &Held) -> BTreeSet<String> {
    let database = facts.database;
    let whole = held.relation().map(|name| Target::Table(name.clone()));
    let targets: BTreeSet<&Target> = [held.target].into_iter().chain(&whole).collect();
    let mut found = BTreeSet::new();
    for grantee in facts.access.grantees(held.grantee) {
        let same = *grantee == held.grantee || *grantee == PUBLIC && held.is_given_to_all();
        let has = |target: &&Target| {
            let privileges = database.grants.get(*target).and_then(|it| it.get(*grantee));
            let option = privileges.and_then(|privileges| privileges.get(&held.privilege));
            // Who may grant on has more than who may not.
            option.is_some_and(|option| *option || !held.grantable)
        };
        if !same && targets.iter().any(has) && !facts.is_owner(held.target, grantee) {
            found.insert(facts.grantee_name(grantee));
        }
    }
    found
}
