//! One connection that judges rows, and what it knows already of values that many of them share.

use std::ops::Range;

use postgres::types::ToSql;
use postgres::{GenericClient, Row, Statement};
use rustc_hash::FxHashMap;

use super::ask::Rows;
use super::cells::Cells;
use super::chunk::{Chunk, Judged, Known};
use super::judge::Statements;
use super::lists::List;
use super::load::Failure;
use super::told::{Form, Mark, Told};
use crate::sql::quote_identifier;

/// How many values of a column are known at most, or as many more as one chunk has.
const MOST_KNOWN: usize = 1 << 16;

/// Of how many rows the server is asked at once: more do not stay near the processor.
const AT_ONCE: usize = 4096;

/// A short value and its length, or nothing for NULL.
type Key = [u32; 3];

/// Values of rows as they are sent: a list for each.
type Lists<'l> = Vec<Box<dyn ToSql + Sync + 'l>>;

/// Judges rows by the statements of a source.
pub(super) struct Judge<'s> {
    ask: Ask<'s>,
    /// What is sent of a row: its line, its text, and columns.
    line: bool,
    raw: bool,
    columns: Vec<usize>,
    shared: Vec<Shared<'s>>,
}

/// What is asked of rows, or of values that they share.
struct Ask<'s> {
    mark: &'s Mark,
    /// Nothing where nothing is asked.
    statement: Option<Statement>,
    /// What is given of each.
    answers: Vec<Form>,
    /// The types of that, as the SQL makes it.
    types: Vec<String>,
}

/// What is known of the values of one column.
struct Shared<'s> {
    ask: Ask<'s>,
    column: usize,
    /// Where what rows need stands in what the server gives.
    given: Vec<usize>,
    /// Each value's number among what is known, which is looked up in rows without any order: it should stay near the
    /// processor.
    numbers: FxHashMap<Key, u32>,
    /// What the server gave of each, and of how many.
    known: Cells,
    count: usize,
}

impl<'s> Judge<'s> {
    /// Prepares it to judge in a transaction whose role is set.
    pub fn begin(
        client: &mut impl GenericClient,
        statements: &'s Statements<'_>,
    ) -> Result<Self, postgres::Error> {
        let (mut all, mut types) = (Vec::new(), Vec::new());
        for (at, shared) in statements.division.shared.iter().enumerate() {
            let ask = Ask::prepare(client, statements, (1 + at, &[]))?;
            let given = statements.given_places(at);
            types.extend(given.iter().map(|at| ask.types[*at].clone()));
            let (numbers, known) = (FxHashMap::default(), Cells::default());
            all.push(Shared { ask, column: shared.column, given, numbers, known, count: 0 });
        }
        Ok(Self {
            ask: Ask::prepare(client, statements, (0, &types))?,
            line: statements.sends("line"),
            raw: statements.sends("raw"),
            columns: statements.needed().collect(),
            shared: all,
        })
    }

    /// Has rows judged.
    pub fn judge(
        &mut self,
        client: &mut impl GenericClient,
        mut chunk: Chunk,
    ) -> Result<Judged, Failure> {
        let mut judged = chunk.room();
        // By its column, the number of what is known of each row's value.
        let mut shares = Vec::new();
        for shared in &mut self.shared {
            shares.push(shared.learn(client, &chunk)?);
        }
        let shared = self.shared.iter().map(|shared| shared.ask.answers.len());
        let answers = self.ask.answers.len() + shared.sum::<usize>();
        let broken = |rows: Range<usize>, judged: &mut Cells| {
            (0..rows.len() * answers).for_each(|_| judged.push(None));
        };
        let rows: Vec<Known<'_>> = chunk.asked().collect();
        let (mut asked, mut next) = (0, 0);
        for rows in rows.chunks(AT_ONCE) {
            let known = self.shared.iter().zip(&shares).map(|(shared, numbers)| {
                let numbers = &numbers[asked..asked + rows.len()];
                shared.known.gather(numbers, shared.ask.answers.len())
            });
            let known: Vec<Cells> = known.collect();
            let row = self.ask.ask(client, rows.len(), &self.lists(rows, &known))?;
            let mut told = self.ask.told(row.as_ref())?;
            for (at, row) in rows.iter().enumerate() {
                broken(next..row.number, &mut judged);
                told.take(&mut judged)?;
                for (shared, known) in self.shared.iter().zip(&known) {
                    let answers = shared.ask.answers.len();
                    judged.extend(known, at * answers, (at + 1) * answers);
                }
                next = row.number + 1;
                holds(&judged)?;
            }
            told.finish()?;
            asked += rows.len();
        }
        broken(next..chunk.len(), &mut judged);
        Ok(Judged::new(chunk, judged, answers))
    }

    /// Returns what is sent of rows, with what is known of what they share.
    fn lists<'l>(&'l self, rows: &'l [Known<'l>], known: &'l [Cells]) -> Lists<'l> {
        let mut lists = Lists::new();
        if self.line {
            let lines = rows.iter().map(|row| row.line().to_string());
            lists.push(Box::new(lines.collect::<Vec<_>>()));
        }
        let count = rows.len();
        if self.raw {
            lists.push(Box::new(List { count, get: |at: usize| Some(rows[at].raw()) }));
        }
        for column in &self.columns {
            lists.push(Box::new(List { count, get: |at: usize| rows[at].read(*column) }));
        }
        for (shared, known) in self.shared.iter().zip(known) {
            let answers = shared.ask.answers.len();
            for given in &shared.given {
                let get = move |at: usize| known.get(at * answers + given);
                lists.push(Box::new(List { count, get }));
            }
        }
        lists
    }
}

/// Refuses values that are too long for what is judged at once.
fn holds(cells: &Cells) -> Result<(), Failure> {
    match cells.overflows() {
        true => Err(Failure::Refused(
            "what the SQL of the source makes of some thousand rows is more than 2 GiB".to_owned(),
        )),
        false => Ok(()),
    }
}

impl Shared<'_> {
    /// Asks for what is not known yet of the rows; returns the number of what each shares.
    fn learn(
        &mut self,
        client: &mut impl GenericClient,
        chunk: &Chunk,
    ) -> Result<Vec<u32>, Failure> {
        if self.count > MOST_KNOWN {
            self.numbers.clear();
            self.known.clear();
            self.count = 0;
        }
        let (mut numbers, mut unknown) = (Vec::with_capacity(chunk.len()), Vec::new());
        for row in chunk.asked() {
            let value = row.read(self.column);
            let key = key(value);
            let known = key.and_then(|key| self.numbers.get(&key).copied());
            let next = u32::try_from(self.count + unknown.len()).unwrap_or(u32::MAX);
            numbers.push(known.unwrap_or(next));
            if known.is_none() {
                unknown.push(value);
                self.numbers.extend(key.map(|key| (key, next)));
            }
        }
        if !unknown.is_empty() {
            let count = unknown.len();
            let list = List { count, get: |at: usize| unknown[at] };
            let row = self.ask.ask(client, count, &[Box::new(list)])?;
            let mut told = self.ask.told(row.as_ref())?;
            for _ in 0..count {
                told.take(&mut self.known)?;
                holds(&self.known)?;
            }
            told.finish()?;
            self.count += count;
        }
        Ok(numbers)
    }
}

/// Returns what a value is known by; nothing where it is longer than such values are.
fn key(value: Option<&str>) -> Option<Key> {
    let Some(value) = value else { return Some(Key::default()) };
    let mut bytes = [0; size_of::<Key>()];
    let (length, text) = bytes.split_first_mut()?;
    text.get_mut(..value.len())?.copy_from_slice(value.as_bytes());
    *length = u8::try_from(1 + value.len()).ok()?;
    let word = |at: usize| u32::from_le_bytes(std::array::from_fn(|byte| bytes[4 * at + byte]));
    Some(std::array::from_fn(word))
}

impl<'s> Ask<'s> {
    fn prepare(
        client: &mut impl GenericClient,
        statements: &'s Statements<'_>,
        (part, types): (usize, &[String]),
    ) -> Result<Self, postgres::Error> {
        let sql = statements.judgement(part, Rows::Sent(types));
        let statement = client.prepare(&sql)?;
        let columns = &statement.columns()[1..];
        let types = columns.iter().map(|column| {
            let (schema, name) = (column.type_().schema(), column.type_().name());
            format!("{}.{}", quote_identifier(schema), quote_identifier(name))
        });
        let answers = columns.iter().map(|column| (column.name(), Form::of(column.type_())));
        let answers: Vec<_> = answers.collect();
        let mark = &statements.mark;
        let together = (!answers.is_empty())
            .then(|| client.prepare(&mark.together(&sql, &answers)))
            .transpose()?;
        let types = types.collect();
        let answers = answers.iter().map(|(_, form)| *form).collect();
        Ok(Self { mark, statement: together, answers, types })
    }

    /// Asks what the server makes of so many, which it gives in one row.
    fn ask(
        &self,
        client: &mut impl GenericClient,
        count: usize,
        lists: &[Box<dyn ToSql + Sync + '_>],
    ) -> Result<Option<Row>, Failure> {
        let Some(statement) = &self.statement else { return Ok(None) };
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        let mut parameters: Vec<&(dyn ToSql + Sync)> = lists.iter().map(Box::as_ref).collect();
        if parameters.is_empty() {
            parameters.push(&count);
        }
        Ok(Some(client.query_one(statement, &parameters)?))
    }

    /// Prepares to take what the server gave.
    fn told<'t>(&'t self, row: Option<&'t Row>) -> Result<Told<'t>, Failure> {
        let texts = row.into_iter().flat_map(|row| {
            let places = self.answers.iter().enumerate();
            places.map(|(at, form)| row.try_get(at).map(|text| (text, *form)))
        });
        let texts: Vec<_> = texts.collect::<Result<_, _>>()?;
        Ok(Told::of(texts.into_iter(), self.mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_known_by_its_text() {
        let values =
            [None, Some(""), Some("0"), Some("\0"), Some("2026-11-28"), Some("2026-11-29")];
        let keys: std::collections::BTreeSet<Key> = values.into_iter().filter_map(key).collect();
        assert_eq!(keys.len(), values.len());
        assert!(key(Some("0123456789a")).is_some());
        assert_eq!(key(Some("0123456789ab")), None);
        assert_eq!(key(Some(&"0".repeat(255))), None);
    }
}
