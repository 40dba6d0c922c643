//! Rows that go to the server at once, and what it makes of them.

use super::cells::Cells;
use super::rows::Row;
use super::values::Reader;
use super::write::needs_quotes;
use crate::model::FileSource;

/// How many bytes of a file go at once, or a little more: with fewer, what is known of values that rows share has to come
/// near the processor again too often.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// Rows on their way to be judged.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    rows: Vec<Waiting>,
    /// The values of each as they were read, by the columns of the source, and how many a row has.
    read: Cells,
    columns: usize,
    /// Their texts as they stand in the file.
    raws: Cells,
    bytes: usize,
    /// What the server makes of each.
    judged: Answers,
    /// Whether no value of any row needs quotes in CSV but one that is empty.
    is_plain_csv: bool,
}

/// What the server gave of rows: first what it was asked of each, then of values that they share.
#[derive(Debug, Default)]
pub(super) struct Answers(Vec<Answer>);

/// What it gave of each row, of one that is broken NULL, and how many values that are.
#[derive(Debug, Default)]
struct Answer {
    cells: Cells,
    count: usize,
}

/// A row, and what is known of it before it is judged.
#[derive(Debug)]
struct Waiting {
    line: u64,
    /// What of it cannot be read.
    reasons: Vec<String>,
    /// Whether its values cannot be told apart: the server is not asked of it.
    is_broken: bool,
}

impl Chunk {
    /// Makes room for as many rows as go at once: what grows bit by bit leaves holes behind.
    pub fn with_room() -> Self {
        let room = || Cells::with_room(MOST_BYTES + MOST_BYTES / 8);
        let judged = Answers(vec![Answer { cells: room(), count: 0 }]);
        Self { read: room(), raws: room(), judged, ..Self::default() }
    }

    /// Forgets its rows, and keeps their room.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.read.clear();
        self.raws.clear();
        self.bytes = 0;
        self.judged.clear();
    }

    /// Returns of how many bytes of the file the rows are that are here.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns how many rows are here.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns what is known of each row.
    pub fn rows(&self) -> impl Iterator<Item = Known<'_>> {
        (0..self.rows.len()).map(|number| Known { chunk: self, number })
    }

    /// Returns the rows of which the server is asked.
    pub fn asked(&self) -> impl Iterator<Item = Known<'_>> {
        self.rows().filter(|row| !row.is_broken())
    }

    /// Returns room for what the server makes of the rows.
    pub fn room(&mut self) -> Answers {
        std::mem::take(&mut self.judged)
    }
}

impl Answers {
    /// Forgets them, and keeps their room.
    fn clear(&mut self) {
        self.0.iter_mut().for_each(|answer| answer.cells.clear());
    }

    /// Returns room for the answers to one question, by its number, so many of each row.
    pub fn room(&mut self, number: usize, count: usize) -> &mut Cells {
        if self.0.len() <= number {
            self.0.resize_with(number + 1, Answer::default);
        }
        let answer = &mut self.0[number];
        answer.count = count;
        &mut answer.cells
    }

    /// Returns one of the answers to a question that was asked of a row; nothing where it is NULL.
    pub fn of(&self, number: usize, row: usize, place: usize) -> Option<&str> {
        let Answer { cells, count } = self.0.get(number)?;
        cells.get(row * count + place)
    }

    fn get(&self, row: usize, mut place: usize) -> Option<&str> {
        for Answer { cells, count } in &self.0 {
            if place < *count {
                return cells.get(row * count + place);
            }
            place -= count;
        }
        None
    }
}

/// Reads rows into chunks.
pub(super) struct Stager<'s> {
    source: &'s FileSource,
    readers: Vec<Reader>,
}

impl<'s> Stager<'s> {
    /// Prepares the rows of a source.
    pub fn new(source: &'s FileSource) -> Self {
        let readers =
            source.columns.iter().map(|column| Reader::of(&column.reading, &column.data_type));
        Self { source, readers: readers.collect() }
    }

    /// Adds a row.
    pub fn add(&self, row: &Row<'_>, chunk: &mut Chunk) {
        // What another encoding does not have was read as this.
        let astray = self.source.encoding.as_ref().filter(|_| row.raw.contains('\u{fffd}'));
        let broken = row.broken.map(str::to_owned);
        let broken = broken.or_else(|| astray.map(|it| format!("not {it}")));
        let mut reasons = Vec::new();
        for (at, reader) in self.readers.iter().enumerate() {
            let value = row.values.get(at).filter(|_| broken.is_none());
            let read = value.and_then(|value| reader.read(value));
            chunk.read.push(read.as_deref());
            if value.is_some() && read.is_none() {
                let column = &self.source.columns[at];
                reasons.push(format!("{}: no {}", column.name, column.data_type));
            }
        }
        let is_broken = broken.is_some();
        reasons.extend(broken);
        chunk.columns = self.readers.len();
        chunk.raws.push(Some(row.raw));
        chunk.bytes += row.raw.len();
        chunk.rows.push(Waiting { line: row.line, reasons, is_broken });
    }
}

/// Rows, and what the server makes of each; of one that is broken, nothing.
#[derive(Debug)]
pub(super) struct Judged(Chunk);

impl Judged {
    /// Puts rows beside what the server gave of each.
    pub fn new(chunk: Chunk, judged: Answers) -> Self {
        let all = std::iter::once(&chunk.read).chain(judged.0.iter().map(|it| &it.cells));
        let is_plain_csv = all.map(Cells::all).all(is_plain_csv);
        Self(Chunk { judged, is_plain_csv, ..chunk })
    }

    /// Gives back the chunk, whose rows are done with.
    pub fn into_chunk(self) -> Chunk {
        self.0
    }

    /// Returns what is known of each row.
    pub fn rows(&self) -> impl Iterator<Item = Known<'_>> {
        self.0.rows()
    }
}

/// What is known of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'c> {
    chunk: &'c Chunk,
    /// Its number among those that go at once.
    pub number: usize,
}

impl<'c> Known<'c> {
    fn waiting(&self) -> &'c Waiting {
        &self.chunk.rows[self.number]
    }

    /// Whether its values cannot be told apart.
    pub fn is_broken(&self) -> bool {
        self.waiting().is_broken
    }

    /// The line in which it begins.
    pub fn line(&self) -> u64 {
        self.waiting().line
    }

    /// Its text as it stands in the file.
    pub fn raw(&self) -> &'c str {
        self.chunk.raws.get(self.number).unwrap_or_default()
    }

    /// What of it cannot be read.
    pub fn reasons(&self) -> &'c [String] {
        &self.waiting().reasons
    }

    /// A value as it was read; nothing where it is NULL.
    pub fn read(&self, column: usize) -> Option<&'c str> {
        self.chunk.read.get(self.number * self.chunk.columns + column)
    }

    /// A value that the server gave; nothing where it is NULL.
    pub fn judged(&self, answer: usize) -> Option<&'c str> {
        self.chunk.judged.get(self.number, answer)
    }

    /// Returns whether no value needs quotes in CSV but one that is empty.
    pub fn is_plain_csv(&self) -> bool {
        let is_plain = |cells: &Cells, count: usize| {
            is_plain_csv(cells.text(self.number * count, (self.number + 1) * count))
        };
        let Chunk { read, columns, judged, .. } = self.chunk;
        self.chunk.is_plain_csv
            || (is_plain(read, *columns) && judged.0.iter().all(|it| is_plain(&it.cells, it.count)))
    }
}

fn is_plain_csv(text: &str) -> bool {
    text.is_empty() || !needs_quotes(text)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// One row in line 7, that was judged.
    pub fn judged<const R: usize, const J: usize>(
        read: [Option<&str>; R],
        raw: &str,
        answers: [Option<&str>; J],
    ) -> Judged {
        let mut chunk = Chunk { columns: R, ..Chunk::default() };
        chunk.rows.push(Waiting { line: 7, reasons: Vec::new(), is_broken: false });
        read.into_iter().for_each(|value| chunk.read.push(value));
        chunk.raws.push(Some(raw));
        let mut judged = chunk.room();
        // As if each were an answer by itself.
        answers.into_iter().enumerate().for_each(|(at, value)| judged.room(at, 1).push(value));
        Judged::new(chunk, judged)
    }

    /// Rows of one value each, that were read.
    pub fn read(values: &[Option<&str>]) -> Chunk {
        let mut chunk = Chunk { columns: 1, ..Chunk::default() };
        for value in values {
            chunk.rows.push(Waiting { line: 7, reasons: Vec::new(), is_broken: false });
            chunk.read.push(*value);
            chunk.raws.push(*value);
        }
        chunk
    }

    #[test]
    fn what_needs_quotes_is_seen_in_each_value() {
        let is_plain = |read, told| {
            let judged = judged([Some(read)], "", [None, Some(told)]);
            judged.rows().all(|row| row.is_plain_csv())
        };
        assert!(is_plain("a b;'é", ""));
        for text in ["a,b", "\"", "a\nb", "\r"] {
            assert!(!is_plain(text, "a") && !is_plain("a", text), "{text:?}");
        }
    }
}
