//! Seeds that are tried, and undone.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use postgres::Client;

use super::plan::Window;
use super::{Filled, Options, begin, read, tables, tables_each_time, then};
use crate::model::Project;
use crate::pipeline::Error;

/// Most rows of a table.
const MOST: u64 = 50;

/// What came of a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct TriedSeed {
    /// Its name.
    pub name: String,
    /// What became of its tables.
    pub tables: Vec<Filled>,
    /// Why its statements do not run; nothing where they do.
    pub then: Option<String>,
    /// What became of its tables at a time of its schedule; nothing where it has none.
    pub each_time: Option<Vec<Filled>>,
}

/// Tries every seed: some rows of every table, its statements, and a time of its schedule. All of it is undone.
///
/// # Errors
/// A server that is gone, and a catalog that cannot be read.
pub fn rehearse(
    client: &mut Client,
    project: &Project,
    at: DateTime<Utc>,
) -> Result<Vec<TriedSeed>, Error> {
    let database = read(client)?;
    let options = Options {
        seed: 1,
        size: 1.0,
        rows: None,
        most: MOST,
        at,
        only: BTreeSet::new(),
        adds: true,
    };
    let mut transaction = begin(client)?;
    let filled = tables(&mut transaction, &database, project, &options, &mut |_| ())?;
    let mut tried = Vec::new();
    for (name, seed) in &project.seeds {
        let of_it = filled.iter().filter(|one| seed.tables.contains_key(&one.table));
        let tables = of_it.cloned().collect();
        let mut within = transaction.transaction().map_err(Error::Ledger)?;
        let failed = match then(&mut within, name, seed, at) {
            Ok(()) => {
                within.commit().map_err(Error::Ledger)?;
                None
            }
            Err(Error::Seed { why, .. }) => {
                within.rollback().map_err(Error::Ledger)?;
                Some(why)
            }
            Err(other) => return Err(other),
        };
        let each_time = match &seed.schedule {
            None => None,
            Some(_) => {
                let window = Window { now: at, since: Some(at - TimeDelta::hours(1)) };
                Some(tables_each_time(&mut transaction, &database, seed, window, options.seed)?)
            }
        };
        tried.push(TriedSeed { name: name.clone(), tables, then: failed, each_time });
    }
    transaction.rollback().map_err(Error::Ledger)?;
    Ok(tried)
}
