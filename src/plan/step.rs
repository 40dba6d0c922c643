//! The plan and its steps.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Action, Hazard, HazardKind};

/// Ordered steps from one state of a database to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Version of this form; a reader refuses what is newer than it knows.
    pub format: u32,
    /// Major version of PostgreSQL that it was made for and rehearsed on.
    pub postgres: u16,
    /// The state it starts from.
    pub from: StateName,
    /// The state it leads to.
    pub to: StateName,
    /// Roles of the cluster that the plan speaks of; others are left alone.
    #[serde(default)]
    pub roles: BTreeSet<String>,
    /// What a person should know that no step says: a likely rename, an object left alone.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The steps, in the order in which they run.
    pub steps: Vec<Step>,
}

/// A state as a plan names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateName {
    /// What it is, for people; never a password: `project .`, `postgres://app@db:5432/shop`.
    pub name: String,
    /// SHA-256 of its facts, in hexadecimal.
    pub fingerprint: String,
}

/// One SQL statement of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The statement, without the semicolon at its end.
    pub sql: String,
    /// What it works on: `table sales.items`.
    pub object: String,
    /// What it does.
    pub action: Action,
    /// Which transaction it belongs to, counted from 1; never falls from one step to the next.
    pub batch: u32,
    /// Whether it runs inside a transaction; one that cannot is alone in its batch.
    pub transactional: bool,
    /// How long it waits for a lock, in milliseconds.
    pub lock_timeout_ms: u32,
    /// How long it may run, in milliseconds; 0 is for ever.
    pub statement_timeout_ms: u32,
    /// Locks on relations that it was seen to take.
    #[serde(default)]
    pub locks: Vec<Lock>,
    /// Tables and indexes that it was seen to write anew.
    #[serde(default)]
    pub rewrites: Vec<String>,
    /// Tables that it was seen to read row by row.
    #[serde(default)]
    pub scans: Vec<String>,
    /// About how many rows it touches, where the starting state tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// How long it took in the rehearsal, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsed_ms: Option<u64>,
    /// What it may do to a running system.
    #[serde(default)]
    pub hazards: Vec<Hazard>,
}

impl Step {
    /// Makes a step of which nothing was seen yet, without timeouts.
    pub fn new(
        sql: String,
        object: String,
        action: Action,
        batch: u32,
        transactional: bool,
    ) -> Self {
        Self {
            sql,
            object,
            action,
            batch,
            transactional,
            lock_timeout_ms: 0,
            statement_timeout_ms: 0,
            locks: Vec::new(),
            rewrites: Vec::new(),
            scans: Vec::new(),
            rows: None,
            rehearsed_ms: None,
            hazards: Vec::new(),
        }
    }
}

/// A lock on a relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lock {
    /// The relation, qualified and quoted.
    pub relation: String,
    /// The mode, as `pg_locks` has it: `AccessExclusiveLock`.
    pub mode: String,
}

impl Plan {
    /// The version of the form that this code writes.
    pub const FORMAT: u32 = 1;

    /// Returns whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns the kinds of hazard that `apply` refuses until they are allowed by name.
    pub fn hazards_to_allow(&self) -> BTreeSet<HazardKind> {
        let kinds = self.steps.iter().flat_map(|step| &step.hazards).map(|hazard| hazard.kind);
        kinds.filter(|kind| kind.must_be_allowed()).collect()
    }
}
