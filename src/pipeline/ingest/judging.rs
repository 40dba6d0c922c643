//! One connection that judges rows, and what it knows already of values that many of them share.

use std::ops::Range;
use std::sync::Mutex;

use postgres::types::ToSql;
use postgres::{GenericClient, Row, Statement};

use super::ask::Rows;
use super::cells::Cells;
use super::chunk::{Answers, Chunk, Judged, Known};
use super::judge::Statements;
use super::learned::Learned;
use super::lists::List;
use super::load::Failure;
use super::told::{Column, Form, Mark, Told};
use crate::sql::quote_identifier;

/// Of how many rows the server is asked at once: more do not stay near the processor.
const AT_ONCE: usize = 4096;

/// Values of rows as they are sent: a list for each.
type Lists<'l> = Vec<Box<dyn ToSql + Sync + 'l>>;

/// Judges rows by the statements of a source.
pub(super) struct Judge<'s> {
    ask: Ask<'s>,
    sent: Sent,
    shared: Vec<Shared<'s>>,
}

/// What is sent of a row: its line, its text, and columns.
struct Sent {
    line: bool,
    raw: bool,
    columns: Vec<usize>,
}

/// What is asked of rows, or of values that they share.
struct Ask<'s> {
    sql: String,
    /// What is given of each.
    columns: Vec<Column>,
    /// The types of that, as the SQL makes it.
    types: Vec<String>,
    /// What asks for it, nothing where nothing is asked; the mark with which it does, and those for values that have it.
    statement: Option<Statement>,
    mark: &'s Mark,
    further: &'s [Mark],
}

/// What the server gave: of each answer the values of all rows. Nothing where nothing is asked.
struct Given<'s>(Option<Row>, &'s Ask<'s>);

/// Values of one column, which rows share.
struct Shared<'s> {
    ask: Ask<'s>,
    column: usize,
    /// Where what rows need stands in what the server gives.
    given: Vec<usize>,
    learned: &'s Mutex<Learned>,
}

impl<'s> Judge<'s> {
    /// Prepares it to judge in a transaction whose role is set; what it learns, others know who judge rows of the file.
    pub fn begin(
        client: &mut impl GenericClient,
        statements: &'s Statements<'_>,
        learned: &'s [Mutex<Learned>],
    ) -> Result<Self, postgres::Error> {
        let (mut all, mut types) = (Vec::new(), Vec::new());
        for (at, shared) in statements.division.shared.iter().enumerate() {
            let ask = Ask::prepare(client, statements, (1 + at, &[]))?;
            let given = statements.given_places(at);
            types.extend(given.iter().map(|at| ask.types[*at].clone()));
            all.push(Shared { ask, column: shared.column, given, learned: &learned[at] });
        }
        Ok(Self {
            ask: Ask::prepare(client, statements, (0, &types))?,
            sent: Sent {
                line: statements.sends("line"),
                raw: statements.sends("raw"),
                columns: statements.needed().collect(),
            },
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
        for (at, shared) in self.shared.iter_mut().enumerate() {
            let answers = shared.ask.columns.len();
            shared.gather(client, &chunk, judged.room(1 + at, answers))?;
        }
        let answers = self.ask.columns.len();
        let broken = |rows: Range<usize>, own: &mut Cells| {
            (0..rows.len() * answers).for_each(|_| own.push(None));
        };
        let rows: Vec<Known<'_>> = chunk.asked().collect();
        let mut next = 0;
        for rows in rows.chunks(AT_ONCE) {
            let lists = self.sent.lists(&self.shared, rows, &judged);
            let given = self.ask.ask(client, rows.len(), &lists)?;
            let mut told = given.told()?;
            drop(lists);
            let own = judged.room(0, answers);
            for row in rows {
                broken(next..row.number, own);
                told.take(own);
                next = row.number + 1;
                own.holds()?;
            }
        }
        broken(next..chunk.len(), judged.room(0, answers));
        Ok(Judged::new(chunk, judged))
    }
}

impl Sent {
    /// Returns what is sent of rows, with what is known of what they share.
    fn lists<'l>(
        &'l self,
        shared: &'l [Shared<'_>],
        rows: &'l [Known<'l>],
        known: &'l Answers,
    ) -> Lists<'l> {
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
        for (number, shared) in shared.iter().enumerate() {
            for given in &shared.given {
                let get = move |at: usize| known.of(1 + number, rows[at].number, *given);
                lists.push(Box::new(List { count, get }));
            }
        }
        lists
    }
}

impl Shared<'_> {
    /// Gives what the rows share, and asks for what of that is not known yet.
    fn gather(
        &mut self,
        client: &mut impl GenericClient,
        chunk: &Chunk,
        into: &mut Cells,
    ) -> Result<(), Failure> {
        let answers = self.ask.columns.len();
        let ask = |values: &[Option<&str>], known: &mut Cells| {
            let (count, get) = (values.len(), |at: usize| values[at]);
            let given = self.ask.ask(client, count, &[Box::new(List { count, get })])?;
            let mut told = given.told()?;
            (0..count).try_for_each(|_| {
                told.take(known);
                known.holds()
            })
        };
        Learned::gather(self.learned, (chunk, self.column), (into, answers), ask)?;
        into.holds()
    }
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
        let types = types.collect();
        let values = columns.len() - statements.count_rules(part);
        let answers = columns.iter().enumerate().map(|(at, column)| {
            let form = if at < values { Form::of(column.type_()) } else { Form::Verdicts };
            (column.name().to_owned(), form)
        });
        let columns = Column::all(answers);
        let [mark, further @ ..] = &statements.marks;
        let mut ask = Self { sql, columns, types, statement: None, mark, further };
        if !ask.columns.is_empty() {
            ask.mark_with(client, mark)?;
        }
        Ok(ask)
    }

    /// Prepares the question with a mark.
    fn mark_with(
        &mut self,
        client: &mut impl GenericClient,
        mark: &'s Mark,
    ) -> Result<(), postgres::Error> {
        self.mark = mark;
        self.statement = Some(client.prepare(&mark.together(&self.sql, &self.columns))?);
        Ok(())
    }

    /// Asks what the server makes of so many, which it gives in one row.
    fn ask(
        &mut self,
        client: &mut impl GenericClient,
        count: usize,
        lists: &[Box<dyn ToSql + Sync + '_>],
    ) -> Result<Given<'_>, Failure> {
        let number = i32::try_from(count).unwrap_or(i32::MAX);
        let mut parameters: Vec<&(dyn ToSql + Sync)> = lists.iter().map(Box::as_ref).collect();
        if parameters.is_empty() {
            parameters.push(&number);
        }
        loop {
            let Some(statement) = &self.statement else { return Ok(Given(None, self)) };
            let row = client.query_one(statement, &parameters)?;
            let mut is_whole = true;
            for text in self.texts(&row) {
                let (text, column) = text?;
                is_whole &= self.mark.parts(text, column) == count;
            }
            if is_whole {
                return Ok(Given(Some(row), self));
            }
            let Some((mark, further)) = self.further.split_first() else {
                let what = "the server did not judge each row once";
                return Err(Failure::Refused(what.to_owned()));
            };
            // A value has what stands between.
            self.further = further;
            self.mark_with(client, mark)?;
        }
    }

    /// Returns the values of all rows, column by column.
    fn texts<'r>(
        &'r self,
        row: &'r Row,
    ) -> impl Iterator<Item = Result<(&'r str, &'r Column), postgres::Error>> {
        let columns = self.columns.iter().enumerate();
        columns.map(|(at, column)| row.try_get(at).map(|text| (text, column)))
    }
}

impl Given<'_> {
    /// Prepares to take it row by row.
    fn told(&self) -> Result<Told<'_>, postgres::Error> {
        let Self(row, ask) = self;
        let texts = row.iter().flat_map(|row| ask.texts(row));
        Ok(Told::of(texts.collect::<Result<Vec<_>, _>>()?, ask.mark))
    }
}
