//! The last runs, as the ledger has them.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use postgres::Client;

use super::Error;

/// A file that was taken, or a transform that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRun {
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// How it ended: `done`, `loaded`, `replaced`, `failed`.
    pub outcome: String,
    /// What became of how many rows, in words.
    pub rows: String,
    /// How long it took.
    pub took: Duration,
}

/// Reads the last ten runs of every source and transform, the newest first; none where nothing ever ran.
///
/// # Errors
/// Where the server refuses.
pub fn last_runs(client: &mut Client) -> Result<BTreeMap<String, Vec<LastRun>>, Error> {
    let known = "select to_regclass('pgspec.files') is not null and to_regclass('pgspec.transform_runs') is not null";
    let is_there: bool = client.query_one(known, &[]).map_err(Error::Ledger)?.get(0);
    let mut runs: BTreeMap<String, Vec<LastRun>> = BTreeMap::new();
    if !is_there {
        return Ok(runs);
    }
    for row in client.query(include_str!("last.sql"), &[]).map_err(Error::Ledger)? {
        let took: f64 = row.get(4);
        runs.entry(row.get(0)).or_default().push(LastRun {
            began_at: row.get(1),
            outcome: row.get(2),
            rows: row.get(3),
            took: Duration::from_secs_f64(took.max(0.0)),
        });
    }
    Ok(runs)
}
