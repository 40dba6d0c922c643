//! Versioned migrations: files, history, and running what is pending.
//!
//! A folder holds files `V<number>__<name>.sql`. Each is plain SQL; comments that begin with `pgspec:`
//! say what SQL cannot (see [`Script`]). What a plan does is written as such a file ([`render`]), and
//! read back from it as the same steps, which the executor of [`apply`](crate::apply) runs.
//!
//! The bookkeeping is refinery's: which migrations are pending, that none was changed, left out or
//! slipped in, and the row of each in its history table. Two things are added to it: the row is
//! written in the transaction of the migration's last batch, and a record of every batch, so that a
//! migration of several transactions goes on where it stopped.
//!
//! ```no_run
//! use pgspec::apply::Options;
//! use pgspec::migrate::{Folder, run, status};
//!
//! let connect = || postgres::Client::connect("host=db user=owner", postgres::NoTls);
//! let folder = Folder::read("migrations".as_ref())?;
//! let report = run(&connect, &folder, None, &Options::default())?;
//! println!("{} migrations were applied", report.applied.len());
//! for row in &status(&connect, &folder)?.rows {
//!     println!("{row}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod baseline;
mod bookkeeping;
mod comments;
mod error;
mod folder;
mod history;
mod lost;
mod name;
mod pending;
mod render;
mod run;
mod script;
mod squash;
mod status;
mod timeouts;

#[cfg(test)]
mod tests;

pub use baseline::baseline;
pub use error::{Error, Fault, Place};
pub use folder::{File, Folder};
pub use lost::lost_by;
pub use name::{MAX_NUMBER, slug};
pub use render::{Draft, render};
pub use run::{Applied, Report, run};
pub use script::{Script, read};
pub use squash::Squash;
pub use status::{How, State, Status, StatusRow, status, verify_files};
pub use timeouts::{LOCK_TIMEOUT_MS, STATEMENT_TIMEOUT_MS};
