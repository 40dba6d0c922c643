//! What a plan gives or takes without effect, in words: a revoke on a column of what the whole table gives, a
//! grant on a column beside one on the table, default privileges of a schema that hold in every schema.
//!
//! <https://www.postgresql.org/docs/current/sql-revoke.html>

use std::collections::BTreeSet;

use crate::facts::privileges::{Entry, word};
use crate::facts::{Fact, Facts, Id, Kind};

/// Returns a sentence for each privilege that is given or taken, and makes no difference.
pub fn without_effect(current: &Facts, desired: &Facts) -> Vec<String> {
    // What is gone gives nothing.
    let concerned = |id: &Id| matches!(id.kind, Kind::Column | Kind::DefaultPrivileges);
    let there = desired.facts.iter().filter(|(id, _)| concerned(id));
    there.flat_map(|(id, fact)| of(id, fact, current, desired)).collect()
}

fn of(id: &Id, fact: &Fact, current: &Facts, desired: &Facts) -> Vec<String> {
    let before = current.get(id);
    if before.map_or(&[][..], |before| before.list("acl")) == fact.list("acl") {
        return Vec::new();
    }
    let old = before.map(|before| before.privileges("acl")).unwrap_or_default();
    let new = fact.privileges("acl");
    let Some((wide, words)) = wider(id, desired) else { return Vec::new() };
    let held = |entry: &Entry| {
        let is_it = |it: &Entry| it.grantee == entry.grantee && it.letter == entry.letter;
        wide.iter().any(is_it)
    };
    let sentence = |verb: &str, entry: &Entry| {
        let whom = match entry.grantee.as_str() {
            "" => "everybody".to_owned(),
            role => format!("`{role}`"),
        };
        format!("{verb} {} on `{id}` changes nothing: {whom} has it {words}", word(entry.letter))
    };
    let taken = old.difference(&new).filter(|entry| held(entry));
    let taken = taken.map(|entry| sentence("without effect: revoking", entry));
    let given = new.difference(&old).filter(|entry| held(entry));
    let given = given.map(|entry| sentence("without effect: granting", entry));
    let all: BTreeSet<String> = taken.chain(given).collect();
    all.into_iter().collect()
}

/// Returns the privileges that hold for more than the object, and for what.
fn wider(id: &Id, desired: &Facts) -> Option<(BTreeSet<Entry>, String)> {
    match id.kind {
        Kind::Column => {
            let table = id.wholes().find(|whole| desired.contains(whole))?;
            Some((desired.get(&table)?.privileges("acl"), format!("on the whole of `{table}`")))
        }
        Kind::DefaultPrivileges if !id.schema.is_empty() => {
            let everywhere = Id { schema: "".into(), ..id.clone() };
            Some((desired.get(&everywhere)?.privileges("acl"), "in every schema".to_owned()))
        }
        _ => None,
    }
}
