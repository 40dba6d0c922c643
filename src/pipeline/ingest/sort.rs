//! Judged rows sorted into those that are accepted and those that are rejected, as their tables and files have them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postgres::{Statement, Transaction};

use super::binary::Kind;
use super::chunk::{Chunk, Judged};
use super::judge::{Field, Statements};
use super::load::Failure;
use super::told::not_met;
use super::write::{Reason, Verdict};
use crate::model::ABOUT_ROWS;

/// Sorts rows, wherever they were judged.
pub(super) struct Sorter {
    /// The file's name.
    file: String,
    /// Of accepted rows, and of rejected ones.
    pub ways: [Way; 2],
    /// Reasons of the rules, in their order, and of a row that is there already.
    rules: Vec<Reason>,
    is_there: Reason,
    /// Where verdicts stand in what the server gave, and of which rules they are.
    verdicts: Vec<(usize, Vec<usize>)>,
    spares: Arc<Spares>,
}

/// What is done with, and whose room is used again.
#[derive(Debug, Default)]
pub(super) struct Spares {
    chunks: Mutex<Vec<Chunk>>,
    batches: Mutex<Vec<[Batch; 2]>>,
    /// By their ways, as those of one are far larger than those of the other.
    texts: [Mutex<Vec<String>>; 2],
}

/// The way of accepted rows, or of rejected ones.
pub(super) struct Way {
    pub is_accepted: bool,
    /// Whether COPY fills the table itself.
    pub copies: bool,
    /// Fills the table, or that of judged rows.
    pub fill: Statement,
    /// Its values, and with their types where COPY fills the table itself and all are written in their binary form.
    values: Vec<Field>,
    pub binary: Option<Vec<(Field, Kind)>>,
    /// Values of the file beside, if there is one.
    beside: Option<Vec<Field>>,
}

/// What a chunk becomes.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub count: u64,
    pub copy: String,
    pub binary: Vec<u8>,
    pub csv: String,
}

/// Rows that were judged, and what becomes of them where none is there already.
pub(super) struct Sorted {
    pub judged: Judged,
    pub batches: [Batch; 2],
}

impl Sorter {
    /// Prepares the ways of a file's rows, whose transaction has the tables and the role; `beside` says which have files.
    pub fn begin(
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
        beside: [bool; 2],
    ) -> Result<Self, Failure> {
        let rules = statements.source.rules.iter();
        Ok(Self {
            file: statements.file.to_owned(),
            ways: [
                Way::begin(transaction, statements, true, beside[0])?,
                Way::begin(transaction, statements, false, beside[1])?,
            ],
            rules: rules.map(|(reason, _)| Reason::of(reason)).collect(),
            is_there: Reason::of("already_there"),
            verdicts: statements.verdicts(),
            spares: Arc::default(),
        })
    }

    /// Sorts rows of which none is there already, as far as is known.
    pub fn sorted(&self, judged: Judged) -> Result<Sorted, Failure> {
        let batches = self.batches(&judged, &BTreeSet::new())?;
        Ok(Sorted { judged, batches })
    }

    /// Writes accepted and rejected rows, as their tables and files have them.
    pub fn batches(&self, judged: &Judged, there: &BTreeSet<usize>) -> Result<[Batch; 2], Failure> {
        let mut batches = self.spares.batches();
        let mut done = Ok(());
        self.verdicts(judged, there, |verdict| {
            let way = usize::from(!verdict.reasons.is_empty());
            let added = self.ways[way].add(verdict, &mut batches[way]);
            if done.is_ok() {
                done = added;
            }
        });
        done.map(|()| batches).map_err(Failure::Refused)
    }

    /// Shows what becomes of every row.
    pub fn verdicts(
        &self,
        judged: &Judged,
        there: &BTreeSet<usize>,
        mut show: impl FnMut(&Verdict<'_>),
    ) {
        let (mut failed, mut reasons): (Vec<usize>, Vec<&Reason>) = (Vec::new(), Vec::new());
        for row in judged.rows() {
            failed.clear();
            for (place, rules) in &self.verdicts {
                // A row that cannot be told apart has no verdicts.
                let letter = row.judged(*place).into_iter();
                let not_met = letter.flat_map(|letter| not_met(letter, rules.len()));
                failed.extend(not_met.map(|at| rules[at]));
            }
            failed.sort_unstable();
            let known = there.contains(&row.number).then_some(&self.is_there);
            reasons.clear();
            reasons.extend(failed.iter().map(|at| &self.rules[*at]).chain(known));
            if row.reasons().is_empty() {
                show(&Verdict { row, file: &self.file, reasons: &reasons });
                continue;
            }
            let unread: Vec<Reason> = row.reasons().iter().map(|it| Reason::of(it)).collect();
            let all: Vec<&Reason> = unread.iter().chain(reasons.iter().copied()).collect();
            show(&Verdict { row, file: &self.file, reasons: &all });
        }
    }

    /// Returns what is done with.
    pub fn spares(&self) -> &Arc<Spares> {
        &self.spares
    }
}

impl Spares {
    /// Returns room for rows that go at once.
    pub fn chunk(&self) -> Chunk {
        let mut chunk = locked(&self.chunks).pop().unwrap_or_else(Chunk::with_room);
        chunk.clear();
        chunk
    }

    /// Returns room for what rows become.
    fn batches(&self) -> [Batch; 2] {
        let mut batches = locked(&self.batches).pop().unwrap_or_default();
        for (batch, texts) in batches.iter_mut().zip(&self.texts) {
            batch.clear();
            batch.csv = locked(texts).pop().unwrap_or_default();
            batch.csv.clear();
        }
        batches
    }

    /// Takes rows back that are done with.
    pub fn take_chunk(&self, chunk: Chunk) {
        locked(&self.chunks).push(chunk);
    }

    /// Takes back what rows became.
    pub fn take_batches(&self, batches: [Batch; 2]) {
        locked(&self.batches).push(batches);
    }

    /// Takes back what was written beside of a way.
    pub fn take_text(&self, way: usize, text: String) {
        locked(&self.texts[way]).push(text);
    }
}

/// Takes what threads share. Where one of them ends by a defect, so do the others.
pub(super) fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Way {
    fn begin(
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
        is_accepted: bool,
        has_beside: bool,
    ) -> Result<Self, Failure> {
        let told = transaction.query_one(&statements.asks_for_copy(is_accepted), &[])?;
        let (copies, types): (bool, Vec<u32>) = (told.get(0), told.get(1));
        let binary = statements.landing_names(is_accepted).zip(types);
        let binary = binary.map(|(name, it)| statements.binary(name, Kind::of(it)?));
        let binary = binary.collect::<Option<Vec<_>>>().filter(|_| copies);
        let (fill, values) = match copies {
            true => (
                statements.copy_to(is_accepted, binary.is_some()),
                statements.fields(statements.landing_names(is_accepted)),
            ),
            false => (
                statements.copy_beside(statements.judged_names(is_accepted)),
                statements.fields(statements.judged_names(is_accepted)),
            ),
        };
        Ok(Self {
            is_accepted,
            copies,
            fill: transaction.prepare(&fill)?,
            values,
            binary,
            beside: has_beside
                .then(|| statements.fields(beside_names(statements, is_accepted).into_iter())),
        })
    }

    fn add(&self, verdict: &Verdict<'_>, batch: &mut Batch) -> Result<(), String> {
        batch.count += 1;
        if let Some(values) = &self.beside {
            verdict.csv(values, &mut batch.csv);
        }
        match &self.binary {
            Some(values) => verdict.binary(values, &mut batch.binary)?,
            None => verdict.copy(&self.values, &mut batch.copy),
        }
        Ok(())
    }
}

impl Batch {
    /// Returns how many bytes go to the table.
    pub fn bytes(&self) -> usize {
        self.binary.len() + self.copy.len()
    }

    fn clear(&mut self) {
        self.count = 0;
        self.copy.clear();
        self.binary.clear();
    }
}

/// Returns the names of the values in the file beside.
pub(super) fn beside_names<'s>(statements: &Statements<'s>, is_accepted: bool) -> Vec<&'s str> {
    let about = ABOUT_ROWS.iter().map(|(name, _)| *name).filter(|_| !is_accepted);
    statements.value_names().chain(about).collect()
}
