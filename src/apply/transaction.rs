//! Batches that are one transaction, their record within.

use super::batch::Batch;
use super::session::AS_ONESELF;
use super::work::{Failure, Stop, Work, timeouts};
use super::{Answer, Error, Fate};

/// Runs a batch, again where what failed may pass.
pub(super) fn run(work: &mut Work<'_, '_>, batch: &Batch<'_>) -> Result<(), Error> {
    let outcome = work.retrying(batch, |work| attempt(work, batch).map_err(Stop::Failed));
    outcome.map_err(|stop| match stop {
        Stop::Refused(error) => *error,
        Stop::Failed(failure) => work.error(batch, failure),
    })
}

/// Ends a run without any batch left.
pub(super) fn end(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let endings = work.endings(None);
    work.locked.session.record(&endings).map_err(Error::Prepare)
}

fn attempt(work: &mut Work<'_, '_>, batch: &Batch<'_>) -> Result<(), Failure> {
    let rolled_back = |answer| Failure::of_record(answer, Fate::RolledBack);
    work.locked.session.execute("begin").map_err(rolled_back)?;
    if let Err((step, answer)) = statements(work, batch) {
        // The error that is told is the one before; a connection that is gone has rolled back too.
        let _ = work.locked.session.execute("rollback");
        return Err(Failure { step, answer, fate: Fate::RolledBack });
    }
    work.locked.session.execute("commit").map_err(|answer| {
        let fate = if answer.lost { Fate::Unknown } else { Fate::RolledBack };
        Failure::of_record(answer, fate)
    })
}

/// Runs the steps and their record; tells which failed.
fn statements(work: &mut Work<'_, '_>, batch: &Batch<'_>) -> Result<(), (Option<usize>, Answer)> {
    for (offset, step) in batch.steps.iter().enumerate() {
        let before = offset.checked_sub(1).map(|before| timeouts("local ", &batch.steps[before]));
        for (index, statement) in timeouts("local ", step).iter().enumerate() {
            if before.as_ref().is_none_or(|before| before[index] != *statement) {
                let set = work.locked.session.execute(statement);
                set.map_err(|answer| (Some(offset), answer))?;
            }
        }
        work.step(batch, offset).map_err(|answer| (Some(offset), answer))?;
    }
    let own = std::iter::once(AS_ONESELF.to_owned());
    for statement in own.chain(work.endings(Some(batch))) {
        work.locked.session.execute(&statement).map_err(|answer| (None, answer))?;
    }
    Ok(())
}
