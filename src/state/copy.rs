//! A copy of what a plan concerns, made in the sandbox from the facts of a live database.
//!
//! A whole production schema need not be copied to try a plan on two of its tables: the objects that
//! change, what needs them, and all that these need are enough.

use std::collections::BTreeSet;

use postgres::Client;

use super::Error;
use super::made::Made;
use super::spelling::Respelled;
use crate::diff;
use crate::facts::{self, Facts, Id, Kind, Options, Roles, roles_of};
use crate::plan;
use crate::rehearse;
use crate::sandbox::Sandbox;

/// Returns the part of a state that changes of these objects concern: what is changed, what needs
/// it, and what all of that needs, now or in the desired state.
pub fn concerned(facts: &Facts, desired: &Facts, changed: &BTreeSet<Id>) -> Facts {
    let mut queue: Vec<(Id, bool)> =
        needed(desired, changed).into_iter().map(|id| (id, false)).collect();
    for id in changed {
        queue.push((id.clone(), true));
        queue.extend(facts.whole(id).map(|whole| (whole, true)));
    }
    gather(facts, queue)
}

/// Returns the part of a state that these objects need.
pub(super) fn with_needs<'i>(facts: &Facts, ids: impl Iterator<Item = &'i Id>) -> Facts {
    gather(facts, ids.map(|id| (id.clone(), false)).collect())
}

/// Returns some objects with what they need, and where that is asked for with what needs them.
fn gather(facts: &Facts, mut queue: Vec<(Id, bool)>) -> Facts {
    let dependents = facts.dependents();
    let mut found = BTreeSet::<Id>::new();
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
            if id.kind == Kind::Database {
                // The sandbox's superuser owns what is made there.
                fact.set("owner", None);
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
    // What is always there names roles that nothing else needs.
    let named: BTreeSet<String> =
        part.facts.iter().flat_map(|(id, fact)| roles_of(id, fact)).collect();
    for id in named.into_iter().map(|role| Id::new(Kind::Role, "", role, "")) {
        if let Some(fact) = facts.get(&id) {
            part.facts.insert(id, fact.clone());
        }
    }
    part
}

/// Makes the state in an empty database of the sandbox, for changes towards another state; returns
/// it, and what is spelled otherwise there.
///
/// # Errors
/// [`Error::Copy`] where it cannot be made, or is not what it should be.
pub fn copy<'s>(
    sandbox: &'s Sandbox,
    facts: &Facts,
    desired: &Facts,
) -> Result<(Made<'s>, Respelled), Error> {
    let (database, reached) = make(sandbox, facts, desired)?;
    let respelled = Respelled::between(facts, &reached);
    let mut expected = facts.clone();
    respelled.apply(&mut expected);
    match diff::differences(&reached, &expected).first() {
        None => Ok((database, respelled)),
        Some(difference) => Err(Error::Copy(difference.to_string())),
    }
}

/// Makes the state in an empty database of the sandbox, and reads it.
pub(super) fn make<'s>(
    sandbox: &'s Sandbox,
    facts: &Facts,
    desired: &Facts,
) -> Result<(Made<'s>, Facts), Error> {
    let both = || facts.facts.iter().chain(&desired.facts);
    let declared = both().filter(|(id, _)| id.kind == Kind::Role);
    let declared: BTreeSet<String> = declared.map(|(id, _)| id.name.to_string()).collect();
    let named = both().flat_map(|(id, fact)| roles_of(id, fact));
    let named = named.filter(|role| !declared.contains(role)).collect();
    let mut database = Made::new(sandbox, "copy", Box::new(move |role| declared.contains(role)))?;
    let mut client = database.connect()?;
    database.make_roles(&mut client, named);
    let empty = Facts { user: facts.user.clone(), ..Facts::of_empty_database(facts.postgres) };
    let offline = plan::Options { online: false };
    let made = plan::make(("empty", &empty), ("copy", facts), &offline);
    let mut plan = made.map_err(|cycle| Error::Copy(cycle.to_string()))?;
    rehearse::run(&mut client, &mut plan)
        .map_err(|failure| Error::Copy(format!("{failure}: {}", failure.sql)))?;
    let reached = read_copy(&mut client, facts)?;
    Ok((database, reached))
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
