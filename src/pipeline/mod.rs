//! What runs in the database on a schedule: files that arrive, and transforms of what is there.
//!
//! [`ingest`] takes files, each once: its rows, the record that it was taken, and the files of accepted and rejected
//! rows come together or not at all. [`fill`] is one transform for one moment, in one transaction with its record.
//! [`due`] says what has to run, from the schedules and the ledger alone; [`run`] runs it, in the order of what needs
//! what, side by side where nothing does. The ledger is the schema `pgspec`, which no project declares.

mod ask;
mod copy;
mod due;
mod fill;
mod fresh;
mod ingest;
mod last;
mod ledger;
mod prove;
mod run;
mod seed;

use std::io;

pub use ask::{Answer, AskError, ask, explain};
pub use due::{History, Interval, Moment, due, gaps};
pub use fill::{Finding, Rehearsed, Weight, as_text, rehearse_within};
pub use fresh::Age;
pub use ingest::{Outcome, Taken, Tried, ingest, make, rehearse};
pub use last::{LastRun, last_runs};
pub use ledger::prepare;
pub use prove::Fault;
pub use run::{Event, Options, Runner, Summary, Watched, Which, now};
pub use seed::{
    Filled, Left, Options as SeedOptions, TriedSeed, fill, fill_each, rehearse as rehearse_seeds,
};

/// How the server writes values, whatever is set otherwise.
const SETTINGS: &str = "set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; \
                        set local bytea_output = 'hex'; set local extra_float_digits = 1";

/// Why nothing further can be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The records cannot be made or read.
    #[error("the ledger cannot be made or read: {}", crate::sandbox::script::words(.0))]
    Ledger(#[source] postgres::Error),
    /// The folder of a source cannot be read.
    #[error("`{folder}` cannot be read: {error}")]
    Folder {
        /// The folder, below the project.
        folder: String,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// A file cannot be read, or what is written beside it; or the server is gone.
    #[error("`{file}`: {why}")]
    File {
        /// The file's name.
        file: String,
        /// Why.
        why: String,
    },
    /// The tables that rows are made up for cannot be read.
    #[error(transparent)]
    Catalog(#[from] Box<crate::catalog::Error>),
    /// The server refuses rows that were made up.
    #[error("{what}: {why}")]
    Seed {
        /// The table, or the seed.
        what: String,
        /// Why.
        why: String,
    },
    /// No connection.
    #[error(transparent)]
    Connect(#[from] crate::connect::Error),
}
