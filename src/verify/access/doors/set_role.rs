//! Which roles each role can SET ROLE to, by doing it.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Transaction;

use crate::model::{Access, Database};
use crate::sql::quote_identifier;
use crate::verify::access::PROBE_CALL;
use crate::verify::access::answer::Answer;
use crate::verify::{Check, Error, Group};

/// The roles that each role can become.
pub(super) type Becomes<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Returns what is declared: a superuser becomes whom it likes.
pub(super) fn declared(model: &Database) -> Becomes<'_> {
    let access = Access::new(model);
    let of = |role: &'_ str| match model.roles[role].superuser {
        true => model.roles.keys().map(String::as_str).filter(|other| *other != role).collect(),
        false => access.becomes(role).into_iter().collect(),
    };
    model.roles.keys().map(|role| (role.as_str(), of(role))).collect()
}

/// Tries each role with each other.
pub(super) fn tried<'a>(
    transaction: &mut Transaction<'_>,
    model: &'a Database,
) -> Result<Becomes<'a>, Error> {
    let roles = || model.roles.keys().map(String::as_str);
    let pairs: Vec<(&str, &str)> = roles()
        .flat_map(|role| roles().filter(move |other| *other != role).map(move |it| (role, it)))
        .collect();
    let acting: Vec<&str> = pairs.iter().map(|(role, _)| *role).collect();
    // Only who began the session is asked whether it may.
    let statements: Vec<String> = pairs
        .iter()
        .map(|(role, other)| {
            let (role, other) = (quote_identifier(role), quote_identifier(other));
            format!("set local session authorization {role}; set local role {other}")
        })
        .collect();
    let rows = transaction
        .query(PROBE_CALL, &[&acting, &statements])
        .map_err(Error::server("try which roles a role can become"))?;
    let mut becomes: Becomes<'a> = roles().map(|role| (role, BTreeSet::new())).collect();
    for ((role, other), row) in pairs.into_iter().zip(&rows) {
        if Answer::is_permission(row.get(0)) {
            becomes.entry(role).or_default().insert(other);
        }
    }
    Ok(becomes)
}

/// Compares both.
pub(super) fn compare(declared: &Becomes<'_>, tried: &Becomes<'_>) -> Vec<Check> {
    let others = declared.len().saturating_sub(1);
    let mut checks = Vec::new();
    for (role, wanted) in declared.iter().filter(|_| others > 0) {
        let found = &tried[role];
        let name = format!("{}: SET ROLE", quote_identifier(role));
        let list = |roles: Vec<&&str>| -> String {
            roles.iter().map(|it| quote_identifier(it)).collect::<Vec<_>>().join(", ")
        };
        let (surplus, missing): (Vec<_>, Vec<_>) =
            (found.difference(wanted).collect(), wanted.difference(found).collect());
        let mut faults = Vec::new();
        if !surplus.is_empty() {
            faults.push(format!("allowed, declared refused ({})", list(surplus)));
        }
        if !missing.is_empty() {
            faults.push(format!("refused, declared allowed ({})", list(missing)));
        }
        let check = match faults.is_empty() {
            true => Check::passed(Group::Access, name),
            false => Check::failed(Group::Access, name, faults.join("; ")),
        };
        checks.push(Check { trials: others, ..check });
    }
    checks
}
