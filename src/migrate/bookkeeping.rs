//! Refinery on the sessions of a run: it decides and keeps the history, the executor runs.
//!
//! Refinery hands over the text of a migration together with the statement that writes its history.
//! The text is run step by step, and the statement in the transaction of the last batch.

use refinery::Migration;
use refinery_core::traits::sync::{Migrate, Query, Transaction};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::history::remember;
use super::{Error, File, How, Script};
use crate::apply::{self, Executor, Job, Kind, Options, Outcome, Rows};

/// The sessions of a run, as refinery uses them.
pub(super) struct Connection<'c, 'o> {
    pub executor: Executor<'o>,
    pub options: &'c Options<'o>,
    /// Whether refinery's table is there: whoever may write it need not be able to make it.
    pub has_table: bool,
    /// The migration that is to run next.
    pub next: Option<(&'c File, &'c Script)>,
    /// What is written together with history rows of migrations that are not run.
    pub besides: Vec<String>,
    /// What running the last migration came to.
    pub outcome: Option<Outcome>,
    /// Why refinery was told to stop.
    pub error: Option<apply::Error>,
}

/// What refinery is told of an error that is kept here.
#[derive(Debug, thiserror::Error)]
#[error("the server refused")]
pub(super) struct Told;

impl<'c, 'o> Connection<'c, 'o> {
    pub fn new(executor: Executor<'o>, options: &'c Options<'o>, has_table: bool) -> Self {
        let (next, besides, outcome, error) = (None, Vec::new(), None, None);
        Self { executor, options, has_table, next, besides, outcome, error }
    }

    /// Returns why a call of refinery failed: the error that was kept, or what it says itself.
    pub fn failure(&mut self, error: refinery::Error) -> Error {
        match self.error.take() {
            Some(kept) => Error::Apply(kept),
            None => Error::refinery(error),
        }
    }

    fn keep<T>(&mut self, outcome: Result<T, apply::Error>) -> Result<T, Told> {
        outcome.map_err(|error| {
            self.error = Some(error);
            Told
        })
    }

    fn run(
        &mut self,
        file: &File,
        script: &Script,
        history: &[&str],
    ) -> Result<Outcome, apply::Error> {
        let mut finish: Vec<String> = history.iter().map(|sql| (*sql).to_owned()).collect();
        finish.push(remember(file, How::Run));
        let key = format!("V{}", file.number);
        let job = Job {
            kind: Kind::Migration,
            key: &key,
            name: &file.file,
            steps: &script.steps,
            lines: &script.lines,
            finish: &finish,
        };
        self.executor.run(&job, self.options)
    }

    fn in_transaction(&mut self, statements: &[&str]) -> Result<(), apply::Error> {
        let makes_table = statements.iter().any(|sql| sql.starts_with("CREATE TABLE"));
        if makes_table && std::mem::replace(&mut self.has_table, true) {
            return Ok(());
        }
        let besides = if makes_table { Vec::new() } else { std::mem::take(&mut self.besides) };
        let mut statements: Vec<String> = statements.iter().map(|sql| (*sql).to_owned()).collect();
        statements.extend(besides);
        self.executor.locked.session.record(&statements).map_err(apply::Error::Prepare)
    }
}

impl Transaction for Connection<'_, '_> {
    type Error = Told;

    fn execute<'a, T: Iterator<Item = &'a str>>(&mut self, queries: T) -> Result<usize, Told> {
        let queries: Vec<&str> = queries.collect();
        match self.next.take_if(|(file, _)| queries.first() == Some(&file.text.as_str())) {
            Some((file, script)) => {
                let outcome = self.run(file, script, &queries[1..]);
                self.outcome = Some(self.keep(outcome)?);
            }
            None => {
                let outcome = self.in_transaction(&queries);
                self.keep(outcome)?;
            }
        }
        Ok(queries.len())
    }
}

impl Query<Vec<Migration>> for Connection<'_, '_> {
    fn query(&mut self, query: &str) -> Result<Vec<Migration>, Told> {
        let rows = self.executor.locked.session.rows(query, &[]).map_err(apply::Error::Prepare);
        let rows = self.keep(rows)?;
        Ok(rows.iter().map(migration).collect())
    }
}

impl Migrate for Connection<'_, '_> {}

/// Reads a row of the history. What is no number or no time was not written by refinery: it matches
/// no file then.
fn migration(row: &postgres::Row) -> Migration {
    let text = |column: usize| row.get::<_, Option<String>>(column).unwrap_or_default();
    let applied_on = OffsetDateTime::parse(&text(2), &Rfc3339);
    let checksum = text(3).parse().unwrap_or_default();
    let applied_on = applied_on.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    Migration::applied(row.get(0), text(1), applied_on, checksum)
}
