//! Judged rows on their way to where they go: into the tables of accepted and rejected rows, and the files beside.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use postgres::Transaction;
use postgres::error::SqlState;

use super::chunk::Judged;
use super::files::{Beside, Finished};
use super::judge::{Field, JUDGED, Statements};
use super::load::Failure;
use super::write::{Reason, Verdict, csv_header};
use crate::model::{ABOUT_ROWS, FileSource};
use crate::pipeline::copy::escape;

/// How many different reasons are counted.
const MOST_REASONS: usize = 1_000;

/// Where rows go.
pub(super) struct Lander<'l, 's> {
    statements: &'l Statements<'s>,
    /// The file's name, as COPY reads it.
    file: String,
    accepted: Way,
    rejected: Way,
    /// By what a row is known to be there already.
    key: Option<Key>,
    /// Reasons of the rules, in their order, and of a row that is there already.
    rules: Vec<Reason>,
    /// Where the verdicts of the rules stand in what the server gave.
    verdicts: Vec<usize>,
    is_there: Reason,
    /// Whether so many may be rejected that it has to be told why most were.
    is_limited: bool,
    /// How many rows of this file were taken.
    pub counts: Counts,
}

/// How many rows went where.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub accepted: u64,
    pub rejected: u64,
    reasons: BTreeMap<String, u64>,
}

impl Counts {
    /// Returns the reason of most rows, and of how many.
    pub fn foremost(&self) -> Option<(&str, u64)> {
        let most = self.reasons.iter().rev().max_by_key(|(_, count)| **count);
        most.map(|(reason, count)| (reason.as_str(), *count))
    }
}

/// The way of accepted rows, or of rejected ones.
struct Way {
    is_accepted: bool,
    /// Whether COPY fills the table itself.
    copies: bool,
    /// Values of the table, and of the table of judged rows that stands in.
    table: Vec<Field>,
    judged: Vec<Field>,
    /// The file beside, and its values.
    beside: Option<Beside>,
    values: Vec<Field>,
}

/// How rows of a known key are found.
struct Key {
    fields: Vec<Field>,
    /// Whether they are looked for before rows land: where one was refused, and where a row would be refused too late.
    is_asked: bool,
}

/// What a chunk becomes.
#[derive(Default)]
struct Batch {
    count: u64,
    copy: String,
    csv: String,
}

impl<'l, 's> Lander<'l, 's> {
    /// Prepares the way of a file's rows, whose transaction has the tables and the role.
    pub fn begin(
        transaction: &mut Transaction<'_>,
        statements: &'l Statements<'s>,
        source: &'s FileSource,
        file: &str,
        beside: [Option<Beside>; 2],
    ) -> Result<Self, Failure> {
        let mut name = String::new();
        escape(file, &mut name);
        let key = match statements.asks_for_key() {
            None => None,
            Some(sql) => Some(key(transaction, statements, source, &sql)?),
        };
        let [accepted, rejected] = beside;
        Ok(Self {
            statements,
            file: name,
            accepted: Way::begin(transaction, statements, true, accepted)?,
            rejected: Way::begin(transaction, statements, false, rejected)?,
            key,
            rules: source.rules.iter().map(|(reason, _)| Reason::of(reason)).collect(),
            verdicts: statements.verdicts(),
            is_there: Reason::of("already_there"),
            is_limited: source.reject_limit.is_some(),
            counts: Counts::default(),
        })
    }

    /// Puts rows where they go.
    pub fn land(
        &mut self,
        transaction: &mut Transaction<'_>,
        judged: &Judged,
    ) -> Result<(), Failure> {
        let mut there = BTreeSet::new();
        if self.key.as_ref().is_some_and(|key| key.is_asked) {
            there = self.find_known(transaction, judged)?;
        }
        let mut batches = self.sort(judged, &there);
        if let Some(key) = self.key.as_mut().filter(|key| !key.is_asked) {
            let mut nested = transaction.transaction()?;
            match self.accepted.land(&mut nested, self.statements, &batches[0]) {
                Ok(()) => nested.commit()?,
                Err(Failure::Server(error))
                    if error.code() == Some(&SqlState::UNIQUE_VIOLATION) =>
                {
                    nested.rollback()?;
                    // Where one row is known, others are.
                    key.is_asked = true;
                    there = self.find_known(transaction, judged)?;
                    batches = self.sort(judged, &there);
                    self.accepted.land(transaction, self.statements, &batches[0])?;
                }
                Err(failure) => return Err(failure),
            }
        } else {
            self.accepted.land(transaction, self.statements, &batches[0])?;
        }
        self.rejected.land(transaction, self.statements, &batches[1])?;
        let [accepted, rejected] = batches;
        self.accepted.write(&accepted)?;
        self.rejected.write(&rejected)?;
        self.counts.accepted += accepted.count;
        self.counts.rejected += rejected.count;
        if self.is_limited {
            self.count_reasons(judged, &there);
        }
        Ok(())
    }

    /// Ends the files beside.
    pub fn finish(self) -> io::Result<(Counts, Vec<Finished>)> {
        let beside = [self.accepted.beside, self.rejected.beside].into_iter().flatten();
        Ok((self.counts, beside.map(Beside::finish).collect::<io::Result<_>>()?))
    }

    /// Numbers the rows that would be accepted, but whose key is there already or stands earlier.
    fn find_known(
        &self,
        transaction: &mut Transaction<'_>,
        judged: &Judged,
    ) -> Result<BTreeSet<usize>, Failure> {
        let Some(key) = &self.key else { return Ok(BTreeSet::new()) };
        let mut text = String::new();
        self.verdicts(judged, &BTreeSet::new(), |verdict| {
            if verdict.reasons.is_empty() {
                verdict.copy(&key.fields, &mut text);
            }
        });
        copy(transaction, &self.statements.copy_beside(self.statements.key_names()), &text)?;
        let known = transaction.query(&self.statements.find_known(), &[])?;
        transaction.batch_execute(&format!("truncate {JUDGED}"))?;
        let number =
            |row: &postgres::Row| usize::try_from(row.get::<_, i32>(0)).unwrap_or_default();
        Ok(known.iter().map(number).collect())
    }

    /// Writes accepted and rejected rows, as their tables and files have them.
    fn sort(&self, judged: &Judged, there: &BTreeSet<usize>) -> [Batch; 2] {
        let mut batches = [Batch::default(), Batch::default()];
        self.verdicts(judged, there, |verdict| {
            let [accepted, rejected] = &mut batches;
            match verdict.reasons.is_empty() {
                true => self.accepted.add(verdict, accepted),
                false => self.rejected.add(verdict, rejected),
            }
        });
        batches
    }

    /// Shows what becomes of every row.
    fn verdicts(
        &self,
        judged: &Judged,
        there: &BTreeSet<usize>,
        mut show: impl FnMut(&Verdict<'_>),
    ) {
        judged.each(|row| {
            let unread: Vec<Reason> = row.reasons.iter().map(|it| Reason::of(it)).collect();
            // A row that cannot be told apart has no verdicts.
            let fails = |place: usize| row.judged.get(place).is_some_and(|it| *it == "f");
            let failed = self.rules.iter().zip(&self.verdicts).filter(|(_, place)| fails(**place));
            let failed = failed.map(|(reason, _)| reason);
            let known = there.contains(&row.number).then_some(&self.is_there);
            let reasons: Vec<&Reason> = unread.iter().chain(failed).chain(known).collect();
            show(&Verdict { row, file: &self.file, reasons: &reasons });
        });
    }

    fn count_reasons(&mut self, judged: &Judged, there: &BTreeSet<usize>) {
        let mut counts = std::mem::take(&mut self.counts.reasons);
        self.verdicts(judged, there, |verdict| {
            for reason in verdict.reasons {
                if counts.len() < MOST_REASONS || counts.contains_key(reason.as_str()) {
                    *counts.entry(reason.as_str().to_owned()).or_default() += 1;
                }
            }
        });
        self.counts.reasons = counts;
    }
}

/// Reads how the server knows a row of a known key.
fn key(
    transaction: &mut Transaction<'_>,
    statements: &Statements<'_>,
    source: &FileSource,
    sql: &str,
) -> Result<Key, Failure> {
    let Some(row) = transaction.query_opt(sql, &[])? else {
        return Err(Failure::Refused(format!(
            "`{}` has no unique index on ({}) on this server, by which rows would be known; was the project applied?",
            source.accepted.table,
            source.key.join(", ")
        )));
    };
    let is_immediate: bool = row.get(0);
    Ok(Key { fields: statements.fields(statements.key_names()), is_asked: !is_immediate })
}

impl Way {
    fn begin(
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
        is_accepted: bool,
        beside: Option<Beside>,
    ) -> Result<Self, Failure> {
        let copies = transaction.query_one(&statements.asks_for_copy(is_accepted), &[])?.get(0);
        let judged = statements.fields(statements.judged_names(is_accepted));
        let about = ABOUT_ROWS.iter().map(|(name, _)| *name).filter(|_| !is_accepted);
        let names: Vec<&str> = statements.value_names().chain(about).collect();
        let mut way = Self {
            is_accepted,
            copies,
            // The first is the row's number.
            table: judged[1..].to_vec(),
            judged,
            beside,
            values: statements.fields(names.iter().copied()),
        };
        if let Some(beside) = &mut way.beside {
            beside.write_all(csv_header(names.into_iter()).as_bytes())?;
        }
        Ok(way)
    }

    fn add(&self, verdict: &Verdict<'_>, batch: &mut Batch) {
        batch.count += 1;
        verdict.copy(if self.copies { &self.table } else { &self.judged }, &mut batch.copy);
        if self.beside.is_some() {
            verdict.csv(&self.values, &mut batch.csv);
        }
    }

    /// Puts rows into the table.
    fn land(
        &self,
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
        batch: &Batch,
    ) -> Result<(), Failure> {
        if batch.count == 0 {
            return Ok(());
        }
        if self.copies {
            return copy(transaction, &statements.copy_to(self.is_accepted), &batch.copy);
        }
        let names = statements.judged_names(self.is_accepted);
        copy(transaction, &statements.copy_beside(names), &batch.copy)?;
        let land = statements.land(self.is_accepted);
        Ok(transaction.batch_execute(&format!("{land};\ntruncate {JUDGED}"))?)
    }

    /// Writes rows into the file beside.
    fn write(&mut self, batch: &Batch) -> io::Result<()> {
        self.beside.as_mut().map_or(Ok(()), |beside| beside.write_all(batch.csv.as_bytes()))
    }
}

/// Fills a table.
fn copy(transaction: &mut Transaction<'_>, sql: &str, text: &str) -> Result<(), Failure> {
    let mut writer = transaction.copy_in(sql)?;
    writer.write_all(text.as_bytes())?;
    writer.finish()?;
    Ok(())
}
