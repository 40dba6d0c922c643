//! Rows that go to the server at once, and what it makes of them.

use std::fmt::Write;

use super::rows::Row;
use super::values::Reader;
use crate::model::FileSource;
use crate::pipeline::copy::escape;

/// How many bytes of a file go at once, or a little more.
const MOST_BYTES: usize = 1 << 19;

/// Rows on their way to be judged.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// The rows as COPY reads them, each on a line.
    pub staged: String,
    /// Their texts as they stand in the file, as COPY reads them.
    raws: String,
    rows: Vec<Waiting>,
}

/// A row, and where what is known of it ends.
#[derive(Debug)]
struct Waiting {
    line: u64,
    staged: usize,
    raw: usize,
    /// What of it cannot be read.
    reasons: Vec<String>,
}

impl Chunk {
    /// Prepares room for as many rows as go at once.
    pub fn new() -> Self {
        let room = MOST_BYTES + MOST_BYTES / 2;
        Self {
            staged: String::with_capacity(room),
            raws: String::with_capacity(room),
            rows: Vec::new(),
        }
    }

    /// Returns whether as many rows are here as go at once.
    pub fn is_full(&self) -> bool {
        self.raws.len() >= MOST_BYTES
    }

    /// Returns how many rows are here.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

/// Reads rows into chunks.
pub(super) struct Stager<'s> {
    source: &'s FileSource,
    readers: Vec<Reader>,
    line: bool,
    raw: bool,
}

impl<'s> Stager<'s> {
    /// Prepares the rows of a source, which are staged with their lines and texts where its SQL needs them.
    pub fn new(source: &'s FileSource, line: bool, raw: bool) -> Self {
        let readers = source.columns.iter().map(|it| Reader::of(&it.reading)).collect();
        Self { source, readers, line, raw }
    }

    /// Adds a row.
    pub fn add(&self, row: &Row, chunk: &mut Chunk) {
        // What another encoding does not have was read as this.
        let astray = self.source.encoding.as_ref().filter(|_| row.raw.contains('\u{fffd}'));
        let broken = row.broken.clone().or_else(|| astray.map(|it| format!("not {it}")));
        let (staged, number, begins) = (&mut chunk.staged, chunk.rows.len(), chunk.raws.len());
        escape(&row.raw, &mut chunk.raws);
        let _ = write!(staged, "{number}\t{}", if broken.is_some() { 't' } else { 'f' });
        if self.line {
            let _ = write!(staged, "\t{}", row.line);
        }
        if self.raw {
            staged.push('\t');
            staged.push_str(&chunk.raws[begins..]);
        }
        let mut reasons = Vec::new();
        for ((reader, column), value) in
            self.readers.iter().zip(&self.source.columns).zip(&row.values)
        {
            staged.push('\t');
            let read = value.as_deref().filter(|_| broken.is_none()).map(|it| reader.read(it));
            match read {
                Some(Some(value)) => escape(&value, staged),
                other => {
                    staged.push_str("\\N");
                    if other.is_some() {
                        reasons.push(format!("{}: no {}", column.name, column.data_type));
                    }
                }
            }
        }
        staged.push('\n');
        let reasons = broken.map_or(reasons, |broken| vec![broken]);
        chunk.rows.push(Waiting {
            line: row.line,
            staged: chunk.staged.len(),
            raw: chunk.raws.len(),
            reasons,
        });
    }
}

/// Rows, and what the server makes of them.
#[derive(Debug)]
pub(super) struct Judged {
    chunk: Chunk,
    /// As COPY writes it.
    text: String,
    /// Where the line of each row ends.
    ends: Vec<(usize, usize)>,
}

/// What is known of a row, as COPY has it.
#[derive(Debug, Default)]
pub(super) struct Known<'j> {
    pub number: usize,
    pub line: u64,
    pub raw: &'j str,
    pub staged: Vec<&'j str>,
    pub judged: Vec<&'j str>,
    /// What of it cannot be read.
    pub reasons: &'j [String],
}

impl Judged {
    /// Puts rows beside what the server gave, whose lines begin with their numbers; nothing where they do not.
    pub fn new(chunk: Chunk, text: String) -> Option<Self> {
        let mut ends = vec![(0, 0); chunk.len()];
        let mut begins = 0;
        for line in text.split_inclusive('\n') {
            let number: usize = line.split(['\t', '\n']).next()?.parse().ok()?;
            let end = begins + line.trim_end_matches('\n').len();
            *ends.get_mut(number).filter(|place| **place == (0, 0))? = (begins, end);
            begins += line.len();
        }
        ends.iter().all(|(begins, ends)| begins < ends).then_some(Self { chunk, text, ends })
    }

    /// Shows every row in turn.
    pub fn each(&self, mut show: impl FnMut(&Known<'_>)) {
        let mut known = Known::default();
        let (mut staged, mut raw) = (0, 0);
        for (number, row) in self.chunk.rows.iter().enumerate() {
            known.number = number;
            known.line = row.line;
            known.raw = &self.chunk.raws[raw..row.raw];
            known.reasons = &row.reasons;
            known.staged.clear();
            known.staged.extend(self.chunk.staged[staged..row.staged - 1].split('\t'));
            let (begins, ends) = self.ends[number];
            known.judged.clear();
            known.judged.extend(self.text[begins..ends].split('\t'));
            show(&known);
            (staged, raw) = (row.staged, row.raw);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk() -> Chunk {
        let waiting = |line, staged, raw| Waiting { line, staged, raw, reasons: Vec::new() };
        Chunk {
            staged: "0\tf\ta\n1\tf\tb\n".to_owned(),
            raws: "ab".to_owned(),
            rows: vec![waiting(2, 6, 1), waiting(3, 12, 2)],
        }
    }

    #[test]
    fn what_the_server_gives_finds_its_row_in_whatever_order() {
        let judged = Judged::new(chunk(), "1\tB\n0\tA\n".to_owned()).unwrap();
        let mut seen = Vec::new();
        judged.each(|row| {
            seen.push(format!("{} {} {} {}", row.line, row.raw, row.staged[2], row.judged[1]));
        });
        assert_eq!(seen, ["2 a a A", "3 b b B"]);
    }

    #[test]
    fn rows_that_lack_are_not_passed_over() {
        for text in ["0\tA\n", "0\tA\n0\tB\n", "0\tA\n1\tB\n2\tC\n", "x\tA\n1\tB\n", ""] {
            assert!(Judged::new(chunk(), text.to_owned()).is_none(), "{text:?}");
        }
    }
}
