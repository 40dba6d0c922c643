//! What a run tells while it goes on.

use std::fmt;
use std::time::Duration;

use super::{Answer, Holder};
use crate::plan::Step;
use crate::plan::format::count;

/// Is told what happens; every closure over [`Event`] is one, and so is `()`, which is silent.
pub trait Progress {
    /// Something happened.
    fn event(&self, event: &Event<'_>);

    /// A statement is about to be sent to the process `backend` of the server.
    fn sends(&self, _sql: &str, _backend: i32) {}
}

impl<F: Fn(&Event<'_>)> Progress for F {
    fn event(&self, event: &Event<'_>) {
        self(event);
    }
}

impl Progress for () {
    fn event(&self, _event: &Event<'_>) {}
}

/// Something that happened. Written out, it is one line without a full stop.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// Another applier is at work.
    Waits {
        /// Which one, where the server tells.
        holder: Option<&'a Holder>,
    },
    /// A plan or a migration begins, or goes on.
    Begins {
        /// What it is called.
        name: &'a str,
        /// How many steps it has.
        steps: usize,
        /// How many of its batches were finished before.
        finished: usize,
    },
    /// A step is about to run.
    StepBegins {
        /// Its number, counted from 1.
        number: usize,
        /// How many there are.
        of: usize,
        /// The step.
        step: &'a Step,
    },
    /// A step ran; in a transaction, it is not committed yet.
    StepEnds {
        /// Its number, counted from 1.
        number: usize,
        /// How long it took.
        took: Duration,
    },
    /// The server warned of something while a step ran.
    Warns {
        /// What it said.
        message: &'a str,
    },
    /// A batch is done and recorded.
    BatchEnds {
        /// Its number, as the plan has it.
        number: u32,
    },
    /// A batch is run again after a pause.
    Retries {
        /// Its number, as the plan has it.
        batch: u32,
        /// How often it was tried.
        attempt: u32,
        /// How often it will be.
        of: u32,
        /// The pause.
        pause: Duration,
        /// Why.
        reason: &'a Answer,
    },
    /// What a step left half done is put right.
    Recovers {
        /// What was found, and what is done about it.
        what: &'a str,
    },
    /// A plan or a migration is done.
    Ends {
        /// What it is called.
        name: &'a str,
    },
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waits { holder: Some(holder) } => write!(f, "waiting for {holder}"),
            Self::Waits { holder: None } => f.write_str("waiting for another run to end"),
            Self::Begins { name, steps, finished: 0 } => {
                write!(f, "{name}: {}", count(*steps, "step"))
            }
            Self::Begins { name, steps, finished } => {
                let (steps, finished) = (count(*steps, "step"), count(*finished, "finished batch"));
                write!(f, "{name}: {steps}, going on after {finished}")
            }
            Self::StepBegins { number, of, step } => {
                // Of a migration the object is the beginning of its statement.
                let action = step.action.to_string();
                match step.sql.starts_with(&step.object) || step.object.starts_with(&action) {
                    true => write!(f, "[{number}/{of}] {}", step.object),
                    false => write!(f, "[{number}/{of}] {action} {}", step.object),
                }
            }
            Self::StepEnds { number, took } => write!(f, "[{number}] {:.1} s", took.as_secs_f64()),
            Self::Warns { message } => write!(f, "warning: {message}"),
            Self::BatchEnds { number } => write!(f, "batch {number} is committed"),
            Self::Retries { batch, attempt, of, pause, reason } => write!(
                f,
                "batch {batch}, attempt {attempt} of {of}: {}; again in {:.1} s",
                reason.message,
                pause.as_secs_f64()
            ),
            Self::Recovers { what } => f.write_str(what),
            Self::Ends { name } => write!(f, "{name}: done"),
        }
    }
}
