//! A copy of what a plan concerns, made in the sandbox from the facts of a live database.
//!
//! A whole production schema need not be copied to try a plan on two of its tables: the objects that
//! change, what needs them, and all that these need are enough.

use std::collections::BTreeSet;

use postgres::Client;

use super::Error;
use super::made::Made;
use crate::diff;
use crate::facts::{self, Facts, Id, Kind, Options, Roles, roles_of};
use crate::plan;
use crate::rehearse;
use crate::sandbox::Sandbox;
use crate::sql::quote_identifier;

/// Returns the part of a state that changes of these objects concern: what is changed, what needs
/// it, and what all of that needs, now or in the desired state.
pub fn concerned(facts: &Facts, desired: &Facts, changed: &BTreeSet<Id>) -> Facts {
    let dependents = facts.dependents();
    let mut found = BTreeSet::<Id>::new();
    let mut queue: Vec<(Id, bool)> =
        needed(desired, changed).into_iter().map(|id| (id, false)).collect();
    for id in changed {
        queue.push((id.clone(), true));
        queue.extend(facts.whole(id).map(|whole| (whole, true)));
    }
    while let Some((id, with_dependents)) = queue.pop() {
        let known = found.contains(&id);
        if !facts.contains(&id) || known && !with_dependents {
            continue;
        }
        if !known {
            found.insert(id.clone());
            queue.extend(facts.needs_of(&id).map(|needed| (needed.clone(), false)));
            queue.extend(facts.whole(&id).map(|whole| (whole, false)));
            // A table is no table without its columns, keys and indexes.
            for kind in Kind::ALL {
                let parts = facts.parts_of(&id, *kind).map(|(part, _)| part.clone());
                let own =
                    parts.filter(|part| *part != id && facts.whole(part).as_ref() == Some(&id));
                queue.extend(own.filter(|part| belongs(facts, part)).map(|part| (part, false)));
            }
        }
        // Others live in a schema or belong to a role whatever becomes of it.
        if with_dependents
            && !matches!(id.kind, Kind::Schema | Kind::Role | Kind::Database | Kind::Extension)
        {
            let new = dependents.of(&id).filter(|dependent| !found.contains(*dependent));
            queue.extend(new.map(|dependent| (dependent.clone(), true)));
        }
    }
    part(facts, &found)
}

/// Returns what changed objects need once they are as desired, with what that needs in turn.
fn needed(desired: &Facts, changed: &BTreeSet<Id>) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<Id> = changed.iter().cloned().collect();
    while let Some(id) = queue.pop() {
        if !desired.contains(&id) || !found.insert(id.clone()) {
            continue;
        }
        queue.extend(desired.needs_of(&id).cloned());
        queue.extend(desired.whole(&id));
        // A new table is made with its columns and keys.
        if changed.contains(&id) {
            let parts = Kind::ALL.iter().flat_map(|kind| desired.parts_of(&id, *kind));
            let parts = parts.map(|(part, _)| part.clone());
            queue.extend(parts.filter(|part| desired.whole(part).as_ref() == Some(&id)));
        }
    }
    found
}

/// A key to another table would bring that one along, and its keys in turn.
fn belongs(facts: &Facts, part: &Id) -> bool {
    let is_key = facts.get(part).is_some_and(|fact| fact.word("type") == "foreign key");
    match part.kind {
        Kind::Trigger | Kind::Policy | Kind::Rule => false,
        Kind::Constraint => !is_key,
        _ => true,
    }
}

fn part(facts: &Facts, found: &BTreeSet<Id>) -> Facts {
    let mut part = Facts { postgres: facts.postgres, user: facts.user.clone(), ..Facts::default() };
    let always = |id: &Id| matches!(id.kind, Kind::Database | Kind::DefaultPrivileges);
    for (id, fact) in &facts.facts {
        if found.contains(id) || always(id) {
            let mut fact = fact.clone();
            if id.kind == Kind::Extension {
                // The sandbox has the version that it has.
                fact.set("version", None);
            }
            part.facts.insert(id.clone(), fact);
        }
    }
    let kept = facts
        .needs
        .pairs()
        .filter(|(id, needed)| (found.contains(*id) || always(id)) && found.contains(*needed));
    part.needs = kept.map(|(id, needed)| (id.clone(), needed.clone())).collect();
    // Default privileges name schemas.
    let schemas: Vec<Id> = part
        .facts
        .keys()
        .filter(|id| id.kind == Kind::DefaultPrivileges && !id.schema.is_empty())
        .map(|id| Id::new(Kind::Schema, "", id.schema.clone(), ""))
        .collect();
    for id in schemas {
        if let Some(fact) = facts.get(&id) {
            part.facts.insert(id, fact.clone());
        }
    }
    part
}

/// Makes the state in an empty database of the sandbox, for changes towards another state.
///
/// # Errors
/// [`Error::Copy`] where it cannot be made, or is not what it should be.
pub fn copy<'s>(sandbox: &'s Sandbox, facts: &Facts, desired: &Facts) -> Result<Made<'s>, Error> {
    let declared = facts.facts.keys().chain(desired.facts.keys());
    let declared = declared.filter(|id| id.kind == Kind::Role).map(|id| id.name.to_string());
    let declared: BTreeSet<String> = declared.collect();
    let database = Made::new(sandbox, "copy", Box::new(move |role| declared.contains(role)))?;
    let mut client = database.connect()?;
    make_roles(&mut client, facts, desired);
    let empty = Facts { user: facts.user.clone(), ..Facts::of_empty_database(facts.postgres) };
    let offline = plan::Options { online: false };
    let made = plan::make(("empty", &empty), ("copy", facts), &offline);
    let mut plan = made.map_err(|cycle| Error::Copy(cycle.to_string()))?;
    rehearse::run(&mut client, &mut plan)
        .map_err(|failure| Error::Copy(format!("{failure}: {}", failure.sql)))?;
    let reached = read_copy(&mut client, facts)?;
    match diff::differences(&reached, facts).first() {
        None => Ok(database),
        Some(difference) => Err(Error::Copy(difference.to_string())),
    }
}

/// Reads a copy as the live database was read: every owner is said.
pub(crate) fn read_copy(client: &mut Client, like: &Facts) -> Result<Facts, Error> {
    let declared = like.facts.keys().filter(|id| id.kind == Kind::Role);
    let roles: BTreeSet<String> = declared.map(|id| id.name.to_string()).collect();
    let roles = if roles.is_empty() { Roles::None } else { Roles::Named(roles) };
    let options = Options { roles, default_owner: None, extension_versions: false };
    let mut facts = facts::read(client, &options)?;
    // The copy is made by another role than that of the live database.
    facts.user.clone_from(&like.user);
    Ok(facts)
}

/// Makes the roles that the state names and does not declare; those that are there will do.
fn make_roles(client: &mut Client, facts: &Facts, desired: &Facts) {
    let both = || facts.facts.iter().chain(&desired.facts);
    let mut names: BTreeSet<String> = both().flat_map(|(id, fact)| roles_of(id, fact)).collect();
    for (id, _) in both().filter(|(id, _)| id.kind == Kind::Role) {
        names.remove(&*id.name);
    }
    for name in names.iter().filter(|name| !name.starts_with("pg_")) {
        // One that is there already is no error.
        let _ = client.batch_execute(&format!("create role {}", quote_identifier(name)));
    }
}
