//! Judged rows on their way to where they go: into the tables of accepted and rejected rows, and the files beside.

use std::collections::{BTreeMap, BTreeSet};

use postgres::error::SqlState;
use postgres::{ToStatement, Transaction};

use super::binary::{HEADER, TRAILER};
use super::chunk::Judged;
use super::files::{Beside, Finished};
use super::judge::{Field, JUDGED, Statements};
use super::load::Failure;
use super::scribe::Scribe;
use super::sort::{Batch, Sorted, Sorter, Way};
use crate::model::FileSource;
use crate::pipeline::copy::send;

/// How many bytes go to the tables at once, or a little more: each COPY takes as long as some hundred rows.
const PORTION: usize = 1 << 22;

/// How many go first, and twice as many each time after that: the landing need not wait long for its first rows.
const FIRST_PORTION: usize = 1 << 18;

/// How many different reasons are counted.
const MOST_REASONS: usize = 1_000;

/// Where rows go.
pub(super) struct Lander<'l, 's> {
    statements: &'l Statements<'s>,
    sorter: &'l Sorter,
    scribe: Scribe,
    /// What waits to land.
    waiting: Vec<Sorted>,
    /// How many bytes of it go to the tables at once.
    portion: usize,
    /// By what a row is known to be there already.
    key: Option<Key>,
    /// Whether so many may be rejected that it has to be told why most were.
    is_limited: bool,
    /// How many rows of this file were taken.
    counts: Counts,
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

/// How rows of a known key are found.
struct Key {
    fields: Vec<Field>,
    /// Whether they are looked for before rows land: where one was refused, and where a row would be refused too late.
    is_asked: bool,
}

impl<'l, 's> Lander<'l, 's> {
    /// Prepares the way of a file's rows, whose transaction has the tables and the role.
    pub fn begin(
        transaction: &mut Transaction<'_>,
        statements: &'l Statements<'s>,
        sorter: &'l Sorter,
        beside: [Option<Beside>; 2],
    ) -> Result<Self, Failure> {
        let source = statements.source;
        let key = match statements.asks_for_key() {
            None => None,
            Some(sql) => Some(key(transaction, statements, source, &sql)?),
        };
        Ok(Self {
            statements,
            sorter,
            scribe: Scribe::begin(statements, sorter, beside)?,
            waiting: Vec::new(),
            portion: FIRST_PORTION,
            key,
            is_limited: source.reject_limit.is_some(),
            counts: Counts::default(),
        })
    }

    /// Has all rows go at once.
    pub fn at_once(self) -> Self {
        Self { portion: 0, ..self }
    }

    /// Puts rows where they go, at once or with those that follow.
    pub fn land(
        &mut self,
        transaction: &mut Transaction<'_>,
        sorted: Sorted,
    ) -> Result<(), Failure> {
        self.waiting.push(sorted);
        // Rows in the table between are numbered from the first again, and known keys are looked for in the other.
        let is_alone = self.sorter.ways.iter().any(|way| !way.copies)
            || self.key.as_ref().is_some_and(|key| key.is_asked);
        let batches = self.waiting.iter().flat_map(|sorted| &sorted.batches);
        if is_alone || batches.map(Batch::bytes).sum::<usize>() >= self.portion {
            self.portion = PORTION.min(2 * self.portion);
            return self.land_waiting(transaction, false);
        }
        Ok(())
    }

    fn land_waiting(
        &mut self,
        transaction: &mut Transaction<'_>,
        are_last: bool,
    ) -> Result<(), Failure> {
        let waiting = std::mem::take(&mut self.waiting);
        if self.land_accepted(transaction, &waiting)? {
            return self.land_rejected(transaction, (waiting, are_last), &BTreeSet::new());
        }
        for mut sorted in waiting {
            let there = self.find_known(transaction, &sorted.judged)?;
            sorted.batches = self.sort_again(&sorted.judged, sorted.batches, &there)?;
            land(transaction, self.statements, &self.sorter.ways[0], [&sorted.batches[0]])?;
            self.land_rejected(transaction, (vec![sorted], false), &there)?;
        }
        Ok(())
    }

    /// Lands the accepted rows, unless one of them may be there already.
    fn land_accepted(
        &mut self,
        transaction: &mut Transaction<'_>,
        waiting: &[Sorted],
    ) -> Result<bool, Failure> {
        let (way, batches) = (&self.sorter.ways[0], waiting.iter().map(|it| &it.batches[0]));
        let Some(key) = &mut self.key else {
            land(transaction, self.statements, way, batches)?;
            return Ok(true);
        };
        if !key.is_asked {
            let mut nested = transaction.transaction()?;
            match land(&mut nested, self.statements, way, batches) {
                Ok(()) => nested.commit()?,
                Err(Failure::Server(error))
                    if error.code() == Some(&SqlState::UNIQUE_VIOLATION) =>
                {
                    nested.rollback()?;
                    // Where one row is known, others are.
                    key.is_asked = true;
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok(!key.is_asked)
    }

    /// Lands the rejected rows where the accepted are there, of which some were there before; and has both written beside.
    fn land_rejected(
        &mut self,
        transaction: &mut Transaction<'_>,
        (mut all, are_last): (Vec<Sorted>, bool),
        there: &BTreeSet<usize>,
    ) -> Result<(), Failure> {
        for Sorted { judged, batches } in &mut all {
            self.counts.accepted += batches[0].count;
            self.counts.rejected += batches[1].count;
            if self.is_limited {
                self.count_reasons(judged, there);
            }
            for (way, batch) in batches.iter_mut().enumerate() {
                self.scribe.write(way, std::mem::take(&mut batch.csv))?;
            }
        }
        if are_last {
            // The files beside reach the disk while the rows land.
            self.scribe.close();
        }
        let batches = all.iter().map(|sorted| &sorted.batches[1]);
        land(transaction, self.statements, &self.sorter.ways[1], batches)?;
        for sorted in all {
            self.sorter.spares().take_chunk(sorted.judged.into_chunk());
            self.sorter.spares().take_batches(sorted.batches);
        }
        Ok(())
    }

    /// Lands what waits, and ends the files beside.
    pub fn finish(
        mut self,
        transaction: &mut Transaction<'_>,
    ) -> Result<(Counts, Vec<Finished>), Failure> {
        self.land_waiting(transaction, true)?;
        Ok((self.counts, self.scribe.finish()?))
    }

    /// Sorts rows of which some are there already.
    fn sort_again(
        &self,
        judged: &Judged,
        batches: [Batch; 2],
        there: &BTreeSet<usize>,
    ) -> Result<[Batch; 2], Failure> {
        if there.is_empty() {
            return Ok(batches);
        }
        self.sorter.spares().take_batches(batches);
        self.sorter.batches(judged, there)
    }

    /// Numbers the rows that would be accepted, but whose key is there already or stands earlier.
    fn find_known(
        &self,
        transaction: &mut Transaction<'_>,
        judged: &Judged,
    ) -> Result<BTreeSet<usize>, Failure> {
        let Some(key) = &self.key else { return Ok(BTreeSet::new()) };
        let mut text = String::new();
        self.sorter.verdicts(judged, &BTreeSet::new(), |verdict| {
            if verdict.reasons.is_empty() {
                verdict.copy(&key.fields, &mut text);
            }
        });
        let fill = self.statements.copy_beside(self.statements.key_names());
        copy_in(transaction, &fill, std::iter::once(text.as_bytes()))?;
        let known = transaction.query(&self.statements.find_known(), &[])?;
        transaction.batch_execute(&format!("truncate {JUDGED}"))?;
        let number =
            |row: &postgres::Row| usize::try_from(row.get::<_, i32>(0)).unwrap_or_default();
        Ok(known.iter().map(number).collect())
    }

    fn count_reasons(&mut self, judged: &Judged, there: &BTreeSet<usize>) {
        let counts = &mut self.counts.reasons;
        self.sorter.verdicts(judged, there, |verdict| {
            for reason in verdict.reasons {
                if counts.len() < MOST_REASONS || counts.contains_key(reason.as_str()) {
                    *counts.entry(reason.as_str().to_owned()).or_default() += 1;
                }
            }
        });
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

/// Puts rows into their table.
fn land<'b>(
    transaction: &mut Transaction<'_>,
    statements: &Statements<'_>,
    way: &Way,
    batches: impl IntoIterator<Item = &'b Batch>,
) -> Result<(), Failure> {
    let batches: Vec<&Batch> = batches.into_iter().collect();
    if batches.iter().all(|batch| batch.count == 0) {
        return Ok(());
    }
    match way.binary {
        Some(_) => {
            let rows = batches.iter().map(|batch| batch.binary.as_slice());
            copy_in(transaction, &way.fill, [HEADER].into_iter().chain(rows).chain([TRAILER]))?;
        }
        None => copy_in(transaction, &way.fill, batches.iter().map(|it| it.copy.as_bytes()))?,
    }
    if !way.copies {
        let land = statements.land(way.is_accepted);
        transaction.batch_execute(&format!("{land};\ntruncate {JUDGED}"))?;
    }
    Ok(())
}

/// Fills a table.
fn copy_in<'b, S: ToStatement + ?Sized>(
    transaction: &mut Transaction<'_>,
    fill: &S,
    mut all: impl Iterator<Item = &'b [u8]>,
) -> Result<(), Failure> {
    let mut writer = transaction.copy_in(fill)?;
    all.try_for_each(|bytes| send(bytes, &mut writer))?;
    writer.finish()?;
    Ok(())
}
