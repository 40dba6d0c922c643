//! What the caller decides about a run.

use std::collections::BTreeSet;
use std::time::Duration;

use super::Progress;
use crate::plan::HazardKind;

/// What the caller decides about a run.
pub struct Options<'a> {
    /// Hazards that may happen; others that must be allowed are refused.
    pub allowed: BTreeSet<HazardKind>,
    /// How long to wait for another applier to finish.
    pub lock_wait: Duration,
    /// What to do about locks that cannot be had, deadlocks and their like.
    pub retries: Retries,
    /// What to do about a step of which nobody can tell whether it was finished.
    pub uncertain: Uncertain,
    /// Is told what happens.
    pub progress: &'a dyn Progress,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            allowed: BTreeSet::new(),
            lock_wait: Duration::from_secs(60),
            retries: Retries::default(),
            uncertain: Uncertain::default(),
            progress: &(),
        }
    }
}

/// How often a batch is tried, and the pauses between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often a batch is run before it is given up; at least once.
    pub attempts: u32,
    /// The pause after the first attempt; it doubles with each, and varies by half of itself.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            attempts: 8,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// What to do about a step outside of a transaction that was begun, and of which neither a record nor
/// the catalog tells whether it was finished: a procedure that commits, for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Uncertain {
    /// Refuse to go on.
    #[default]
    Refuse,
    /// Run it again.
    Repeat,
    /// Take it as done.
    Done,
}
