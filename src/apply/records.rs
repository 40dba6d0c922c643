//! What was run in a database, in a schema of its own there.
//!
//! A batch in a transaction is recorded within it. A step outside of one is recorded before it runs,
//! and again after: where the second record is missing, the catalog has to tell.

use super::batch::Batch;
use super::{Error, Rows, Session};
use crate::sql::quote_literal;

/// The schema of the records; no part of what a project declares.
pub const SCHEMA: &str = "pgspec";

const CREATE: &str = include_str!("records/schema.sql");
const HALF_DONE: &str = include_str!("records/half_done.sql");
const OTHERS: &str = include_str!("records/others.sql");
const EXISTS: &str = "select pg_catalog.to_regclass('pgspec.batches') is not null";
const BEGIN: &str = "insert into pgspec.runs (kind, key, name) values ($1, $2, $3) \
                     returning run_id::text";
const ABANDON: &str = "update pgspec.runs set ended_at = pg_catalog.clock_timestamp(), \
                       outcome = 'abandoned' where ended_at is null and kind = $1 \
                       and ($2 = '' or key = $2) and not ($3 <> '' and key = $3) returning name";

/// What sort of thing is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A saved plan; recognised by its fingerprint.
    Plan,
    /// A migration; recognised by its number.
    Migration,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Migration => "migration",
        }
    }
}

/// The record of a run that is under way.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    run: String,
    batches: Vec<Recorded>,
}

/// The record of one batch.
#[derive(Debug, Clone)]
struct Recorded {
    number: i32,
    sha256: String,
    ended: bool,
}

/// What the records say about a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// It was not begun, as far as records tell.
    Nothing,
    /// It was begun outside of a transaction.
    Begun,
    /// It is done.
    Done,
}

/// A run that is half done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HalfDone {
    /// Whether it is a migration.
    pub migration: bool,
    /// What it is called.
    pub name: String,
    /// When it was begun, and by whom.
    pub begun: String,
}

impl Records {
    /// Makes the schema and its tables where they are missing, in one transaction.
    pub fn prepare(session: &mut Session<'_>) -> Result<(), Error> {
        let exists = session.rows(EXISTS, &[]).map_err(Error::Prepare)?;
        if exists.first().is_some_and(|row| row.get(0)) {
            return Ok(());
        }
        session.record(&[CREATE.to_owned()]).map_err(Error::Prepare)
    }

    /// Finds the run of this kind and key that is half done.
    pub fn half_done(
        session: &mut Session<'_>,
        kind: Kind,
        key: &str,
    ) -> Result<Option<Self>, Error> {
        let rows = session.rows(HALF_DONE, &[kind.name(), key]).map_err(Error::Prepare)?;
        let Some(first) = rows.first() else { return Ok(None) };
        let batch = |row: &postgres::Row| {
            let number: Option<i32> = row.get("batch");
            number.map(|number| Recorded {
                number,
                sha256: row.get("sha256"),
                ended: row.get("ended"),
            })
        };
        Ok(Some(Self { run: first.get("run"), batches: rows.iter().filter_map(batch).collect() }))
    }

    /// Finds what else is half done.
    pub fn others(
        session: &mut Session<'_>,
        kind: Kind,
        key: &str,
    ) -> Result<Vec<HalfDone>, Error> {
        let rows = session.rows(OTHERS, &[kind.name(), key]).map_err(Error::Prepare)?;
        let other = |row: &postgres::Row| HalfDone {
            migration: row.get::<_, &str>("kind") == Kind::Migration.name(),
            name: row.get("name"),
            begun: format!(
                "{} by `{}`",
                row.get::<_, &str>("begun"),
                row.get::<_, &str>("begun_by")
            ),
        };
        Ok(rows.iter().filter(|row| row.get("has_batches")).map(other).collect())
    }

    /// Records that a run begins.
    pub fn begin(
        session: &mut Session<'_>,
        kind: Kind,
        key: &str,
        name: &str,
    ) -> Result<Self, Error> {
        let rows = session.rows(BEGIN, &[kind.name(), key, name]).map_err(Error::Prepare)?;
        let run = rows.first().expect("an insert returns its row").get(0);
        Ok(Self { run, batches: Vec::new() })
    }

    /// Gives up half-done runs of a kind: that with the key `only`, or all but that with `spare`.
    /// Returns their names.
    pub fn abandon(
        session: &mut Session<'_>,
        kind: Kind,
        only: &str,
        spare: &str,
    ) -> Result<Vec<String>, Error> {
        let rows = session.rows(ABANDON, &[kind.name(), only, spare]).map_err(Error::Prepare)?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Returns whether any of its batches was begun.
    pub fn has_begun(&self) -> bool {
        !self.batches.is_empty()
    }

    /// Returns how many batches are done.
    pub fn finished(&self) -> usize {
        self.batches.iter().filter(|batch| batch.ended).count()
    }

    /// Checks that what was run is still what `batches` would have run.
    ///
    /// # Errors
    /// [`Error::Changed`] where a batch that is done had other statements, or is not there any more.
    pub fn check(&self, batches: &[Batch<'_>]) -> Result<(), Error> {
        for recorded in &self.batches {
            let batch = batches.iter().find(|batch| batch.number_in_records() == recorded.number);
            let same = batch.is_some_and(|batch| batch.sha256 == recorded.sha256);
            if !same && (recorded.ended || batch.is_none()) {
                return Err(Error::Changed { batch: recorded.number });
            }
        }
        Ok(())
    }

    /// Looks a batch up.
    pub fn known(&self, batch: &Batch<'_>) -> Known {
        let number = batch.number_in_records();
        match self.batches.iter().find(|recorded| recorded.number == number) {
            None => Known::Nothing,
            Some(recorded) if recorded.ended => Known::Done,
            Some(_) => Known::Begun,
        }
    }

    /// Returns the statement that records that a step outside of a transaction is about to run.
    pub fn batch_begins(&self, batch: &Batch<'_>) -> String {
        format!(
            "insert into pgspec.batches (run_id, batch, sha256) values ({}, {}, {}) \
             on conflict (run_id, batch) do update set sha256 = excluded.sha256",
            self.run,
            batch.number_in_records(),
            quote_literal(&batch.sha256)
        )
    }

    /// Returns the statement that records that a step outside of a transaction did not run after all.
    pub fn batch_forgotten(&self, batch: &Batch<'_>) -> String {
        format!(
            "delete from pgspec.batches where run_id = {} and batch = {} and ended_at is null",
            self.run,
            batch.number_in_records()
        )
    }

    /// Returns the statement that records that a batch is done.
    ///
    /// Within a transaction it fails where the batch is recorded already, and the transaction with it.
    pub fn batch_ends(&self, batch: &Batch<'_>) -> String {
        let conflict = match batch.transactional() {
            true => "",
            false => " on conflict (run_id, batch) do update set ended_at = excluded.ended_at",
        };
        format!(
            "insert into pgspec.batches (run_id, batch, sha256, ended_at) \
             values ({}, {}, {}, pg_catalog.clock_timestamp()){conflict}",
            self.run,
            batch.number_in_records(),
            quote_literal(&batch.sha256)
        )
    }

    /// Returns the statement that records that all is done.
    pub fn ends(&self) -> String {
        format!(
            "update pgspec.runs set ended_at = pg_catalog.clock_timestamp(), outcome = 'done' \
             where run_id = {}",
            self.run
        )
    }
}
