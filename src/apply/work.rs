//! One run under way: its sessions, its records, and how often a batch is tried.

use std::thread;
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::lock::Locked;
use super::records::Kind;
use super::{Answer, Error, Event, Fate, Holder, Job, Options, Records, Rows, StepError, retry};
use crate::plan::Step;

/// How much of a statement an error shows.
const EXCERPT_LINES: usize = 6;
const EXCERPT_WIDTH: usize = 120;
/// Nothing, or not all, was granted or revoked, as who asked may not.
const NO_PRIVILEGE: [&str; 2] = ["01007", "01006"];
/// Tells who holds locks on relations.
const BLOCKERS: &str = include_str!("blockers.sql");

/// A run under way.
pub(super) struct Work<'w, 'o> {
    pub locked: &'w mut Locked<'o>,
    pub options: &'w Options<'o>,
    pub records: Records,
    pub job: &'w Job<'w>,
    /// How many batches there are.
    pub batches: usize,
    /// How many of them are done.
    pub finished: usize,
    /// How often the current batch was run.
    pub attempts: u32,
    /// How often a batch was run again.
    pub retries: u32,
}

/// Why an attempt ended.
pub(super) enum Stop {
    /// Something was refused, and another attempt may follow.
    Failed(Failure),
    /// No attempt will change that.
    Refused(Box<Error>),
}

/// What failed of a batch.
pub(super) struct Failure {
    /// Which of its steps; none where it was a record or the commit.
    pub step: Option<usize>,
    /// What the server said.
    pub answer: Answer,
    /// What became of the batch.
    pub fate: Fate,
}

impl Failure {
    /// Builds the failure of a record.
    pub fn of_record(answer: Answer, fate: Fate) -> Self {
        Self { step: None, answer, fate }
    }
}

impl Work<'_, '_> {
    /// Runs `attempt` until it goes well, fails for good, or has failed too often; then returns why.
    pub fn retrying(
        &mut self,
        batch: &Batch<'_>,
        mut attempt: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.attempts = 1;
        loop {
            let Err(stop) = attempt(self) else { return Ok(()) };
            let Some((pause, reason)) = self.pause(&stop) else { return Err(stop) };
            self.tell(Event::Retries {
                batch: batch.number,
                attempt: self.attempts,
                of: self.options.retries.attempts,
                pause,
                reason,
            });
            thread::sleep(pause);
            self.locked.check().map_err(|error| Stop::Refused(Box::new(error)))?;
            self.attempts += 1;
            self.retries += 1;
        }
    }

    /// The pause before the next attempt, if one is worth it.
    fn pause<'s>(&self, stop: &'s Stop) -> Option<(Duration, &'s Answer)> {
        match stop {
            Stop::Failed(failure) if failure.answer.passes() => {
                retry::pause(&self.options.retries, self.attempts)
                    .map(|pause| (pause, &failure.answer))
            }
            _ => None,
        }
    }

    /// Tells what happens.
    pub fn tell(&self, event: Event<'_>) {
        self.options.progress.event(&event);
    }

    /// Runs one step of a batch.
    pub fn step(&mut self, batch: &Batch<'_>, offset: usize) -> Result<(), Answer> {
        let (number, step) = (batch.before + offset + 1, &batch.steps[offset]);
        self.tell(Event::StepBegins { number, of: self.job.steps.len(), step });
        let begun = Instant::now();
        self.locked.session.execute(&step.sql)?;
        for warning in self.locked.session.warnings() {
            // Who writes a migration may mean all tables on which one may grant; a plan means each.
            if self.job.kind == Kind::Plan && NO_PRIVILEGE.contains(&warning.code().code()) {
                return Err(Answer::from(&warning));
            }
            self.tell(Event::Warns { message: warning.message() });
        }
        self.tell(Event::StepEnds { number, took: begun.elapsed() });
        Ok(())
    }

    /// Runs steps of a batch in one message; returns whether all went well without a warning. What they are is told
    /// only then.
    pub fn steps(&mut self, batch: &Batch<'_>, offset: usize, count: usize) -> bool {
        let steps = &batch.steps[offset..offset + count];
        let sql: Vec<&str> = steps.iter().map(|step| step.sql.as_str()).collect();
        let begun = Instant::now();
        let is_done = self.locked.session.execute(&sql.join(";\n")).is_ok();
        if !self.locked.session.warnings().is_empty() || !is_done {
            return false;
        }
        let took = begun.elapsed() / u32::try_from(count).unwrap_or(u32::MAX);
        for (step, number) in steps.iter().zip(batch.before + offset + 1..) {
            self.tell(Event::StepBegins { number, of: self.job.steps.len(), step });
            self.tell(Event::StepEnds { number, took });
        }
        true
    }

    /// Sets the timeouts of a step for the whole session.
    pub fn set_timeouts(&mut self, step: &Step) -> Result<(), Answer> {
        for statement in timeouts("", step) {
            self.locked.session.execute(&statement)?;
        }
        Ok(())
    }

    /// Returns the statements that end a batch, and after the last one all that is run.
    pub fn endings(&self, batch: Option<&Batch<'_>>) -> Vec<String> {
        let mut statements: Vec<String> =
            batch.map(|batch| self.records.batch_ends(batch)).into_iter().collect();
        if self.finished + usize::from(batch.is_some()) == self.batches {
            statements.extend(self.job.finish.iter().cloned());
            statements.push(self.records.ends());
        }
        statements
    }

    /// Builds the error about a batch that was given up.
    pub fn error(&mut self, batch: &Batch<'_>, failure: Failure) -> Error {
        let step = failure.step.map(|offset| &batch.steps[offset]);
        let holders = match step {
            Some(step) if failure.answer.is("55P03") => self.blockers(step),
            _ => Vec::new(),
        };
        let index = failure.step.map(|offset| batch.before + offset);
        Error::Step(Box::new(StepError {
            run: self.job.name.to_owned(),
            step: index.map(|index| index + 1),
            line: index.and_then(|index| self.job.lines.get(index).copied()),
            of: self.job.steps.len(),
            object: step.map(|step| step.object.clone()).unwrap_or_default(),
            excerpt: step.map(|step| excerpt(&step.sql)).unwrap_or_default(),
            answer: failure.answer,
            attempts: self.attempts,
            batch: batch.number,
            finished: self.finished,
            batches: self.batches,
            fate: failure.fate,
            holders,
        }))
    }

    /// Builds the error about a step of which nothing tells whether it was finished.
    pub fn uncertain(&self, batch: &Batch<'_>) -> Error {
        Error::Uncertain { step: batch.before + 1, excerpt: excerpt(&batch.steps[0].sql) }
    }

    /// Finds out who holds locks on the relations of a step; the server need not tell.
    fn blockers(&mut self, step: &Step) -> Vec<Holder> {
        let relations: Vec<&str> = step.locks.iter().map(|lock| lock.relation.as_str()).collect();
        let Ok(relations) = serde_json::to_string(&relations) else { return Vec::new() };
        let rows = self.locked.session.rows(BLOCKERS, &[&relations]).unwrap_or_default();
        rows.iter().map(Holder::read).collect()
    }
}

/// Returns the statements that set the timeouts of a step; `scope` is `local ` in a transaction.
pub(super) fn timeouts(scope: &str, step: &Step) -> [String; 2] {
    [
        format!("set {scope}lock_timeout = {}", step.lock_timeout_ms),
        format!("set {scope}statement_timeout = {}", step.statement_timeout_ms),
    ]
}

fn excerpt(sql: &str) -> String {
    let cut = |line: &str| match line.char_indices().nth(EXCERPT_WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    };
    let mut lines: Vec<String> = sql.lines().take(EXCERPT_LINES).map(cut).collect();
    if sql.lines().count() > EXCERPT_LINES {
        lines.push("…".to_owned());
    }
    lines.join("\n")
}
