//! Hazards that were seen: what a step locks, rewrites and reads row by row.

use std::collections::BTreeMap;

use super::{Hazard, HazardKind, Plan, Step};

/// How long a step that neither rewrites nor scans may run, in milliseconds: it is over at once, or
/// something is wrong.
const STATEMENT_TIMEOUT_MS: u32 = 60_000;

/// Adds to each step the hazards that were seen when it was rehearsed; `rows` says about how many rows
/// each table of the starting state has.
pub fn judge(plan: &mut Plan, rows: &BTreeMap<String, u64>) {
    for step in &mut plan.steps {
        let concerned = step.rewrites.iter().chain(&step.scans);
        let counts: Vec<u64> = concerned.filter_map(|table| rows.get(table).copied()).collect();
        step.rows = (!counts.is_empty()).then(|| counts.iter().sum());
        let long = !step.rewrites.is_empty() || !step.scans.is_empty() || !step.transactional;
        step.statement_timeout_ms = if long { 0 } else { STATEMENT_TIMEOUT_MS };
        let seen = seen(step);
        step.hazards.extend(seen);
    }
}

fn seen(step: &Step) -> Vec<Hazard> {
    let mut hazards = Vec::new();
    let list = |names: &[String]| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let (rewrites, scans) = (list(&step.rewrites), list(&step.scans));
    if !step.rewrites.is_empty() {
        hazards.push(
            Hazard::new(HazardKind::RewritesTable, format!("writes {rewrites} anew"))
                .with_way_round("add another column, fill it bit by bit, and change over to it"),
        );
    }
    if !step.scans.is_empty() && step.rewrites.is_empty() {
        hazards.push(Hazard::new(HazardKind::ScansTable, format!("reads every row of {scans}")));
    }
    if step.rewrites.is_empty() && step.scans.is_empty() {
        return hazards;
    }
    let held = |modes: &[&str]| -> Vec<String> {
        let locks = step.locks.iter().filter(|lock| modes.contains(&lock.mode.as_str()));
        locks.map(|lock| lock.relation.clone()).collect()
    };
    let (exclusive, shared) = (
        held(&["AccessExclusiveLock"]),
        held(&["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock"]),
    );
    if !exclusive.is_empty() {
        let tables = list(&exclusive);
        hazards.push(Hazard::new(
            HazardKind::BlocksReads,
            format!("nobody reads or writes {tables} meanwhile"),
        ));
    } else if !shared.is_empty() {
        let tables = list(&shared);
        hazards.push(Hazard::new(
            HazardKind::BlocksWrites,
            format!("nobody writes {tables} meanwhile"),
        ));
    }
    hazards
}
