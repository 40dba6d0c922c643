//! Files that arrive.
//!
//! A file is known by the SHA-256 of its content and counts once: its rows, the record that it was
//! taken, and the files of accepted and rejected rows come together or not at all. Rows go to the server in chunks
//! ([`chunk`]), which judges them by the source's SQL ([`judge`], [`ask`], [`judging`], [`told`], [`court`],
//! [`turns`]), asked once for values that many rows share ([`divide`], [`learned`]), are sorted where they were judged
//! ([`sort`]), and land ([`land`], [`scribe`]), in the order of their lines. Where the server refuses a row, it is looked for
//! ([`locate`]).

mod ask;
mod binary;
mod cells;
mod chunk;
mod court;
mod divide;
mod files;
mod json;
mod judge;
mod judging;
mod land;
mod learned;
mod lists;
mod load;
mod locate;
mod records;
mod rehearse;
mod rows;
mod sample;
mod scribe;
mod sort;
mod told;
mod turns;
mod values;
mod write;

use std::path::Path;

use chrono::{DateTime, Utc};
use postgres::Client;

use super::{Error, ledger};
use crate::connect::Target;
use crate::model::FileSource;

pub use load::Outcome;
pub use rehearse::{Tried, rehearse};
pub use sample::make;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The file's name, without its folder.
    pub file: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// Returns of when the newest file is that was taken: the time in its name, or when it was taken.
pub(super) fn newest(
    client: &mut impl postgres::GenericClient,
    name: &str,
    source: &FileSource,
) -> Result<Option<DateTime<Utc>>, postgres::Error> {
    let sql = "select name, began_at from pgspec.files where source = $1 and outcome = 'loaded' \
               order by file_id desc limit 1000";
    let times = client.query(sql, &[&name])?.into_iter().filter_map(|row| match source.named_by {
        Some(_) => files::named_time(source, row.get(0)),
        None => Some(row.get(1)),
    });
    Ok(times.max())
}

/// Takes the files of a source, by name, each in a transaction of its own. A file whose name says a time after
/// `until` is left for later. The target is where the client is connected to: others judge the
/// rows of large files beside it.
///
/// # Errors
/// What keeps further files from being taken; what was taken before stays, and the next run goes on.
pub fn ingest(
    (client, target): (&mut Client, &Target),
    root: &Path,
    (name, source): (&str, &FileSource),
    until: DateTime<Utc>,
    mut told: impl FnMut(&Taken),
) -> Result<(), Error> {
    ledger::prepare(client)?;
    let arrived = files::arrived(root, source, until)
        .map_err(|error| Error::Folder { folder: source.folder.clone(), error })?;
    let work = load::Work { target, root, name, source };
    let known = work.known(client).map_err(Error::Ledger)?;
    for file in arrived {
        let outcome = work.take(client, &file, &known);
        let failed =
            |why: load::Failure| Error::File { file: file.name.clone(), why: why.to_string() };
        told(&Taken { outcome: outcome.map_err(failed)?, file: file.name });
    }
    Ok(())
}
