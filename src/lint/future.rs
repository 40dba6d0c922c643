//! Privileges on what is made later.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, Found};
use crate::model::{DefaultPrivilege, FutureKind, PUBLIC, Privilege, Privileges, Target};
use crate::sql::quote_identifier;

/// Default privileges as the catalogs keep them: of whom, where, on what.
type Key<'a> = (Option<&'a str>, Option<&'a str>, FutureKind);

fn key(it: &DefaultPrivilege) -> Key<'_> {
    (it.creator.as_deref(), it.schema.as_deref(), it.kind)
}

fn place(schema: Option<&str>) -> String {
    schema.map_or_else(String::new, |name| format!(" in schema {}", quote_identifier(name)))
}

fn found(facts: &Facts, it: &DefaultPrivilege, detail: String, fix: &str) -> Found {
    let object = format!("default privileges of {}", facts.owner_name(it.creator.as_deref()));
    Found { object, detail, fix: fix.to_owned(), span: facts.places.future(it) }
}

/// `default_privileges_to_public`. What is said for all schemas repeats what PostgreSQL itself gives.
pub(super) fn to_public(facts: &Facts) -> Vec<Found> {
    let open = facts.database.default_privileges.iter().filter(|(it, privileges)| {
        let given = matches!(it.kind, FutureKind::Routines | FutureKind::Types);
        it.grantee == PUBLIC && !privileges.is_empty() && (it.schema.is_some() || !given)
    });
    let found = open.map(|(it, privileges)| {
        let detail = format!(
            "give {} to every role on the {} that it makes{}",
            words(privileges),
            it.kind.sql(),
            place(it.schema.as_deref())
        );
        found(facts, it, detail, "grant it to the roles that need it, and not to `public`")
    });
    found.collect()
}

fn words(privileges: &Privileges) -> String {
    let mut words: Vec<String> =
        privileges.keys().map(|privilege| privilege.sql().to_uppercase()).collect();
    words.sort();
    words.join(", ")
}

/// `grant_option`, of what is made later.
pub(super) fn grant_option(facts: &Facts) -> Vec<Found> {
    let privileges = facts.database.default_privileges.iter();
    let found = privileges.filter_map(|(it, privileges)| {
        let options = privileges.iter().filter(|(_, grantable)| **grantable);
        let words =
            words(&options.map(|(privilege, grantable)| (*privilege, *grantable)).collect());
        (!words.is_empty()).then(|| {
            let who = facts.grantee_name(&it.grantee);
            let (kind, place) = (it.kind.sql(), place(it.schema.as_deref()));
            let detail = format!(
                "let {who} grant {words} to whomever it likes, on the {kind} that are made{place}"
            );
            found(facts, it, detail, "leave `with_grant_option` out")
        })
    });
    found.collect()
}

/// `default_privileges_without_create`.
pub(super) fn without_create(facts: &Facts) -> Vec<Found> {
    let mut open: BTreeMap<Key, &DefaultPrivilege> = BTreeMap::new();
    for (it, privileges) in &facts.database.default_privileges {
        // Nothing is granted in advance where PUBLIC only keeps nothing, but for routines: these are closed.
        let kept = !privileges.is_empty() || it.kind == FutureKind::Routines && it.schema.is_none();
        if kept && it.creator.is_some() && !can_make(facts, it) {
            open.entry(key(it)).or_insert(it);
        }
    }
    let found = open.into_iter().map(|((_, schema, kind), it)| {
        let detail =
            format!("are for {}{}, and it cannot make any there", kind.sql(), place(schema));
        found(facts, it, detail, "name the role that makes the objects in `created_by`")
    });
    found.collect()
}

/// Returns whether the role can make objects of the kind there.
fn can_make(facts: &Facts, it: &DefaultPrivilege) -> bool {
    let role = it.creator.as_deref().unwrap_or_default();
    let creates =
        |target: &Target| facts.access.verdict(role, target, Privilege::Create).is_allowed();
    match (&it.kind, &it.schema) {
        (FutureKind::LargeObjects, _) => true,
        (FutureKind::Schemas, _) => creates(&Target::Database),
        (_, Some(schema)) => creates(&Target::Schema(schema.clone())),
        (_, None) => {
            let schemas: BTreeSet<&String> = facts.database.schemas.keys().collect();
            let public = PUBLIC.to_owned();
            let mut schemas = schemas.into_iter().chain([&public]);
            schemas.any(|name| creates(&Target::Schema(name.clone()))) || creates(&Target::Database)
        }
    }
}
