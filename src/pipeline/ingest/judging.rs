//! One connection that judges rows, and what it knows already of values that many of them share.

use std::ops::Range;

use postgres::types::{ToSql, Type};
use postgres::{GenericClient, Row, Statement};
use rustc_hash::FxHashMap;

use super::ask::Rows;
use super::binary::Kind;
use super::cells::Cells;
use super::chunk::{Chunk, Judged, Known};
use super::judge::{ROW, Statements};
use super::load::Failure;
use crate::sql::quote_identifier;

/// How many values of a column are known at most, or as many more as one chunk has.
const MOST_KNOWN: usize = 1 << 16;

/// Of how many rows the server is asked at once: more do not stay near the processor.
const AT_ONCE: usize = 4096;

/// Values of rows as they are sent: a list for each.
type Lists<'l> = Vec<Box<dyn ToSql + Sync + 'l>>;

/// Judges rows by the statements of a source.
pub(super) struct Judge {
    ask: Ask,
    /// What is sent of a row: its line, its text, and columns.
    line: bool,
    raw: bool,
    columns: Vec<usize>,
    shared: Vec<Shared>,
}

/// What is asked of rows, or of values that they share.
struct Ask {
    statement: Statement,
    /// What is given of each, after its number.
    answers: Vec<Kind>,
    /// The types of that, as the SQL makes it.
    types: Vec<String>,
}

/// What is known of the values of one column.
struct Shared {
    ask: Ask,
    column: usize,
    /// Where what rows need stands in what the server gives.
    given: Vec<usize>,
    /// Each value's number among what is known.
    numbers: FxHashMap<u128, usize>,
    /// What the server gave of each, and of how many.
    known: Cells,
    count: usize,
}

impl Judge {
    /// Prepares it to judge in a transaction whose role is set.
    pub fn begin(
        client: &mut impl GenericClient,
        statements: &Statements<'_>,
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
        let (all, mut asked, mut next) = (chunk.asked().collect::<Vec<_>>(), 0, 0);
        for rows in all.chunks(AT_ONCE) {
            let known = self.shared.iter().zip(&shares).map(|(shared, numbers)| {
                let numbers = &numbers[asked..asked + rows.len()];
                shared.known.gather(numbers, shared.ask.answers.len())
            });
            let known: Vec<Cells> = known.collect();
            let told = self.ask.ask(client, rows.len(), &self.lists(rows, &known))?;
            for (at, (row, told)) in rows.iter().zip(told).enumerate() {
                broken(next..row.number, &mut judged);
                self.ask.take(&told, &mut judged)?;
                for (shared, known) in self.shared.iter().zip(&known) {
                    let answers = shared.ask.answers.len();
                    judged.extend(known, at * answers, (at + 1) * answers);
                }
                next = row.number + 1;
            }
            asked += rows.len();
        }
        broken(next..chunk.len(), &mut judged);
        Ok(Judged::new(chunk, judged, answers))
    }

    /// Returns what is sent of rows, with what is known of what they share.
    fn lists<'l>(&self, rows: &[Known<'l>], known: &'l [Cells]) -> Lists<'l> {
        let mut lists = Lists::new();
        if self.line {
            let lines = rows.iter().map(|row| row.line().to_string());
            lists.push(Box::new(lines.collect::<Vec<_>>()));
        }
        if self.raw {
            lists.push(Box::new(rows.iter().map(Known::raw).collect::<Vec<_>>()));
        }
        for column in &self.columns {
            lists.push(Box::new(rows.iter().map(|row| row.read(*column)).collect::<Vec<_>>()));
        }
        for (shared, known) in self.shared.iter().zip(known) {
            let answers = shared.ask.answers.len();
            for given in &shared.given {
                let values = (0..rows.len()).map(|at| known.get(at * answers + given));
                lists.push(Box::new(values.collect::<Vec<_>>()));
            }
        }
        lists
    }
}

impl Shared {
    /// Asks for what is not known yet of the rows; returns the number of what each shares.
    fn learn(
        &mut self,
        client: &mut impl GenericClient,
        chunk: &Chunk,
    ) -> Result<Vec<usize>, Failure> {
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
            let next = self.count + unknown.len();
            numbers.push(known.unwrap_or(next));
            if known.is_none() {
                unknown.push(value);
                self.numbers.extend(key.map(|key| (key, next)));
            }
        }
        if !unknown.is_empty() {
            let count = unknown.len();
            for told in self.ask.ask(client, count, &[Box::new(unknown)])? {
                self.ask.take(&told, &mut self.known)?;
            }
            self.count += count;
        }
        Ok(numbers)
    }
}

/// Returns what a value is known by; nothing where it is longer than such values are.
fn key(value: Option<&str>) -> Option<u128> {
    let Some(value) = value else { return Some(0) };
    let mut bytes = [0; 16];
    let (length, text) = bytes.split_first_mut()?;
    text.get_mut(..value.len())?.copy_from_slice(value.as_bytes());
    *length = u8::try_from(1 + value.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

impl Ask {
    fn prepare(
        client: &mut impl GenericClient,
        statements: &Statements<'_>,
        (part, types): (usize, &[String]),
    ) -> Result<Self, postgres::Error> {
        let sql = statements.judgement(part, Rows::Sent(types));
        let mut statement = client.prepare(&sql)?;
        let columns = &statement.columns()[1..];
        let of_type = |it: &Type| {
            format!("{}.{}", quote_identifier(it.schema()), quote_identifier(it.name()))
        };
        let types = columns.iter().map(|column| of_type(column.type_())).collect();
        let kinds: Vec<_> = columns.iter().map(|column| kind(column.type_())).collect();
        if kinds.contains(&None) {
            let values = columns.iter().zip(&kinds).map(|(column, kind)| {
                let name = quote_identifier(column.name());
                match kind {
                    Some(_) => format!(", {name}"),
                    // As COPY would write it, which a cast to text does not of every type.
                    None => format!(
                        ",\n  case when pg_catalog.num_nulls({name}) = 0 then pg_catalog.format('%s', {name}) end"
                    ),
                }
            });
            let values: String = values.collect();
            statement =
                client.prepare(&format!("select {ROW}{values}\nfrom (\n{sql}\noffset 0) s"))?;
        }
        let answers = kinds.into_iter().map(|kind| kind.unwrap_or(Kind::Text)).collect();
        Ok(Self { statement, answers, types })
    }

    /// Asks what the server makes of so many; returns what it gave of each, in their order.
    fn ask(
        &self,
        client: &mut impl GenericClient,
        count: usize,
        lists: &[Box<dyn ToSql + Sync + '_>],
    ) -> Result<Vec<Row>, Failure> {
        let count_sent = i32::try_from(count).unwrap_or(i32::MAX);
        let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&count_sent];
        parameters.extend(lists.iter().map(Box::as_ref));
        let rows = client.query(&self.statement, &parameters)?;
        let numbered = rows.into_iter().map(|row| (row.get(0), row));
        each_once(count, numbered)
            .ok_or_else(|| Failure::Refused("the server did not judge each row once".to_owned()))
    }

    /// Takes what the server gave of one.
    fn take(&self, row: &Row, into: &mut Cells) -> Result<(), Failure> {
        for (kind, at) in self.answers.iter().zip(1..) {
            match kind {
                Kind::Boolean => {
                    let is: Option<bool> = row.try_get(at)?;
                    into.push(is.map(|is| if is { "t" } else { "f" }));
                }
                Kind::SmallInt => {
                    push_number(row.try_get::<_, Option<i16>>(at)?.map(i64::from), into);
                }
                Kind::Integer => {
                    push_number(row.try_get::<_, Option<i32>>(at)?.map(i64::from), into);
                }
                Kind::BigInt => push_number(row.try_get(at)?, into),
                Kind::Text | Kind::Date | Kind::Reasons => into.push(row.try_get(at)?),
            }
        }
        Ok(())
    }
}

/// Returns how values of a type come from the server; nothing where it has to write them.
fn kind(data_type: &Type) -> Option<Kind> {
    Kind::of(data_type.oid()).filter(|kind| !matches!(kind, Kind::Date | Kind::Reasons))
}

/// Takes a number as it is written.
fn push_number(number: Option<i64>, into: &mut Cells) {
    let mut buffer = itoa::Buffer::new();
    into.push(number.map(|number| buffer.format(number)));
}

/// Puts what the server gave in order, by the numbers that it begins with; nothing where they are not each of so many once.
fn each_once<T>(count: usize, told: impl Iterator<Item = (i32, T)>) -> Option<Vec<T>> {
    let mut each: Vec<Option<T>> = std::iter::repeat_with(|| None).take(count).collect();
    for (number, told) in told {
        let place = each.get_mut(usize::try_from(number).ok()?)?;
        if place.replace(told).is_some() {
            return None;
        }
    }
    each.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_known_by_its_text() {
        let values =
            [None, Some(""), Some("0"), Some("\0"), Some("2026-11-28"), Some("2026-11-29")];
        let keys: std::collections::BTreeSet<u128> = values.into_iter().filter_map(key).collect();
        assert_eq!(keys.len(), values.len());
        assert_eq!(key(Some("0123456789abcdef")), None);
        assert_eq!(key(Some(&"0".repeat(255))), None);
    }

    fn order(numbers: &[i32]) -> Option<Vec<usize>> {
        each_once(3, numbers.iter().enumerate().map(|(place, number)| (*number, place)))
    }

    #[test]
    fn what_the_server_gives_finds_its_row_in_whatever_order() {
        assert_eq!(order(&[2, 0, 1]).unwrap(), [1, 2, 0]);
    }

    #[test]
    fn rows_that_lack_are_not_passed_over() {
        for numbers in [&[0, 1] as &[i32], &[0, 1, 1], &[0, 1, 2, 2], &[0, 1, 3], &[0, 1, -2], &[]]
        {
            assert_eq!(order(numbers), None, "{numbers:?}");
        }
    }
}
