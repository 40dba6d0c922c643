//! The ledger: what was taken and what ran.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use postgres::{Client, GenericClient};

use super::Error;
use super::due::{History, Interval, Moment, merged};
use super::fill::{Counts, Finding};
use crate::model::Project;
use crate::render::transforms::LEDGER;

/// Makes the ledger where there is none, or none of this form.
///
/// # Errors
/// Where the server refuses.
pub fn prepare(client: &mut Client) -> Result<(), Error> {
    let known = "select to_regclass('pgspec.files') is not null and to_regclass('pgspec.transform_expectations') is not null";
    let is_there: bool = client.query_one(known, &[]).map_err(Error::Ledger)?.get(0);
    if !is_there {
        client.batch_execute("set client_min_messages = warning").map_err(Error::Ledger)?;
        client.batch_execute(LEDGER).map_err(Error::Ledger)?;
    }
    Ok(())
}

/// Reads what is known of every source and transform of a project.
pub(super) fn histories(
    client: &mut impl GenericClient,
    project: &Project,
) -> Result<BTreeMap<String, History>, postgres::Error> {
    let mut histories: BTreeMap<String, History> = BTreeMap::new();
    let last =
        "select name, max(at) from pgspec.transform_runs where outcome = 'done' group by name";
    for row in client.query(last, &[])? {
        histories.entry(row.get(0)).or_default().last = row.get(1);
    }
    let mut done: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let intervals = "select name, from_time, to_time from pgspec.transform_runs \
                     where outcome = 'done' and from_time is not null group by name, from_time, to_time";
    for row in client.query(intervals, &[])? {
        done.entry(row.get(0)).or_default().push((row.get(1), row.get(2)));
    }
    for (name, intervals) in done {
        let history = histories.entry(name.clone()).or_default();
        history.done = merged(intervals);
        let Some(transform) = project.transforms.get(&name) else { continue };
        history.stale = stale(client, &name, &transform.version())?;
    }
    Ok(histories)
}

/// Returns the intervals whose newest run was of another version.
fn stale(
    client: &mut impl GenericClient,
    name: &str,
    version: &str,
) -> Result<Vec<Interval>, postgres::Error> {
    // What a later run of this version covers is taken off what earlier ones of others did.
    let sql = "select lower(part), upper(part) from unnest((
                   select coalesce(range_agg(tstzrange(old.from_time, old.to_time)
                          ) filter (where old.version <> $2), '{}')
                   from pgspec.transform_runs old where old.name = $1 and old.outcome = 'done' and old.from_time is not null
               ) - (
                   select coalesce(range_agg(tstzrange(new.from_time, new.to_time)), '{}')
                   from pgspec.transform_runs new where new.name = $1 and new.outcome = 'done' and new.version = $2
                   and new.from_time is not null
               )) as part order by 1";
    let rows = client.query(sql, &[&name, &version])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// A run that came to its end, or did not.
pub(super) struct Record<'r> {
    pub name: &'r str,
    pub version: &'r str,
    pub moment: &'r Moment,
    pub counts: Counts,
    pub attempt: u32,
    pub began_at: DateTime<Utc>,
    pub failed: Option<&'r str>,
    pub findings: &'r [Finding],
}

impl Record<'_> {
    /// Writes it down.
    pub fn write(&self, client: &mut impl GenericClient) -> Result<(), postgres::Error> {
        let (from, to) = self.moment.interval.unzip();
        let outcome = if self.failed.is_some() { "failed" } else { "done" };
        let attempt = i32::try_from(self.attempt).unwrap_or(i32::MAX);
        let Counts { inserted, updated, deleted } = self.counts;
        let insert = "insert into pgspec.transform_runs (name, at, from_time, to_time, version, outcome, reason, \
                      inserted, updated, deleted, attempt, began_at) \
                      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning run_id";
        let row = client.query_one(
            insert,
            &[
                &self.name,
                &self.moment.at,
                &from,
                &to,
                &self.version,
                &outcome,
                &self.failed,
                &inserted,
                &updated,
                &deleted,
                &attempt,
                &self.began_at,
            ],
        )?;
        let run: i64 = row.get(0);
        for finding in self.findings {
            let outcome = finding.weight.word();
            client.execute(
                "insert into pgspec.transform_expectations (run_id, name, outcome, failing, kept) \
                 values ($1, $2, $3, $4, $5::text::jsonb)",
                &[&run, &finding.name, &outcome, &finding.failing, &finding.kept],
            )?;
        }
        Ok(())
    }
}
