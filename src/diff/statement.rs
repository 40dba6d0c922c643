//! One SQL statement, and what is known of it before it was tried.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Hazard, HazardKind};

/// What a step does with its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Makes it.
    Create,
    /// Changes it in place.
    Alter,
    /// Gives it another name or schema.
    Rename,
    /// Removes it.
    Drop,
    /// Gives privileges on it.
    Grant,
    /// Takes privileges on it.
    Revoke,
    /// Comments on it.
    Comment,
    /// Changes rows.
    Data,
}

impl std::fmt::Display for Action {
    /// Writes a verb: `create`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Alter => "alter",
            Self::Rename => "rename",
            Self::Drop => "drop",
            Self::Grant => "grant",
            Self::Revoke => "revoke",
            Self::Comment => "comment",
            Self::Data => "data",
        })
    }
}

/// One SQL statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The statement, without the semicolon at its end.
    pub sql: String,
    /// What it does.
    pub action: Action,
    /// What it may do to a running system, as far as the statement itself tells.
    pub hazards: Vec<Hazard>,
    /// Letters of the privileges that it gives, where it is a grant on an object.
    pub gives: BTreeSet<char>,
    /// The role that has to run it, where that is not the one that applies.
    pub run_as: Option<String>,
    /// Whether it can run inside a transaction.
    pub transactional: bool,
    /// Whether it should not share a transaction with what came before, as it takes long and the
    /// locks from before would be held meanwhile.
    pub apart: bool,
    /// Whether what follows must not share its transaction, as it cannot use what was made yet.
    pub settles: bool,
}

impl Statement {
    /// Builds a statement without hazards.
    pub fn new(action: Action, sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            action,
            hazards: Vec::new(),
            gives: BTreeSet::new(),
            run_as: None,
            transactional: true,
            apart: false,
            settles: false,
        }
    }

    /// Builds a statement that changes an object in place.
    pub fn alter(sql: impl Into<String>) -> Self {
        Self::new(Action::Alter, sql)
    }

    /// Builds a statement that makes an object.
    pub fn create(sql: impl Into<String>) -> Self {
        Self::new(Action::Create, sql)
    }

    /// Builds a statement that removes an object.
    pub fn drop(sql: impl Into<String>) -> Self {
        Self::new(Action::Drop, sql)
    }

    /// Returns whether somebody may see rows by it: it gives SELECT, or is no grant on an object.
    pub fn may_show_rows(&self) -> bool {
        self.gives.is_empty() || self.gives.contains(&'r')
    }

    /// Adds a hazard.
    pub fn hazard(mut self, kind: HazardKind, message: impl Into<String>) -> Self {
        self.hazards.push(Hazard::new(kind, message));
        self
    }

    /// Adds a hazard with the way round it.
    pub fn hazard_with(
        mut self,
        kind: HazardKind,
        message: impl Into<String>,
        way_round: impl Into<String>,
    ) -> Self {
        self.hazards.push(Hazard::new(kind, message).with_way_round(way_round));
        self
    }

    /// Marks it as one that cannot run inside a transaction.
    pub fn outside_transaction(mut self) -> Self {
        self.transactional = false;
        self
    }

    /// Marks it as one that begins a transaction of its own.
    pub fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    /// Marks it as the last of its transaction.
    pub fn settles(mut self) -> Self {
        self.settles = true;
        self
    }
}
