//! Runs the batches of a plan or of a migration that are not done yet.

use serde::Serialize;

use super::batch::{Batch, group};
use super::lock::Locked;
use super::records::{Kind, Known};
use super::work::Work;
use super::{Answer, Error, Event, Options, Records, outside, transaction};
use crate::plan::Step;
use crate::sql::scanner::tokens;

/// What is to be run.
pub(crate) struct Job<'j> {
    /// A plan or a migration.
    pub kind: Kind,
    /// What a later run recognises it by.
    pub key: &'j str,
    /// What it is called.
    pub name: &'j str,
    /// Its steps.
    pub steps: &'j [Step],
    /// The line of each step in its file; empty where there is none.
    pub lines: &'j [usize],
    /// Statements that run in the transaction in which the last batch is recorded.
    pub finish: &'j [String],
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Outcome {
    /// How many steps were run.
    pub steps: usize,
    /// How many batches had been finished before by a run that stopped.
    pub resumed_after: usize,
    /// How often a batch was run again, because a lock could not be had or the like.
    pub retries: u32,
}

/// Runs one job after another on the same sessions.
pub(crate) struct Executor<'o> {
    /// The sessions, with their locks.
    pub locked: Locked<'o>,
}

impl<'o> Executor<'o> {
    /// Runs what of `job` is not done yet.
    ///
    /// # Errors
    /// The first step that fails for good; what is before it stays, and the next run goes on there.
    pub fn run(&mut self, job: &Job<'_>, options: &Options<'o>) -> Result<Outcome, Error> {
        let batches = group(job.steps)?;
        let records = match Records::half_done(&mut self.locked.session, job.kind, job.key)? {
            Some(records) => records,
            None => Records::begin(&mut self.locked.session, job.kind, job.key, job.name)?,
        };
        records.check(&batches)?;
        let finished = records.finished();
        let (name, steps) = (job.name, job.steps.len());
        options.progress.event(&Event::Begins { name, steps, finished });
        let mut work = Work {
            locked: &mut self.locked,
            options,
            records,
            job,
            batches: batches.len(),
            finished,
            attempts: 0,
            retries: 0,
        };
        let steps = run_batches(&mut work, &batches)?;
        let outcome = Outcome { steps, resumed_after: finished, retries: work.retries };
        // The next job, and its bookkeeping, must not meet the settings of this one. A session that is
        // gone is noticed by the next statement.
        let _ = self.locked.session.reset();
        options.progress.event(&Event::Ends { name });
        Ok(outcome)
    }
}

fn run_batches(work: &mut Work<'_, '_>, batches: &[Batch<'_>]) -> Result<usize, Error> {
    let mut steps = 0;
    for batch in batches {
        if work.records.known(batch) == Known::Done {
            restore(work, batch).map_err(Error::Prepare)?;
            continue;
        }
        work.locked.check()?;
        match batch.transactional() {
            true => transaction::run(work, batch)?,
            false => outside::run(work, batch)?,
        }
        steps += batch.steps.len();
        work.finished += 1;
        work.tell(Event::BatchEnds { number: batch.number });
    }
    if steps == 0 {
        transaction::end(work)?;
    }
    Ok(steps)
}

/// Sets for the session what a batch that is done had set for it: later batches were written with it.
fn restore(work: &mut Work<'_, '_>, batch: &Batch<'_>) -> Result<(), Answer> {
    let settings = batch.steps.iter().filter(|step| sets_session(&step.sql));
    for step in settings {
        work.locked.session.execute(&step.sql)?;
    }
    Ok(())
}

/// Whether a statement changes nothing but the session: `SET`, `RESET`, `SELECT set_config(…)`.
fn sets_session(sql: &str) -> bool {
    let tokens = tokens(sql);
    let mut words = tokens.iter().map(|token| sql[token.range.clone()].to_ascii_lowercase());
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    match first.as_str() {
        "set" => !matches!(second.as_str(), "local" | "transaction" | "constraints"),
        "reset" => true,
        "select" => {
            second == "set_config"
                || (second == "pg_catalog" && words.nth(1).as_deref() == Some("set_config"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_session_are_told_from_what_changes_the_database() {
        for sql in [
            "set search_path = a",
            "SET SESSION work_mem = '1MB'",
            "reset role",
            "select pg_catalog.set_config('search_path', '', false)",
            "/* a */ select set_config('a.b', 'c', false)",
        ] {
            assert!(sets_session(sql), "{sql}");
        }
        for sql in [
            "set local search_path = a",
            "set constraints all deferred",
            "select f()",
            "select pg_catalog.setval('a', 1)",
            "create table set_config ()",
            "",
        ] {
            assert!(!sets_session(sql), "{sql}");
        }
    }
}
