//! What a plan gives or takes without effect, in words: a revoke on a column of what the whole table gives, a
//! grant on a column beside one on the table, default privileges of a schema that hold in every schema.
//!
//! <https://www.postgresql.org/docs/current/sql-revoke.html>

use std::collections::BTreeSet;

use crate::facts::privileges::{Entry, word};
use crate::facts::{Fact, Facts, Id, Kind};

/// Returns a sentence for each privilege that is given or taken, and makes no difference.
pub fn without_effect(current: &Facts, desired: &Facts) -> Vec<String> {
    let ids: BTreeSet<&Id> = current.facts.keys().chain(desired.facts.keys()).collect();
    let concerned = |id: &&Id| matches!(id.kind, Kind::Column | Kind::DefaultPrivileges);
    ids.into_iter().filter(concerned).flat_map(|id| of(id, current, desired)).collect()
}

fn of(id: &Id, current: &Facts, desired: &Facts) -> Vec<String> {
    let (old, new) = (entries(current.get(id)), entries(desired.get(id)));
    if old == new {
        return Vec::new();
    }
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
    let taken = old.difference(&new).filter(|entry| held(entry) && desired.contains(id));
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
            Some((entries(desired.get(&table)), format!("on the whole of `{table}`")))
        }
        Kind::DefaultPrivileges if !id.schema.is_empty() => {
            let everywhere = Id { schema: "".into(), ..id.clone() };
            Some((entries(desired.get(&everywhere)), "in every schema".to_owned()))
        }
        _ => None,
    }
}

fn entries(fact: Option<&Fact>) -> BTreeSet<Entry> {
    let list = fact.map(|fact| fact.list("acl")).unwrap_or_default();
    list.iter().filter_map(|text| Entry::decode(text)).collect()
}
