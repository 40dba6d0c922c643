//! Plans laid out for people and for machines.

mod markdown;
mod outline;
mod picture;
mod sql;
mod text;

pub use markdown::markdown;
pub use outline::outline;
pub use picture::picture;
pub use sql::sql;
pub use text::text;

use std::collections::BTreeMap;

use super::{Plan, Step};

/// Returns the plan as one JSON document, from which [`read`] makes it again.
pub fn json(plan: &Plan) -> String {
    let text = serde_json::to_string_pretty(plan);
    text.expect("a plan's keys are text and its numbers are integers") + "\n"
}

/// Reads a plan that was saved as JSON.
///
/// # Errors
/// Says what is no plan, or that a newer pgspec wrote it.
pub fn read(text: &str) -> Result<Plan, String> {
    let plan: Plan = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match plan.format > Plan::FORMAT {
        true => Err(format!("a newer pgspec wrote it (form {})", plan.format)),
        false => Ok(plan),
    }
}

/// Modes of locks on relations, the strongest last, as `pg_locks` has them.
const MODES: [&str; 8] = [
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
];

/// Returns the strongest lock of a step on each relation.
fn locks(step: &Step) -> Vec<String> {
    let rank = |mode: &str| MODES.iter().position(|known| *known == mode).unwrap_or(MODES.len());
    let mut strongest = BTreeMap::<&str, &str>::new();
    for lock in &step.locks {
        let mode = strongest.entry(&lock.relation).or_insert(&lock.mode);
        if rank(mode) < rank(&lock.mode) {
            *mode = &lock.mode;
        }
    }
    let locks = strongest.into_iter();
    locks.map(|(relation, name)| format!("{} on {relation}", mode(name))).collect()
}

/// Writes a mode as the manual does: `ACCESS EXCLUSIVE`.
fn mode(name: &str) -> String {
    let mut words = String::new();
    for character in name.strip_suffix("Lock").unwrap_or(name).chars() {
        if character.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(character.to_ascii_uppercase());
    }
    words
}

/// Counts in words: `1 step`, `3 steps`, `2 batches`.
pub fn count(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        _ if word.ends_with("ch") => format!("{number} {word}es"),
        _ => format!("{number} {word}s"),
    }
}
