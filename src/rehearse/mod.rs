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
        Some(there) => Seen::now(&mut transaction, there, true).map_err(|error| (0, error))?,
        None => Seen::default(),
    };
    let last = steps.len().saturating_sub(1);
    for (at, step) in steps.iter_mut().enumerate() {
        let started = Instant::now();
        transaction.batch_execute(&step.sql).map_err(|error| (at, error))?;
        step.rehearsed_ms = Some(milliseconds(started));
        if let Some(there) = there {
            let after = Seen::now(&mut transaction, there, false).map_err(|error| (at, error))?;
            before.compare(&after, step);
            before.0.extend(after.0);
        }
    }
    transaction.commit().map_err(|error| (last, error))
}

/// Returns the relations that are there before the plan runs.
fn there(client: &mut Client) -> Result<BTreeSet<u32>, postgres::Error> {
    let sql = "select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace \
               where c.relkind in ('r', 'p', 'v', 'm', 'i', 'f') and c.oid >= 16384 \
                 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
    client.query(sql, &[])?.iter().map(|row| row.try_get(0)).collect()
}

/// What can be seen of a relation inside a transaction.
struct Relation {
    /// Its name; `None` once it is dropped.
    name: Option<String>,
    /// The file that holds its rows.
    file: Option<u32>,
    scans: i64,
    /// Modes of the locks that this transaction holds.
    locks: Vec<String>,
    /// Of an index, its table.
    table: Option<u32>,
}

/// What can be seen inside a transaction, by relation.
#[derive(Default)]
struct Seen(BTreeMap<u32, Relation>);

impl Seen {
    /// Looks at those that were there before the plan; what it makes itself concerns nobody. What a
    /// transaction has not locked is as it was.
    fn now(
        transaction: &mut Transaction<'_>,
        there: &BTreeSet<u32>,
        all: bool,
    ) -> Result<Self, postgres::Error> {
        let mut seen = Self::default();
        if there.is_empty() {
            return Ok(seen);
        }
        let there: Vec<u32> = there.iter().copied().collect();
        for row in transaction.query(include_str!("seen.sql"), &[&there, &all])? {
            let relation = Relation {
                name: row.try_get(1)?,
                file: row.try_get(2)?,
                scans: row.try_get(3)?,
                locks: row.try_get(4)?,
                table: row.try_get(5)?,
            };
            seen.0.insert(row.try_get(0)?, relation);
        }
        Ok(seen)
    }

    /// Writes into the step what is new; what is done to an index goes without saying where it is done
    /// to its table.
    fn compare(&self, after: &Self, step: &mut Step) {
        for (oid, new) in &after.0 {
            let Some(old) = self.0.get(oid) else { continue };
            let Some(name) = &old.name else { continue };
            let table = old.table.and_then(|oid| {
                let old = self.0.get(&oid)?;
                Some((old, after.0.get(&oid).unwrap_or(old)))
            });
            for mode in new.locks.iter().filter(|mode| !old.locks.contains(mode)) {
                if !table.is_some_and(|(_, table)| table.locks.contains(mode)) {
                    step.locks.push(Lock { relation: name.clone(), mode: mode.clone() });
                }
            }
            let with_table = table.is_some_and(|(old, new)| new.file != old.file);
            if new.name.is_some() && new.file != old.file && !with_table {
                step.rewrites.push(name.clone());
            }
            if new.scans > old.scans {
                step.scans.push(name.clone());
            }
        }
        step.locks.sort();
        step.rewrites.sort();
        step.scans.sort();
    }
}
