//! One connection that judges rows, and what it knows already of values that many of them share.

use std::io::Read;
use std::ops::Range;

use postgres::GenericClient;
use rustc_hash::FxHashMap;

use super::ask::Ask;
use super::chunk::{Chunk, Judged, field, fields};
use super::judge::Statements;
use super::load::Failure;
use crate::pipeline::copy::{number, send};

/// How many values of a column are known at most, or as many more as one chunk has.
const MOST_KNOWN: usize = 1 << 16;

/// Judges rows by the statements of a source.
pub(super) struct Judge {
    /// How each part is asked: first that of the rows.
    asks: Vec<Ask>,
    shared: Vec<Shared>,
    /// Room for what is sent, and for what the server gives.
    staged: String,
    text: String,
}

/// What is known of the values of one column.
#[derive(Default)]
struct Shared {
    /// Whether the column is needed of each row, and where it stands in what is, or in what is not.
    is_needed: bool,
    place: usize,
    /// Where what rows need stands in what the server gives.
    given: Vec<usize>,
    /// Each value's place among what is known.
    places: FxHashMap<String, usize>,
    known: Vec<Told>,
    text: String,
}

/// Where the text is that the server gave of a value.
#[derive(Debug, Clone, Default)]
struct Told {
    /// What rows need of it, each after a tab.
    given: Range<usize>,
    /// All of it, each after a tab.
    all: Range<usize>,
}

impl Judge {
    /// Prepares it to judge in a transaction whose tables are made and whose role is set.
    pub fn of(statements: &Statements<'_>) -> Self {
        let shared = statements.division.shared.iter().enumerate().map(|(at, shared)| {
            let place = statements.place(shared.column);
            let needed = statements.needed_fields();
            Shared {
                is_needed: place < needed,
                place: place.checked_sub(needed).unwrap_or(place),
                given: statements.given_places(at),
                ..Shared::default()
            }
        });
        let shared = shared.collect();
        Self { shared, asks: statements.asks(), staged: String::new(), text: String::new() }
    }

    /// Has rows judged.
    pub fn judge(
        &mut self,
        client: &mut impl GenericClient,
        chunk: Chunk,
    ) -> Result<Judged, Failure> {
        // By its column, where what each row shares is known.
        let mut shares = Vec::new();
        for (shared, ask) in self.shared.iter_mut().zip(&self.asks[1..]) {
            shares.push(shared.learn(client, ask, &chunk)?);
        }
        self.stage(&chunk, &shares);
        self.text.clear();
        asked(client, &self.asks[0], &self.staged, &mut self.text)?;
        let judged = Judged::new(chunk, &self.text, |row, text| {
            for (shared, places) in self.shared.iter().zip(&shares) {
                text.push_str(&shared.text[shared.known[places[row]].all.clone()]);
            }
        });
        judged.ok_or_else(unjudged)
    }

    /// Writes what is needed of each row, as COPY reads it.
    fn stage(&mut self, chunk: &Chunk, shares: &[Vec<usize>]) {
        self.staged.clear();
        for (at, (needed, _)) in chunk.staged().enumerate() {
            self.staged.push_str(needed);
            for (shared, places) in self.shared.iter().zip(shares) {
                self.staged.push_str(&shared.text[shared.known[places[at]].given.clone()]);
            }
            self.staged.push('\n');
        }
    }
}

impl Shared {
    /// Asks for what is not known yet of the rows; returns where what each shares is known.
    fn learn(
        &mut self,
        client: &mut impl GenericClient,
        ask: &Ask,
        chunk: &Chunk,
    ) -> Result<Vec<usize>, Failure> {
        if self.known.len() > MOST_KNOWN {
            self.places.clear();
            self.known.clear();
            self.text.clear();
        }
        let (mut places, mut unknown) = (Vec::with_capacity(chunk.len()), String::new());
        let (first, mut next) = (self.known.len(), self.known.len());
        for (needed, others) in chunk.staged() {
            let value = field(if self.is_needed { needed } else { others }, self.place);
            let place = match self.places.get(value) {
                Some(place) => *place,
                None => {
                    number((next - first) as u64, &mut unknown);
                    unknown.push('\t');
                    unknown.push_str(value);
                    unknown.push('\n');
                    self.places.insert(value.to_owned(), next);
                    next += 1;
                    next - 1
                }
            };
            places.push(place);
        }
        if next > first {
            self.known.resize(next, Told::default());
            let mut text = String::new();
            asked(client, ask, &unknown, &mut text)?;
            text.lines().try_for_each(|line| self.note(first, line)).ok_or_else(unjudged)?;
            // Each has at least one answer, so that none is empty that was given.
            if self.known[first..].iter().any(|told| told.all.is_empty()) {
                return Err(unjudged());
            }
        }
        Ok(places)
    }

    /// Notes what the server gave of a value: its number among those that were asked for, and the answers.
    fn note(&mut self, first: usize, line: &str) -> Option<()> {
        let mut told = Vec::new();
        fields(line, &mut told);
        let number: usize = told.first()?.parse().ok()?;
        let known = self.known.get_mut(first + number).filter(|known| known.all.is_empty())?;
        let begins = self.text.len();
        self.text.push_str(&line[told[0].len()..]);
        known.all = begins..self.text.len();
        for at in &self.given {
            self.text.push('\t');
            self.text.push_str(told.get(*at)?);
        }
        known.given = known.all.end..self.text.len();
        Some(())
    }
}

/// Asks what the server makes of what COPY fills a table with.
fn asked(
    client: &mut impl GenericClient,
    ask: &Ask,
    staged: &str,
    text: &mut String,
) -> Result<(), Failure> {
    let mut writer = client.copy_in(&ask.fill)?;
    send(staged.as_bytes(), &mut writer)?;
    writer.finish()?;
    client.copy_out(&ask.give)?.read_to_string(text)?;
    client.batch_execute(&ask.forget)?;
    Ok(())
}

fn unjudged() -> Failure {
    Failure::Refused("the server did not judge each row once".to_owned())
}
