//! Hazards that were seen: what a step locks, rewrites and reads row by row.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hazard, HazardKind, Plan, Step};

/// How long a step that neither rewrites nor scans may run, in milliseconds: it is over at once, or
/// something is wrong.
const STATEMENT_TIMEOUT_MS: u32 = 60_000;

/// Adds to each step the hazards that were seen when it was rehearsed; `rows` says about how many rows
/// each table of the starting state has. What was not rehearsed may take any time.
pub fn judge(plan: &mut Plan, rows: &BTreeMap<String, u64>, rehearsed: bool) {
    let mut held = Held::default();
    for step in &mut plan.steps {
        held.add(step);
        let concerned: BTreeSet<&String> = step.rewrites.iter().chain(&step.scans).collect();
        let counts: Vec<u64> = concerned.iter().filter_map(|it| rows.get(*it).copied()).collect();
        step.rows = (!counts.is_empty()).then(|| counts.iter().sum());
        let long = !concerned.is_empty() || !step.transactional || !rehearsed;
        step.statement_timeout_ms = if long { 0 } else { STATEMENT_TIMEOUT_MS };
        let mut hazards = work(step);
        if !hazards.is_empty() {
            hazards.extend(held.hazard(step.transactional));
        }
        if !step.transactional {
            hazards.push(not_transactional());
        }
        step.hazards.extend(hazards);
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Returns what a step does with every row of a table.
fn work(step: &Step) -> Vec<Hazard> {
    let names = |names: &[String]| list(&names.iter().map(String::as_str).collect::<Vec<_>>());
    if !step.rewrites.is_empty() {
        let message = format!("writes {} anew", names(&step.rewrites));
        let hazard = Hazard::new(HazardKind::RewritesTable, message);
        return vec![match step.sql.contains(" alter column ") {
            true => hazard.with_way_round(OTHER_COLUMN),
            false => hazard,
        }];
    }
    if !step.scans.is_empty() {
        let message = format!("reads every row of {}", names(&step.scans));
        return vec![Hazard::new(HazardKind::ScansTable, message)];
    }
    Vec::new()
}

/// The way round a column of another type.
const OTHER_COLUMN: &str = "add another column, fill it bit by bit, and change over to it";

fn not_transactional() -> Hazard {
    let message =
        "runs outside of a transaction: where it is cut off, something half done may stay";
    Hazard::new(HazardKind::NotTransactional, message)
        .with_way_round("run `apply` again: it removes what is half done, and goes on")
}

/// The locks that the transaction of a step holds: all that were taken since it began.
#[derive(Debug, Default)]
struct Held {
    batch: u32,
    /// The modes, by relation.
    modes: BTreeMap<String, BTreeSet<String>>,
}

impl Held {
    fn add(&mut self, step: &Step) {
        if step.batch != self.batch {
            *self = Self { batch: step.batch, modes: BTreeMap::new() };
        }
        for lock in &step.locks {
            self.modes.entry(lock.relation.clone()).or_default().insert(lock.mode.clone());
        }
    }

    /// Returns whom the locks keep waiting while a step works on rows.
    fn hazard(&self, transactional: bool) -> Option<Hazard> {
        let with = |modes: &[&str]| -> Vec<&str> {
            let held = self.modes.iter();
            let held = held.filter(|(_, of)| of.iter().any(|mode| modes.contains(&mode.as_str())));
            held.map(|(relation, _)| relation.as_str()).collect()
        };
        let exclusive = with(&["AccessExclusiveLock"]);
        if !exclusive.is_empty() && transactional {
            let message = format!("nobody reads or writes {} meanwhile", list(&exclusive));
            return Some(Hazard::new(HazardKind::BlocksReads, message));
        }
        let shared = with(&["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock"]);
        let message = format!("nobody writes {} meanwhile", list(&shared));
        (!shared.is_empty()).then(|| Hazard::new(HazardKind::BlocksWrites, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Lock, StateName};

    fn step(batch: u32, locks: &[(&str, &str)], scans: &[&str]) -> Step {
        let lock = |(relation, mode): &(&str, &str)| Lock {
            relation: (*relation).to_owned(),
            mode: (*mode).to_owned(),
        };
        Step {
            sql: String::new(),
            object: String::new(),
            action: Action::Alter,
            batch,
            transactional: true,
            lock_timeout_ms: 0,
            statement_timeout_ms: 0,
            locks: locks.iter().map(lock).collect(),
            rewrites: Vec::new(),
            scans: scans.iter().map(|it| (*it).to_owned()).collect(),
            rows: None,
            rehearsed_ms: None,
            hazards: Vec::new(),
        }
    }

    fn judged(steps: Vec<Step>, rows: &[(&str, u64)]) -> Plan {
        let name = StateName { name: String::new(), fingerprint: String::new() };
        let mut plan = Plan {
            format: Plan::FORMAT,
            postgres: 15,
            from: name.clone(),
            to: name,
            roles: BTreeSet::new(),
            notes: Vec::new(),
            steps,
        };
        judge(
            &mut plan,
            &rows.iter().map(|(name, rows)| ((*name).to_owned(), *rows)).collect(),
            true,
        );
        plan
    }

    fn kinds(plan: &Plan) -> Vec<Vec<HazardKind>> {
        let of = |step: &Step| step.hazards.iter().map(|hazard| hazard.kind).collect();
        plan.steps.iter().map(of).collect()
    }

    #[test]
    fn a_lock_is_held_until_its_transaction_ends() {
        use HazardKind::{BlocksReads, ScansTable};
        let exclusive = [("s.a", "AccessExclusiveLock")];
        let steps = vec![step(1, &exclusive, &[]), step(1, &[], &["s.b"]), step(2, &[], &["s.b"])];
        let plan = judged(steps, &[]);
        assert_eq!(kinds(&plan), [vec![], vec![ScansTable, BlocksReads], vec![ScansTable]]);
        assert_eq!(plan.steps[1].hazards[1].message, "nobody reads or writes `s.a` meanwhile");
    }

    #[test]
    fn rows_of_a_table_count_once() {
        let mut both = step(1, &[], &["s.a", "s.b"]);
        both.rewrites = vec!["s.a".to_owned()];
        let plan = judged(vec![both, step(2, &[], &["s.c"])], &[("s.a", 5), ("s.b", 7)]);
        assert_eq!(plan.steps[0].rows, Some(12));
        assert_eq!(plan.steps[1].rows, None);
    }

    #[test]
    fn a_step_outside_of_a_transaction_says_so() {
        use HazardKind::{NotTransactional, ScansTable};
        let mut alone = step(1, &[("s.a", "ShareUpdateExclusiveLock")], &["s.a"]);
        alone.transactional = false;
        assert_eq!(kinds(&judged(vec![alone], &[])), [[ScansTable, NotTransactional]]);
    }
}
