//! Who applies a plan has to be able to act as the owners of what it makes and changes.
//!
//! A superuser can. A role that may make roles can be granted those that it made: since PostgreSQL 16
//! it administers them, and is a member in nothing else before it says so.
//! See <https://www.postgresql.org/docs/current/role-attributes.html>.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Client;

use crate::diff::{Action, Change, HazardKind, Statement};
use crate::facts::{self, Facts, Id, Kind};
use crate::sql::act_as;

/// Lets who applies act as the owners, once all roles are made: on a live database as those that it
/// cannot act as yet, elsewhere as those that are new. Retired roles come with whom their objects go to.
///
/// # Errors
/// What the server cannot be asked.
pub(super) fn act_as_owners(
    changes: &mut Vec<Change>,
    (current, desired): (&Facts, &Facts),
    retired: &BTreeMap<String, Option<String>>,
    client: Option<&mut Client>,
) -> Result<(), facts::Error> {
    let made = changes.iter().rposition(is_made_role);
    let at = made.map_or(0, |last| last + 1);
    let owners = owners(changes, current, desired, retired);
    let (roles, user) = match client {
        Some(client) => {
            let missing = missing(&owners, client);
            let missing =
                missing.map_err(|source| facts::Error::Query { part: "memberships", source })?;
            (missing, format!("`{}`, who applies,", current.user))
        }
        None => {
            let made = changes.iter().filter(|change| is_made_role(change));
            let made = made.filter(|change| owners.contains(&*change.id.name));
            (made.map(|change| change.id.name.to_string()).collect(), "whoever applies".to_owned())
        }
    };
    let granted = roles.into_iter().map(|role| {
        let statement = Statement::new(Action::Grant, act_as(&role))
            .hazard(HazardKind::WidensAccess, format!("{user} may then do what `{role}` may"));
        Change { id: Id::new(Kind::Role, "", role.as_str(), ""), statements: vec![statement] }
    });
    changes.splice(at..at, granted.collect::<Vec<_>>());
    Ok(())
}

fn is_made_role(change: &Change) -> bool {
    change.id.kind == Kind::Role
        && change.statements.iter().any(|statement| statement.action == Action::Create)
}

/// Names whom the changed objects belong to, before and after, and as whom statements run.
fn owners<'a>(
    changes: &'a [Change],
    current: &'a Facts,
    desired: &'a Facts,
    retired: &'a BTreeMap<String, Option<String>>,
) -> BTreeSet<&'a str> {
    let mut owners = BTreeSet::new();
    for change in changes {
        for facts in [current, desired] {
            let whole = facts.whole(&change.id);
            let fact = facts.get(whole.as_ref().unwrap_or(&change.id));
            owners.extend(fact.and_then(|fact| fact.text("owner")));
        }
        owners.extend(change.statements.iter().filter_map(|it| it.run_as.as_deref()));
        let drops = change.statements.iter().any(|it| it.action == Action::Drop);
        match change.id.kind {
            Kind::DefaultPrivileges => drop(owners.insert(&change.id.name)),
            // What it owns is given away first.
            Kind::Role if drops => {
                let heir = retired.get(&*change.id.name).and_then(Option::as_deref);
                owners.extend(heir.into_iter().chain([&*change.id.name]));
            }
            _ => (),
        }
    }
    // Whoever applies has no name there, and nobody is made a member of PostgreSQL's own roles.
    owners.retain(|owner| !owner.is_empty() && !owner.starts_with("pg_"));
    owners
}

/// Returns those of the roles that the one who is connected cannot act as, but may grant to itself.
fn missing(owners: &BTreeSet<&str>, client: &mut Client) -> Result<Vec<String>, postgres::Error> {
    if owners.is_empty() {
        return Ok(Vec::new());
    }
    let sql = include_str!("acting.sql");
    let owners: Vec<&str> = owners.iter().copied().collect();
    Ok(client.query(sql, &[&owners])?.iter().map(|row| row.get(0)).collect())
}
