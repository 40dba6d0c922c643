//! Steps that the server does not run inside a transaction.
//!
//! What they do is not undone by a failure, and no record can be written together with it. So a
//! record is written first; once it is there, whatever the catalog shows of the step is its work.

mod recover;
mod statement;

use super::batch::Batch;
use super::records::Known;
use super::work::{Failure, Stop, Work};
use super::{Answer, Error, Fate, Uncertain};

use recover::{Found, is_clean, recover};
use statement::Statement;

/// Returns whether `sql` builds an index concurrently and leaves its name to the server.
pub(super) fn nameless_index(sql: &str) -> bool {
    matches!(Statement::read(sql), Statement::CreateIndex(index) if index.name.is_none())
}

/// Runs the one step of `batch`, and what ends with it.
pub(super) fn run(work: &mut Work<'_, '_>, batch: &Batch<'_>) -> Result<(), Error> {
    let begun = work.records.known(batch) == Known::Begun;
    let statement = Statement::read(&batch.steps[0].sql);
    let mut outside = Outside { batch, statement, begun };
    let outcome = work.retrying(batch, |work| outside.attempt(work));
    outcome.map_err(|stop| match stop {
        Stop::Refused(error) => *error,
        Stop::Failed(failure) => {
            let failure = outside.clean_up(work, failure);
            work.error(batch, failure)
        }
    })
}

/// A step outside of a transaction, over all attempts.
struct Outside<'b> {
    batch: &'b Batch<'b>,
    statement: Statement,
    /// Whether it is recorded as begun.
    begun: bool,
}

impl Outside<'_> {
    fn attempt(&mut self, work: &mut Work<'_, '_>) -> Result<(), Stop> {
        if !self.is_done(work)? {
            work.step(self.batch, 0).map_err(|answer| self.failed(answer))?;
        }
        let endings = work.endings(Some(self.batch));
        let record = work.locked.session.record(&endings);
        record.map_err(|answer| Stop::Failed(Failure::of_record(answer, Fate::Outside)))
    }

    /// Puts right what an attempt before this one left; tells whether there is nothing to do.
    fn is_done(&mut self, work: &mut Work<'_, '_>) -> Result<bool, Stop> {
        let sql = &self.batch.steps[0].sql;
        work.set_timeouts(&self.batch.steps[0]).map_err(|answer| self.failed(answer))?;
        let session = &mut work.locked.session;
        if !self.begun {
            if is_clean(session, &self.statement).map_err(|answer| self.failed(answer))? {
                let record = session.record(&[work.records.batch_begins(self.batch)]);
                record.map_err(|answer| Stop::Failed(Failure::of_record(answer, Fate::Outside)))?;
                self.begun = true;
            }
            return Ok(false);
        }
        match recover(session, &self.statement, sql).map_err(|answer| self.failed(answer))? {
            Found::Absent => Ok(false),
            Found::Done => Ok(true),
            Found::Uncertain => match work.options.uncertain {
                Uncertain::Repeat => Ok(false),
                Uncertain::Done => Ok(true),
                Uncertain::Refuse => Err(Stop::Refused(Box::new(work.uncertain(self.batch)))),
            },
        }
    }

    fn failed(&self, answer: Answer) -> Stop {
        Stop::Failed(Failure { step: Some(0), answer, fate: Fate::Outside })
    }

    /// Removes what the last attempt left, where that can be done at once.
    fn clean_up(&self, work: &mut Work<'_, '_>, mut failure: Failure) -> Failure {
        if failure.answer.lost || failure.step.is_none() {
            return failure;
        }
        if !self.begun {
            return Failure { fate: Fate::RolledBack, ..failure };
        }
        let session = &mut work.locked.session;
        let outcome = match &self.statement {
            Statement::CreateIndex(_) | Statement::Reindex(_) => {
                recover(session, &self.statement, &self.batch.steps[0].sql).map(drop)
            }
            // As a whole or not at all: the server said that it is not.
            Statement::Other => session.record(&[work.records.batch_forgotten(self.batch)]),
            _ => return failure,
        };
        if outcome.is_ok() {
            failure.fate = Fate::RolledBack;
        }
        failure
    }
}
