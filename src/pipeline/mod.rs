//! What runs in the database on a schedule: files that arrive.
//!
//! A file is known by the SHA-256 of its content and counts once: its rows, the record that it was
//! taken, and the files of accepted and rejected rows come together or not at all. The rows are COPYed
//! into a temporary table while they are read; rules are SQL, and the server judges all rows at once.

mod files;
mod judge;
mod load;
mod rehearse;
mod rows;
mod values;

use std::io;
use std::path::Path;

use postgres::Client;

use crate::model::FileSource;

pub use load::Outcome;
pub use rehearse::{Tried, rehearse};

const LEDGER: &str = include_str!("ledger.sql");

/// Why no further file can be taken.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The records cannot be made or read.
    #[error("the records of what was taken cannot be made: {}", crate::sandbox::script::words(.0))]
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
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The file's name, without its folder.
    pub file: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// Takes the files of a source, by name, each in a transaction of its own.
///
/// # Errors
/// What keeps further files from being taken; what was taken before stays, and the next run goes on.
pub fn ingest(
    client: &mut Client,
    root: &Path,
    name: &str,
    source: &FileSource,
    mut told: impl FnMut(&Taken),
) -> Result<(), Error> {
    client.batch_execute("set client_min_messages = warning").map_err(Error::Ledger)?;
    client.batch_execute(LEDGER).map_err(Error::Ledger)?;
    let arrived = files::arrived(root, source)
        .map_err(|error| Error::Folder { folder: source.folder.clone(), error })?;
    let work = load::Work { root, name, source };
    for file in arrived {
        let outcome = work.take(client, &file);
        let failed =
            |why: load::Failure| Error::File { file: file.name.clone(), why: why.to_string() };
        told(&Taken { outcome: outcome.map_err(failed)?, file: file.name });
    }
    Ok(())
}
