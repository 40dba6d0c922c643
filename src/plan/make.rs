//! Makes a plan of the changes between two states.

use std::collections::BTreeSet;

use super::{Plan, StateName, Step};
use crate::diff::{self, Action, Change, Cycle, HazardKind, Statement};
use crate::facts::{Facts, Id, Kind};
use crate::sql::quote_identifier;

/// How long a step waits for a lock, in milliseconds: others queue behind it meanwhile.
const LOCK_TIMEOUT_MS: u32 = 3_000;

/// How many steps of a batch may make or drop objects: a server has room for so many locks in one
/// transaction as `max_locks_per_transaction` says, 6,400 where nobody changed it, and a table takes up
/// to five.
const STEPS_OF_BATCH: usize = 500;

/// How a plan is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Keeps readers and writers of tables that are in use from waiting.
    pub online: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { online: true }
    }
}

/// Makes the plan from one state to another; what it does to a running system is not seen yet.
///
/// # Errors
/// [`Cycle`] where no order of changes helps.
pub fn make(
    current: (&str, &Facts),
    desired: (&str, &Facts),
    options: &Options,
) -> Result<Plan, Cycle> {
    let changes = diff::changes(current.1, desired.1, options.online)?;
    Ok(of_changes(current, desired, changes))
}

/// Makes the plan of changes that were found before.
pub fn of_changes(current: (&str, &Facts), desired: (&str, &Facts), changes: Vec<Change>) -> Plan {
    let mut steps = Steps::default();
    for change in changes {
        let is_new = is_new(current.1, desired.1, &change.id);
        if is_new || !desired.1.contains(&change.id) {
            // Nothing that stays is left half changed by that.
            steps.make_room(change.statements.len());
        }
        for mut statement in change.statements {
            if is_new {
                // Nobody had what was not there, and no row can break what is new.
                statement.hazards.retain(|hazard| {
                    !hazard.kind.is_of_access() && hazard.kind != HazardKind::DependsOnData
                });
            }
            steps.add(&change.id, statement);
        }
    }
    let name = |(name, facts): (&str, &Facts)| StateName {
        name: name.to_owned(),
        fingerprint: facts.fingerprint(),
    };
    Plan {
        format: Plan::FORMAT,
        postgres: desired.1.postgres,
        from: name(current),
        to: name(desired),
        roles: BTreeSet::new(),
        notes: Vec::new(),
        steps: steps.steps,
    }
}

/// Returns whether an object, or the one that it is a part of, was not there before.
fn is_new(current: &Facts, desired: &Facts, id: &Id) -> bool {
    let place = match id.kind {
        Kind::Membership => id.whole(Kind::Role),
        Kind::DefaultPrivileges => Id::new(Kind::Role, "", id.name.clone(), ""),
        // What is PostgreSQL's own was there before.
        Kind::Privileges => {
            let extension = desired.get(id).and_then(|fact| fact.text("extension"));
            Id::new(Kind::Extension, "", extension.unwrap_or_default(), "")
        }
        _ => desired.whole(id).unwrap_or_else(|| id.clone()),
    };
    !current.contains(&place) && desired.contains(&place)
}

/// Steps so far, and whether the next one may share the transaction of the last.
#[derive(Default)]
struct Steps {
    steps: Vec<Step>,
    batch: u32,
    open: bool,
    settled: bool,
    /// Steps of the batch.
    count: usize,
}

impl Steps {
    /// Ends the batch where so many more steps are too many for it.
    fn make_room(&mut self, count: usize) {
        self.open &= self.count + count <= STEPS_OF_BATCH;
    }

    fn add(&mut self, id: &Id, statement: Statement) {
        let joins = self.open
            && statement.transactional
            && !statement.apart
            && (!self.settled || statement.settles);
        if !joins {
            self.batch += 1;
            self.settled = false;
            self.count = 0;
        }
        self.count += 1;
        self.open = statement.transactional;
        self.settled |= statement.settles;
        let role = statement.run_as.clone();
        if let Some(role) = &role {
            let sql = format!("set local role {}", quote_identifier(role));
            self.push(id, Statement::alter(sql));
        }
        self.push(id, statement);
        if role.is_some() {
            self.push(id, Statement::alter("reset role"));
        }
    }

    fn push(&mut self, id: &Id, statement: Statement) {
        let Statement { sql, action, transactional, hazards, .. } = statement;
        self.steps.push(Step {
            lock_timeout_ms: if transactional { LOCK_TIMEOUT_MS } else { 0 },
            hazards,
            ..Step::new(sql, id.to_string(), action, self.batch, transactional)
        });
    }
}

/// Returns whether a step only prepares another: it is no change by itself.
pub fn is_auxiliary(step: &Step) -> bool {
    step.action == Action::Alter
        && (step.sql == "reset role" || step.sql.starts_with("set local role "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_holds_no_more_locks_than_a_server_has_room_for() {
        let mut facts = Facts::of_empty_database(15);
        let empty = facts.clone();
        for number in 0..2 * STEPS_OF_BATCH {
            let id = Id::new(Kind::Schema, "", format!("s{number}"), "");
            facts.facts.insert(id, Default::default());
        }
        for (from, to) in [(&empty, &facts), (&facts, &empty)] {
            let plan = make(("", from), ("", to), &Options::default()).unwrap();
            let batches: Vec<usize> = plan
                .steps
                .chunk_by(|one, other| one.batch == other.batch)
                .map(<[_]>::len)
                .collect();
            assert!(
                batches.len() > 1 && batches.iter().all(|it| *it <= STEPS_OF_BATCH),
                "{batches:?}"
            );
        }
    }
}
