//! One meaning in two spellings.
//!
//! PostgreSQL keeps expressions as trees, and writes them out in words of its own. Run again, these may
//! make another tree of the same meaning, which is written otherwise: `a BETWEEN 0 AND 9 AND b` has
//! brackets that are gone then, and so does `IN` with texts of limited length. A database that a person's
//! SQL made and one that was made from what was read of it differ in nothing else. Nothing is guessed
//! about that: both texts are run, and texts that come to the same are the same.

use std::collections::{BTreeMap, BTreeSet};

use super::copy::{make, with_needs};
use super::spelling::Doubt;
use super::{Error, Places, State, cache};
use crate::diff::{self, Difference};
use crate::facts::{Facts, Id, Kind, Value};
use crate::sandbox::Sandbox;

/// How often a text is run again until it counts as another.
const ROUNDS: usize = 3;

/// What is said about an object, and does not change what its expressions mean.
const ABOUT: [&str; 5] = ["acl", "comment", "initial_acl", "owner", "relation_owner"];

/// Runs a part of a state in an empty database, and reads it back.
pub type Replay<'a> = &'a dyn Fn(&Facts) -> Result<Facts, Error>;

/// Spells `desired` as `current` is spelled, wherever both mean the same; `None` where they are spelled
/// alike already, or mean something else.
///
/// What cannot be run remains as it is.
pub fn settle(current: &Facts, desired: &Facts, doubt: Doubt, replay: Replay<'_>) -> Option<Facts> {
    let mut open: BTreeSet<Key> = BTreeSet::new();
    for (id, old) in &current.facts {
        if let Some(new) = desired.get(id) {
            open.extend(doubt.of(old, new).map(|name| (id.clone(), name)));
        }
    }
    if open.is_empty() {
        return None;
    }
    let mut settled = None;
    let mut sides = [Side::new(desired, &open), Side::new(current, &open)];
    for round in 0..ROUNDS * sides.len() {
        if !sides[round % 2].replay(&open, replay) {
            continue;
        }
        let (met, others) = open.into_iter().partition(|key| sides[0].meets(&sides[1], key));
        open = others;
        for (id, name) in met {
            let facts: &mut Facts = settled.get_or_insert_with(|| desired.clone());
            if let (Some(new), Some(old)) = (facts.facts.get_mut(&id), current.get(&id)) {
                new.set(name, old.get(name).cloned());
            }
        }
        if open.is_empty() {
            break;
        }
    }
    settled
}

/// An attribute of an object.
type Key = (Id, &'static str);

/// Some texts, and all the spellings that they have had.
struct Side {
    facts: Facts,
    forms: BTreeMap<Key, BTreeSet<Value>>,
    /// Running them again changes nothing.
    rests: bool,
}

impl Side {
    fn new(facts: &Facts, open: &BTreeSet<Key>) -> Self {
        let mut part = with_needs(facts, open.iter().map(|(id, _)| id));
        // The roles are not needed for what a text means.
        let of_roles = |kind| {
            matches!(
                kind,
                Kind::Role
                    | Kind::Membership
                    | Kind::Setting
                    | Kind::DefaultPrivileges
                    | Kind::Privileges
            )
        };
        part.facts.retain(|id, _| !of_roles(id.kind));
        part.needs.retain_among(|id| !of_roles(id.kind));
        for fact in part.facts.values_mut() {
            fact.attributes = fact.attributes.without(&ABOUT);
        }
        let mut side = Self { facts: part, forms: BTreeMap::new(), rests: false };
        side.remember(open);
        side
    }

    /// Remembers how the texts are spelled now; returns whether any has not been so before.
    fn remember(&mut self, open: &BTreeSet<Key>) -> bool {
        let mut new = false;
        for key in open {
            if let Some(value) = self.facts.get(&key.0).and_then(|fact| fact.get(key.1)) {
                new |= self.forms.entry(key.clone()).or_default().insert(value.clone());
            }
        }
        new
    }

    /// Runs the texts once more, unless they have come to rest; returns whether that made new ones.
    fn replay(&mut self, open: &BTreeSet<Key>, replay: Replay<'_>) -> bool {
        if self.rests {
            return false;
        }
        if let Ok(reached) = replay(&self.facts) {
            for (id, name) in open {
                let value = reached.get(id).and_then(|fact| fact.get(name));
                if let (Some(fact), Some(value)) = (self.facts.facts.get_mut(id), value) {
                    fact.set(name, Some(value.clone()));
                }
            }
        }
        self.rests = !self.remember(open);
        !self.rests
    }

    fn meets(&self, other: &Self, key: &Key) -> bool {
        match (self.forms.get(key), other.forms.get(key)) {
            (Some(one), Some(two)) => !one.is_disjoint(two),
            _ => false,
        }
    }
}

/// Runs a part of a state in an empty database of the sandbox, and reads it back.
///
/// # Errors
/// [`Error::Copy`] where it cannot be made.
pub fn replay(sandbox: &Sandbox, part: &Facts) -> Result<Facts, Error> {
    make(sandbox, part, &Facts::default()).map(|(_, reached)| reached)
}

impl Places<'_> {
    /// Returns what differs between two states, and not in spelling alone.
    pub fn differences(&self, current: &State, desired: &State) -> Vec<Difference> {
        let settled = self.settle(&current.facts, &desired.facts, Doubt::Likely);
        diff::differences(&current.facts, settled.as_ref().unwrap_or(&desired.facts))
    }

    /// Settles a desired state, in this sandbox; what was run before is remembered.
    pub fn settle(&self, current: &Facts, desired: &Facts, doubt: Doubt) -> Option<Facts> {
        settle(current, desired, doubt, &|part| {
            let text = serde_json::to_string(part).unwrap_or_default();
            let version = self.version();
            if let Some(known) = version.as_deref().and_then(|it| cache::find(&[&text], it)) {
                return Ok(known);
            }
            let sandbox = self.sandbox()?;
            let reached = replay(sandbox, part)?;
            let version = version.as_deref().unwrap_or_else(|| sandbox.server_version());
            cache::keep(&[&text], version, &reached);
            Ok(reached)
        })
    }
}
