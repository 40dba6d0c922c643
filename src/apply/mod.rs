//! Running the steps of a plan on a server, so that nothing is lost whenever it stops.
//!
//! Steps of one [`batch`](crate::plan::Step::batch) are one transaction, and the record that they ran
//! is written in it: a batch and its record are there together, or neither is. A step that cannot run
//! in a transaction has a record before and one after it; where only the first is there, the catalog
//! tells what became of the step. So the same plan, run again, goes on where it stopped.
//!
//! One applier works at a time: it holds an advisory lock on a session that does nothing else, and a
//! second one on the session that works, which outlives a client that was killed as long as the server
//! is still busy with its last statement.
//!
//! ```no_run
//! use pgspec::apply::{Options, apply};
//!
//! # fn run(plan: &pgspec::plan::Plan) -> Result<(), Box<dyn std::error::Error>> {
//! let connect = || postgres::Client::connect("host=db user=owner", postgres::NoTls);
//! let fingerprint = || Ok(plan.from.fingerprint.clone()); // of what is there now
//! let outcome = apply(&connect, plan, &fingerprint, &Options::default())?;
//! println!("{} steps", outcome.steps);
//! # Ok(())
//! # }
//! ```
//!
//! Limits: the records live in the schema `pgspec` of the database, so whoever applies must be able to
//! create and write it; a pooler has to be in session mode.

mod answer;
mod batch;
mod connector;
mod error;
mod executor;
mod failure;
mod fingerprint;
mod lock;
mod options;
mod outside;
mod pooler;
mod progress;
mod records;
mod retry;
mod run;
mod session;
mod transaction;
mod work;

#[cfg(test)]
pub(crate) mod tests;

pub use answer::Answer;
pub use connector::{BoxError, Connector, Opened};
pub use error::{Error, Refusal};
pub use executor::Outcome;
pub use failure::{Fate, StepError};
pub use lock::Holder;
pub use options::{Options, Retries, Uncertain};
pub use progress::{Event, Progress};
pub use records::SCHEMA;
pub use run::{abandon, apply};

pub(crate) use batch::group;
pub(crate) use executor::{Executor, Job};
pub(crate) use fingerprint::sha256;
pub(crate) use lock::Locked;
pub(crate) use records::{Kind, Records};
pub(crate) use run::refusals;
pub(crate) use session::{Rows, Session};
