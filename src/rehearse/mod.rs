//! Runs a plan on a throw-away database, and sees what each step does there.
//!
//! What a step locks, rewrites and reads row by row is not remembered from the manual: it is read from
//! `pg_locks`, from the files of the relations and from the counters of scans, inside the step's own
//! transaction.

mod fill;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use postgres::{Client, Transaction};

use crate::plan::{Lock, Plan, Step};

pub use fill::fill;

/// A step that failed, with the server's words.
#[derive(Debug, thiserror::Error)]
#[error("step {} fails: {}", .number, .words)]
pub struct Failure {
    /// Which step, counted from 1.
    pub number: usize,
    /// Its statement.
    pub sql: String,
    /// What the server said, with its SQLSTATE.
    pub words: String,
    /// The SQLSTATE, where the server answered.
    pub code: Option<String>,
}

/// What is set in every transaction of a plan: bodies of functions may name what comes later.
const SETTINGS: &str = "set local check_function_bodies = off; set local search_path = ''";

/// Opens another connection to the same database.
pub type Connect<'a> = &'a (dyn Fn() -> Result<Client, String> + Sync);

/// Runs every step.
///
/// # Errors
/// The first step that fails; what earlier transactions did stays.
pub fn run(client: &mut Client, plan: &mut Plan) -> Result<(), Box<Failure>> {
    run_all(client, plan, None)
}

/// Runs every step, and writes into each what it was seen to do.
///
/// # Errors
/// As [`run`].
pub fn run_observed(
    client: &mut Client,
    plan: &mut Plan,
    connect: Connect<'_>,
) -> Result<(), Box<Failure>> {
    run_all(client, plan, Some(connect))
}

fn run_all(
    client: &mut Client,
    plan: &mut Plan,
    connect: Option<Connect<'_>>,
) -> Result<(), Box<Failure>> {
    let there = match connect {
        Some(_) => there(client).map_err(|error| failure(0, &plan.steps[0], &error))?,
        None => BTreeSet::new(),
    };
    let mut at = 0;
    while at < plan.steps.len() {
        let batch = plan.steps[at].batch;
        let end = at + plan.steps[at..].iter().take_while(|step| step.batch == batch).count();
        let transactional = plan.steps[at].transactional;
        let steps = &mut plan.steps[at..end];
        let done = match transactional {
            true => run_batch(client, steps, connect.map(|_| &there)),
            false => run_alone(client, steps, connect),
        };
        done.map_err(|(offset, error)| failure(at + offset, &plan.steps[at + offset], &error))?;
        at = end;
    }
    Ok(())
}

fn failure(at: usize, step: &Step, error: &postgres::Error) -> Box<Failure> {
    Box::new(Failure {
        number: at + 1,
        sql: step.sql.clone(),
        words: crate::sandbox::script::words(error),
        code: error.code().map(|code| code.code().to_owned()),
    })
}

fn run_alone(
    client: &mut Client,
    steps: &mut [Step],
    connect: Option<Connect<'_>>,
) -> Result<(), (usize, postgres::Error)> {
    for (at, step) in steps.iter_mut().enumerate() {
        let started = Instant::now();
        let sql = step.sql.clone();
        let done = match connect {
            Some(connect) => watch::watch(client, &sql, connect, step),
            None => client.batch_execute(&sql),
        };
        done.map_err(|error| (at, error))?;
        step.rehearsed_ms = Some(milliseconds(started));
    }
    Ok(())
}

fn milliseconds(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn run_batch(
    client: &mut Client,
    steps: &mut [Step],
    there: Option<&BTreeSet<u32>>,
) -> Result<(), (usize, postgres::Error)> {
    let mut transaction = client.transaction().map_err(|error| (0, error))?;
    transaction.batch_execute(SETTINGS).map_err(|error| (0, error))?;
    let mut before = match there {
        Some(_) => Seen::now(&mut transaction).map_err(|error| (0, error))?,
        None => Seen::default(),
    };
    let last = steps.len().saturating_sub(1);
    for (at, step) in steps.iter_mut().enumerate() {
        let started = Instant::now();
        transaction.batch_execute(&step.sql).map_err(|error| (at, error))?;
        step.rehearsed_ms = Some(milliseconds(started));
        if let Some(there) = there {
            let after = Seen::now(&mut transaction).map_err(|error| (at, error))?;
            before.compare(&after, there, step);
            before = after;
        }
    }
    transaction.commit().map_err(|error| (last, error))
}

/// Returns the relations that are there before the plan runs.
fn there(client: &mut Client) -> Result<BTreeSet<u32>, postgres::Error> {
    let sql =
        "select oid from pg_class where oid >= 16384 and relkind in ('r', 'p', 'm', 'i', 'f')";
    client.query(sql, &[])?.iter().map(|row| row.try_get(0)).collect()
}

/// What can be seen inside a transaction.
#[derive(Default)]
struct Seen {
    /// By relation: its name, file, scans, and the locks that this transaction holds.
    relations: BTreeMap<u32, (String, Option<u32>, i64, Vec<String>)>,
}

impl Seen {
    fn now(transaction: &mut Transaction<'_>) -> Result<Self, postgres::Error> {
        let mut seen = Self::default();
        for row in transaction.query(include_str!("seen.sql"), &[])? {
            let value = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
            seen.relations.insert(row.try_get(0)?, value);
        }
        Ok(seen)
    }

    /// Writes into the step what is new; a relation that was not there concerns nobody.
    fn compare(&self, after: &Self, there: &BTreeSet<u32>, step: &mut Step) {
        for (oid, (name, file, scans, locks)) in &after.relations {
            if !there.contains(oid) {
                continue;
            }
            let Some((_, old_file, old_scans, old_locks)) = self.relations.get(oid) else {
                continue;
            };
            let new = locks.iter().filter(|mode| !old_locks.contains(mode));
            step.locks.extend(new.map(|mode| Lock { relation: name.clone(), mode: mode.clone() }));
            if file != old_file {
                step.rewrites.push(name.clone());
            }
            if scans > old_scans {
                step.scans.push(name.clone());
            }
        }
        step.locks.sort();
        step.rewrites.sort();
        step.scans.sort();
    }
}
