//! Steps, grouped into the transactions that they run in.

use super::{Error, fingerprint};
use crate::plan::Step;
use crate::sql;

/// Steps that are one transaction, or one step that runs outside of any.
#[derive(Debug, Clone)]
pub(crate) struct Batch<'s> {
    /// Its number, as the steps have it.
    pub number: u32,
    /// How many steps are in the batches before it.
    pub before: usize,
    /// Its steps; never empty.
    pub steps: &'s [Step],
    /// SHA-256 of its statements. Timeouts may change between two attempts.
    pub sha256: String,
}

impl Batch<'_> {
    /// Returns whether it is a transaction.
    pub fn transactional(&self) -> bool {
        self.steps.iter().all(|step| step.transactional)
    }

    /// Returns its number as a database has it.
    pub fn number_in_records(&self) -> i32 {
        i32::try_from(self.number).unwrap_or(i32::MAX)
    }
}

/// Groups `steps` by their batch.
///
/// # Errors
/// [`Error::Unfit`] where a step cannot be run so that a later run could go on after it.
pub(crate) fn group(steps: &[Step]) -> Result<Vec<Batch<'_>>, Error> {
    let mut batches: Vec<Batch<'_>> = Vec::new();
    for (index, steps) in runs(steps) {
        check(index, steps, batches.last())?;
        let parts = steps.iter().map(|step| step.sql.as_str());
        let sha256 = fingerprint::of_parts(parts);
        batches.push(Batch { number: steps[0].batch, before: index, steps, sha256 });
    }
    Ok(batches)
}

/// Cuts `steps` where the batch changes; each run comes with the index of its first step.
fn runs(steps: &[Step]) -> impl Iterator<Item = (usize, &[Step])> {
    let mut index = 0;
    steps.chunk_by(|one, other| one.batch == other.batch).map(move |run| {
        let first = index;
        index += run.len();
        (first, run)
    })
}

fn check(index: usize, steps: &[Step], before: Option<&Batch<'_>>) -> Result<(), Error> {
    if before.is_some_and(|before| before.number >= steps[0].batch) {
        return unfit(index, "its batch has a lower number than the one before it");
    }
    for (offset, step) in steps.iter().enumerate() {
        if !step.transactional && steps.len() > 1 {
            return unfit(
                index + offset,
                "it runs outside of a transaction, and yet shares a batch",
            );
        }
        check_step(index + offset, step)?;
    }
    Ok(())
}

fn check_step(index: usize, step: &Step) -> Result<(), Error> {
    match sql::split(&step.sql) {
        Ok(statements) if statements.len() == 1 => {}
        Ok(statements) => {
            return unfit(
                index,
                format!("it holds {} statements instead of one", statements.len()),
            );
        }
        Err(errors) => return unfit(index, errors[0].message.clone()),
    }
    if sql::transaction_control(&step.sql) {
        return unfit(index, "transactions are begun and ended by pgspec alone");
    }
    if step.transactional && sql::runs_outside_transaction(&step.sql) {
        return unfit(index, "the server does not run it inside a transaction");
    }
    match super::outside::nameless_index(&step.sql) {
        true => unfit(
            index,
            "an index that is built concurrently needs a name, to be found again after a crash",
        ),
        false => Ok(()),
    }
}

fn unfit<T>(index: usize, reason: impl Into<String>) -> Result<T, Error> {
    Err(Error::Unfit { step: index + 1, reason: reason.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::tests::support::step;

    fn reason(steps: &[Step]) -> String {
        group(steps).expect_err("it is refused").to_string()
    }

    #[test]
    fn steps_of_a_batch_come_together() {
        let steps = [step(1, "select 1"), step(1, "select 2"), step(4, "select 3")];
        let batches = group(&steps).unwrap();
        let shapes: Vec<_> =
            batches.iter().map(|batch| (batch.number, batch.before, batch.steps.len())).collect();
        assert_eq!(shapes, [(1, 0, 2), (4, 2, 1)]);
        assert_eq!(group(&[]).unwrap().len(), 0);
    }

    #[test]
    fn timeouts_do_not_make_another_batch() {
        let (one, mut other) = ([step(1, "select 1")], [step(1, "select 1")]);
        other[0].lock_timeout_ms = 7;
        assert_eq!(group(&one).unwrap()[0].sha256, group(&other).unwrap()[0].sha256);
        other[0].sql = "select 2".into();
        assert_ne!(group(&one).unwrap()[0].sha256, group(&other).unwrap()[0].sha256);
    }

    #[test]
    fn what_could_not_be_resumed_is_refused() {
        let outside = |sql| Step { transactional: false, ..step(1, sql) };
        let cases = [
            (vec![step(2, "select 1"), step(1, "select 1")], "step 2: its batch has a lower"),
            (vec![outside("vacuum"), outside("vacuum")], "step 1: it runs outside"),
            (vec![step(1, "commit")], "step 1: transactions are begun"),
            (
                vec![Step { transactional: true, ..step(1, "vacuum") }],
                "step 1: the server does not run it inside",
            ),
            (vec![step(1, "select 1; select 2")], "step 1: it holds 2 statements"),
            (vec![step(1, "-- nothing")], "step 1: it holds 0 statements"),
            (vec![step(1, "select 'a")], "step 1: the string lacks"),
            (vec![outside("create index concurrently on t (a)")], "needs a name"),
        ];
        for (steps, expected) in cases {
            let reason = reason(&steps);
            assert!(reason.contains(expected), "{reason}");
        }
    }
}
