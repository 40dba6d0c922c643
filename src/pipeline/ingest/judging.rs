//! One connection that judges rows, and what it knows already of values that many of them share.

use std::collections::HashMap;
use std::io::{Read, Write};

use postgres::GenericClient;

use super::ask::Ask;
use super::chunk::{Chunk, Judged, fields};
use super::judge::Statements;
use super::load::Failure;
use crate::pipeline::copy::number;

/// How many values of a column are known at most, or as many more as one chunk has.
const MOST_KNOWN: usize = 1 << 16;

/// Judges rows by the statements of a source.
pub(super) struct Judge {
    /// How each part is asked: first that of the rows.
    asks: Vec<Ask>,
    shared: Vec<Shared>,
    /// Where the fields of a row end that are needed of each.
    needed: usize,
}

/// What is known of the values of one column.
struct Shared {
    /// Where the column stands in a row that is staged.
    place: usize,
    /// Where what rows need stands in what the server gives.
    given: Vec<usize>,
    /// Each value's place among what is known.
    places: HashMap<String, usize>,
    known: Vec<Told>,
}

/// What the server gave of a value.
#[derive(Default)]
struct Told {
    /// What rows need of it, each after a tab.
    given: String,
    /// All of it, each after a tab.
    all: String,
}

impl Judge {
    /// Prepares it to judge in a transaction whose tables are made and whose role is set.
    pub fn of(statements: &Statements<'_>) -> Self {
        let shared = statements.division.shared.iter().enumerate();
        let shared = shared.map(|(at, shared)| Shared {
            place: statements.place(shared.column),
            given: statements.given_places(at),
            places: HashMap::new(),
            known: Vec::new(),
        });
        Self {
            shared: shared.collect(),
            asks: statements.asks(),
            needed: statements.needed_from() + statements.division.needed,
        }
    }

    /// Has rows judged.
    pub fn judge(
        &mut self,
        client: &mut impl GenericClient,
        chunk: Chunk,
    ) -> Result<Judged, Failure> {
        // By its column, what each row shares.
        let mut shares = Vec::new();
        for (shared, ask) in self.shared.iter_mut().zip(&self.asks[1..]) {
            shares.push(shared.learn(client, ask, &chunk)?);
        }
        let staged = self.staged(&chunk, &shares);
        let text = asked(client, &self.asks[0], &staged)?;
        let judged = Judged::new(chunk, text).ok_or_else(unjudged)?;
        if shares.is_empty() {
            return Ok(judged);
        }
        Ok(judged.add(|row, text| {
            for (shared, places) in self.shared.iter().zip(&shares) {
                text.push_str(&shared.known[places[row]].all);
            }
        }))
    }

    /// Writes what is needed of each row, as COPY reads it.
    fn staged(&self, chunk: &Chunk, shares: &[Vec<usize>]) -> String {
        let mut text = String::with_capacity(1 << 20);
        for (at, row) in chunk.staged().enumerate() {
            let needed = memchr::memchr_iter(b'\t', row.as_bytes()).nth(self.needed - 1);
            text.push_str(&row[..needed.unwrap_or(row.len())]);
            for (shared, places) in self.shared.iter().zip(shares) {
                text.push_str(&shared.known[places[at]].given);
            }
            text.push('\n');
        }
        text
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
        }
        let (mut places, mut unknown) = (Vec::with_capacity(chunk.len()), String::new());
        let (first, mut next) = (self.known.len(), self.known.len());
        for row in chunk.staged() {
            let value = row.split('\t').nth(self.place).unwrap_or_default();
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
            self.known.resize_with(next, Told::default);
            let text = asked(client, ask, &unknown)?;
            let mut told = Vec::new();
            for line in text.lines() {
                fields(line, &mut told);
                let number: usize = told[0].parse().map_err(|_| unjudged())?;
                let known = self.known.get_mut(first + number).ok_or_else(unjudged)?;
                known.all = line[told[0].len()..].to_owned();
                known.given = self.given.iter().flat_map(|at| ["\t", told[*at]]).collect();
            }
            // Each has at least one answer, so that none is empty that was given.
            if self.known[first..].iter().any(|told| told.all.is_empty()) {
                return Err(unjudged());
            }
        }
        Ok(places)
    }
}

/// Asks what the server makes of what COPY fills a table with.
fn asked(client: &mut impl GenericClient, ask: &Ask, staged: &str) -> Result<String, Failure> {
    let mut writer = client.copy_in(&ask.fill)?;
    writer.write_all(staged.as_bytes())?;
    writer.finish()?;
    let mut text = String::with_capacity(staged.len() * 2);
    client.copy_out(&ask.give)?.read_to_string(&mut text)?;
    client.batch_execute(&ask.forget)?;
    Ok(text)
}

fn unjudged() -> Failure {
    Failure::Refused("the server did not judge each row once".to_owned())
}
