//! Batches that are one transaction, their record within.

use super::batch::Batch;
use super::session::AS_ONESELF;
use super::work::{Failure, Stop, Work, timeouts};
use super::{Answer, Error, Fate};
use crate::plan::{Action, Step};

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

/// No more steps are sent at once.
const MOST_AT_ONCE: usize = 100;

/// Returns how many steps from the first on can be sent at once: privileges are many small statements, which take the
/// server less time than the way there and back.
fn gathered(steps: &[Step]) -> usize {
    let same = |step: &&Step| {
        matches!(step.action, Action::Grant | Action::Revoke)
            && step.lock_timeout_ms == steps[0].lock_timeout_ms
            && step.statement_timeout_ms == steps[0].statement_timeout_ms
    };
    steps.iter().take(MOST_AT_ONCE).take_while(same).count()
}

/// Runs steps at once; where anything is wrong with one of them, undoes all and says so, that each may tell for
/// itself.
fn together(
    work: &mut Work<'_, '_>,
    batch: &Batch<'_>,
    offset: usize,
    count: usize,
) -> Result<bool, (Option<usize>, Answer)> {
    let failed = |answer| (Some(offset), answer);
    work.locked.session.execute("savepoint pgspec_together").map_err(failed)?;
    let is_done = work.steps(batch, offset, count);
    if !is_done {
        work.locked.session.execute("rollback to pgspec_together").map_err(failed)?;
    }
    work.locked.session.execute("release pgspec_together").map_err(failed)?;
    Ok(is_done)
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
    // Up to where steps are run one by one, as something was wrong with them together.
    let mut apart = 0;
    let mut offset = 0;
    while let Some(step) = batch.steps.get(offset) {
        let before = offset.checked_sub(1).map(|before| timeouts("local ", &batch.steps[before]));
        for (index, statement) in timeouts("local ", step).iter().enumerate() {
            if before.as_ref().is_none_or(|before| before[index] != *statement) {
                let set = work.locked.session.execute(statement);
                set.map_err(|answer| (Some(offset), answer))?;
            }
        }
        let count = gathered(&batch.steps[offset..]);
        if count > 1 && offset >= apart {
            if together(work, batch, offset, count)? {
                offset += count;
                continue;
            }
            apart = offset + count;
        }
        work.step(batch, offset).map_err(|answer| (Some(offset), answer))?;
        offset += 1;
    }
    let own = std::iter::once(AS_ONESELF.to_owned());
    for statement in own.chain(work.endings(Some(batch))) {
        work.locked.session.execute(&statement).map_err(|answer| (None, answer))?;
    }
    Ok(())
}
