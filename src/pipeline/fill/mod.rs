//! One transform for one moment: filled, judged and recorded in one transaction.

mod expect;
mod late;

use chrono::Utc;
use postgres::{Client, IsolationLevel, SimpleQueryMessage, Transaction};

use super::due::{Interval, Moment};
use super::ledger::Record;
use crate::model::{Overlap, Transform, TransformKind};
use crate::sandbox::script::words;
use crate::sql::quote_literal;

use crate::render::transforms::{Statements, Times, questions, time};
pub use expect::{Finding, Weight};
use late::Lateness;

/// How many rows came, changed and went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub inserted: i64,
    pub updated: i64,
    pub deleted: i64,
}

/// How a run ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// Its rows are there.
    Done {
        counts: Counts,
        /// Intervals that were run again, as rows of theirs came late.
        late: Vec<Interval>,
        findings: Vec<Finding>,
    },
    /// Another run of it was not over.
    Busy,
    /// Another run did it meanwhile.
    DoneBefore,
}

/// Why a run did not end well; nothing of it is there.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The server refuses.
    #[error("{}", words(.0))]
    Server(#[from] postgres::Error),
    /// What the query gives does not belong there.
    #[error("{0}")]
    Rows(String),
    /// What must hold does not.
    #[error("not as expected: {}", named(.0))]
    Expectations(Vec<Finding>),
}

fn named(findings: &[Finding]) -> String {
    let failed = findings.iter().filter(|finding| finding.weight == Weight::Failed);
    let words = failed.map(|it| format!("{} ({} failing)", it.name, it.failing));
    words.collect::<Vec<_>>().join(", ")
}

impl Failure {
    /// Returns whether another try may end well: a deadlock, a conflict, a lock that was not to be had, a server that
    /// shut down or had no room. <https://www.postgresql.org/docs/current/errcodes-appendix.html>
    pub fn may_pass(&self) -> bool {
        let Self::Server(error) = self else { return false };
        let code = error.code().map(|code| code.code());
        match code {
            Some(code) => {
                code == "55P03" || ["08", "40", "53", "57"].contains(&code.get(..2).unwrap_or(""))
            }
            None => error.is_closed(),
        }
    }
}

/// A transform to run, and how.
pub(super) struct Work<'w> {
    pub name: &'w str,
    pub transform: &'w Transform,
    pub moment: &'w Moment,
    pub attempt: u32,
    /// Whether it runs where the ledger says that it was done.
    pub again: bool,
}

impl Work<'_> {
    /// Runs it.
    pub fn run(&self, client: &mut Client) -> Result<Ended, Failure> {
        let mut builder = client.build_transaction();
        if let TransformKind::Time { late: Some(_), .. } = &self.transform.kind {
            // What it notes to have seen is what it saw.
            builder = builder.isolation_level(IsolationLevel::RepeatableRead);
        }
        let mut transaction = builder.start()?;
        if !self.lock(&mut transaction)? {
            return Ok(Ended::Busy);
        }
        if !self.again && self.is_done(&mut transaction)? {
            return Ok(Ended::DoneBefore);
        }
        let began_at = Utc::now();
        let late = self.late(&mut transaction)?;
        for &(from, to) in &late {
            let moment = Moment { at: to, interval: Some((from, to)) };
            let work = Work { moment: &moment, again: true, ..*self };
            work.fill(&mut transaction, began_at)?;
        }
        let (counts, findings) = self.fill(&mut transaction, began_at)?;
        transaction.commit()?;
        Ok(Ended::Done { counts, late, findings })
    }

    /// Keeps others from running the same; returns whether it is ours.
    fn lock(&self, transaction: &mut Transaction<'_>) -> Result<bool, postgres::Error> {
        let key = format!("hashtext('pgspec run'), hashtext({})", quote_literal(self.name));
        let waits = self.transform.schedule.as_ref().is_none_or(|it| it.overlap == Overlap::Wait);
        if waits {
            transaction.batch_execute(&format!("select pg_advisory_xact_lock({key})"))?;
            return Ok(true);
        }
        let sql = format!("select pg_try_advisory_xact_lock({key})");
        Ok(transaction.query_one(&sql, &[])?.get(0))
    }

    /// Returns whether somebody did it since it was found to be due.
    fn is_done(&self, transaction: &mut Transaction<'_>) -> Result<bool, postgres::Error> {
        if self.transform.schedule.is_none() {
            return Ok(false);
        }
        let (from, to) = self.moment.interval.unzip();
        let sql = "select exists (select from pgspec.transform_runs where name = $1 and outcome = 'done' and case \
                   when $3::timestamptz is null then at >= $2 else from_time <= $3 and to_time >= $4 end)";
        Ok(transaction.query_one(sql, &[&self.name, &self.moment.at, &from, &to])?.get(0))
    }

    fn late(&self, transaction: &mut Transaction<'_>) -> Result<Vec<Interval>, Failure> {
        let TransformKind::Time { late: Some(late), .. } = &self.transform.kind else {
            return Ok(Vec::new());
        };
        let role = &self.transform.run_as;
        match late::settle(transaction, self.name, late, self.moment, role)? {
            Lateness::Settled => Ok(Vec::new()),
            Lateness::Again(intervals) => Ok(intervals),
            Lateness::Refused(count) => Err(Failure::Rows(format!(
                "{count} rows of {} came when their interval was done",
                late.table
            ))),
        }
    }

    /// Fills the target, asks what is expected of it, and writes down that it ran.
    fn fill(
        &self,
        transaction: &mut Transaction<'_>,
        began_at: chrono::DateTime<Utc>,
    ) -> Result<(Counts, Vec<Finding>), Failure> {
        let statements = statements(self.transform, self.moment);
        let (counts, findings) = apply(transaction, &statements)?;
        transaction.batch_execute("reset role; set local search_path = pg_catalog")?;
        if findings.iter().any(|finding| finding.weight == Weight::Failed) {
            return Err(Failure::Expectations(findings));
        }
        let record = Record {
            name: self.name,
            version: &self.transform.version(),
            moment: self.moment,
            counts,
            attempt: self.attempt,
            began_at,
            failed: None,
            findings: &findings,
        };
        record.write(transaction)?;
        Ok((counts, findings))
    }

    /// Writes down that it failed.
    pub fn note_failure(
        &self,
        client: &mut Client,
        began_at: chrono::DateTime<Utc>,
        failure: &Failure,
    ) -> Result<(), postgres::Error> {
        let none = Vec::new();
        let findings = match failure {
            Failure::Expectations(findings) => findings,
            _ => &none,
        };
        let record = Record {
            name: self.name,
            version: &self.transform.version(),
            moment: self.moment,
            counts: Counts::default(),
            attempt: self.attempt,
            began_at,
            failed: Some(&failure.to_string()),
            findings,
        };
        let mut transaction = client.transaction()?;
        record.write(&mut transaction)?;
        transaction.commit()
    }
}

/// Returns the statements of a transform for a moment.
fn statements<'s>(transform: &'s Transform, moment: &Moment) -> Statements<'s> {
    let interval = moment.interval.map(|(from, to)| (time(from), time(to)));
    Statements { transform, times: Times { at: time(moment.at), interval } }
}

/// Fills the target as the role of the transform, and asks what is expected of it.
fn apply(
    transaction: &mut Transaction<'_>,
    statements: &Statements<'_>,
) -> Result<(Counts, Vec<Finding>), Failure> {
    let transform = statements.transform;
    transaction.batch_execute(&statements.prologue())?;
    let counts = match (&transform.kind, &transform.into) {
        (TransformKind::View, _) => Counts::default(),
        (TransformKind::MaterializedView { concurrently }, Some(view)) => {
            let populated =
                "select relispopulated from pg_catalog.pg_class where oid = $1::text::regclass";
            let is_populated: bool = transaction.query_one(populated, &[&view.to_string()])?.get(0);
            let how = if *concurrently && is_populated { "concurrently " } else { "" };
            transaction.batch_execute(&format!("refresh materialized view {how}{view}"))?;
            Counts::default()
        }
        (TransformKind::Statement, _) => {
            let messages = transaction.simple_query(&statements.fill(None))?;
            Counts { updated: affected(&messages), ..Counts::default() }
        }
        _ => {
            let watermark = watermark(transaction, statements)?;
            let messages = transaction.simple_query(&statements.fill(watermark.as_deref()))?;
            counted(&messages, transform)?
        }
    };
    Ok((counts, expect::judge(transaction, statements)?))
}

fn watermark(
    transaction: &mut Transaction<'_>,
    statements: &Statements<'_>,
) -> Result<Option<String>, postgres::Error> {
    let (Some(sql), TransformKind::Append { data_type, start, .. }) =
        (statements.watermark(), &statements.transform.kind)
    else {
        return Ok(None);
    };
    let highest: Option<String> = transaction.query_one(&sql, &[])?.get(0);
    let value = highest.or_else(|| start.clone()).unwrap_or_else(|| "-infinity".to_owned());
    Ok(Some(format!("cast({} as {data_type})", quote_literal(&value))))
}

fn affected(messages: &[SimpleQueryMessage]) -> i64 {
    let counts = messages.iter().map(|message| match message {
        SimpleQueryMessage::CommandComplete(count) => i64::try_from(*count).unwrap_or(i64::MAX),
        _ => 0,
    });
    counts.sum()
}

/// Takes the counts of a statement that fills, and refuses what does not belong there.
fn counted(messages: &[SimpleQueryMessage], transform: &Transform) -> Result<Counts, Failure> {
    let row = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    let number = |at| row.and_then(|row| row.get(at)?.parse::<i64>().ok()).unwrap_or(0);
    let (astray, twice) = (number(3), number(4));
    if astray > 0 {
        let why = match transform.kind {
            TransformKind::Time { .. } => {
                "of the rows that the query gives belong to no part of the interval"
            }
            TransformKind::Append { .. } => {
                "of the rows that the query gives are not above the watermark"
            }
            _ => "states began later than the time that the run stands for",
        };
        return Err(Failure::Rows(format!("{astray} {why}")));
    }
    if twice > 0 {
        return Err(Failure::Rows(format!("the query gives {twice} keys more than once")));
    }
    Ok(Counts { inserted: number(0), updated: number(1), deleted: number(2) })
}

/// What came of a transform that was tried and undone.
#[derive(Debug)]
pub struct Rehearsed {
    /// How many rows came, changed and went.
    pub changed: [i64; 3],
    /// What came of what is expected.
    pub findings: Vec<Finding>,
}

/// Runs a transform as its role and undoes it; gives the words of a refusal where there is one.
///
/// # Errors
/// A connection that is gone.
pub fn rehearse(
    client: &mut Client,
    transform: &Transform,
    moment: &Moment,
) -> Result<Result<Rehearsed, String>, postgres::Error> {
    let mut transaction = client.transaction()?;
    let tried = rehearse_within(&mut transaction, transform, moment)?;
    transaction.rollback()?;
    Ok(tried)
}

/// Runs a transform as its role, for as long as the transaction lasts; what is refused is undone.
///
/// # Errors
/// A connection that is gone.
pub fn rehearse_within(
    transaction: &mut Transaction<'_>,
    transform: &Transform,
    moment: &Moment,
) -> Result<Result<Rehearsed, String>, postgres::Error> {
    let mut nested = transaction.transaction()?;
    match apply(&mut nested, &statements(transform, moment)) {
        Err(Failure::Server(error)) if error.is_closed() => Err(error),
        Err(failure) => {
            nested.rollback()?;
            Ok(Err(failure.to_string()))
        }
        Ok((counts, findings)) => {
            nested.batch_execute("reset role; set local search_path = pg_catalog")?;
            nested.commit()?;
            let changed = [counts.inserted, counts.updated, counts.deleted];
            Ok(Ok(Rehearsed { changed, findings }))
        }
    }
}

/// Returns the SQL of a run as statements of one text, without who runs it: for those who ask what it needs.
pub fn as_text(transform: &Transform, moment: &Moment) -> String {
    let statements = statements(transform, moment);
    let filled = match (&transform.kind, &transform.into) {
        (TransformKind::View, _) => String::new(),
        (TransformKind::MaterializedView { .. }, Some(view)) => {
            format!("refresh materialized view {view}")
        }
        (TransformKind::Append { data_type, .. }, _) => {
            let highest = statements.watermark().unwrap_or_default();
            let bound = format!("cast(null as {data_type})");
            format!("{highest};\n{}", statements.fill(Some(&bound)))
        }
        _ => statements.fill(None),
    };
    let asked = questions(&statements);
    let all = [statements.search_path(), filled].into_iter().chain(asked);
    all.filter(|sql| !sql.is_empty()).collect::<Vec<_>>().join(";\n")
}
