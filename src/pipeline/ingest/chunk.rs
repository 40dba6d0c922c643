//! Rows that go to the server at once, and what it makes of them.

use memchr::{memchr_iter, memchr3};

use super::rows::Row;
use super::values::Reader;
use crate::model::FileSource;
use crate::pipeline::copy::{escape, is_plain, number};

/// How many bytes of a file go at once, or a little more.
const MOST_BYTES: usize = 1 << 19;

/// Rows on their way to be judged.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// The rows as COPY reads them, each on a line.
    staged: String,
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
    /// Whether its values cannot be told apart: the server is not asked of it.
    is_broken: bool,
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

    /// Returns the rows of which the server is asked, as COPY reads them, without the end of the line; each begins with
    /// its number.
    pub fn staged(&self) -> impl Iterator<Item = &str> {
        let mut begins = 0;
        let rows = self.rows.iter().map(move |row| {
            let staged = &self.staged[begins..row.staged - 1];
            begins = row.staged;
            (row, staged)
        });
        rows.filter(|(row, _)| !row.is_broken).map(|(_, staged)| staged)
    }
}

/// Reads rows into chunks.
pub(super) struct Stager<'s> {
    source: &'s FileSource,
    /// The columns in the order in which they are staged.
    columns: Vec<(usize, Reader)>,
    line: bool,
    raw: bool,
}

impl<'s> Stager<'s> {
    /// Prepares the rows of a source, which are staged with their lines and texts where its SQL needs them.
    pub fn new(source: &'s FileSource, columns: &[usize], line: bool, raw: bool) -> Self {
        let columns = columns.iter().map(|at| (*at, Reader::of(&source.columns[*at].reading)));
        Self { source, columns: columns.collect(), line, raw }
    }

    /// Adds a row.
    pub fn add(&self, row: &Row, chunk: &mut Chunk) {
        // What another encoding does not have was read as this.
        let astray = self.source.encoding.as_ref().filter(|_| row.raw.contains('\u{fffd}'));
        let broken = row.broken.clone().or_else(|| astray.map(|it| format!("not {it}")));
        let (staged, begins) = (&mut chunk.staged, chunk.raws.len());
        // Where the text of a row needs no escape, no value of it does.
        let is_plain = is_plain(&row.raw);
        let put = |text: &str, into: &mut String| match is_plain {
            true => into.push_str(text),
            false => escape(text, into),
        };
        put(&row.raw, &mut chunk.raws);
        number(chunk.rows.len() as u64, staged);
        if self.line {
            staged.push('\t');
            number(row.line, staged);
        }
        if self.raw {
            staged.push('\t');
            staged.push_str(&chunk.raws[begins..]);
        }
        let mut reasons = Vec::new();
        for (at, reader) in &self.columns {
            staged.push('\t');
            let value = row.values.get(*at).and_then(Option::as_deref);
            let read = value.filter(|_| broken.is_none()).map(|it| reader.read(it));
            match read {
                Some(Some(value)) => put(&value, staged),
                other => {
                    staged.push_str("\\N");
                    if other.is_some() {
                        reasons.push(*at);
                    }
                }
            }
        }
        staged.push('\n');
        reasons.sort_unstable();
        let reason = |at: usize| {
            let column = &self.source.columns[at];
            format!("{}: no {}", column.name, column.data_type)
        };
        chunk.rows.push(Waiting {
            line: row.line,
            staged: chunk.staged.len(),
            raw: chunk.raws.len(),
            is_broken: broken.is_some(),
            reasons: broken
                .map_or_else(|| reasons.into_iter().map(reason).collect(), |broken| vec![broken]),
        });
    }
}

/// Rows, and what the server makes of them.
#[derive(Debug)]
pub(super) struct Judged {
    chunk: Chunk,
    /// A line of each row of which the server was asked: its number, and what it gave, as COPY writes it.
    text: String,
    /// Where the line of each row begins and ends; nothing where a row is broken.
    places: Vec<(usize, usize)>,
}

/// What is known of a row, as COPY has it.
#[derive(Debug, Default)]
pub(super) struct Known<'j> {
    pub number: usize,
    pub line: u64,
    pub raw: &'j str,
    pub staged: Vec<&'j str>,
    /// What the server gave; of a row that is broken, nothing.
    pub judged: Vec<&'j str>,
    /// What of it cannot be read.
    pub reasons: &'j [String],
    /// Whether what was staged and judged stands in CSV as COPY has it, but for what is empty.
    pub is_plain: bool,
}

impl Judged {
    /// Puts rows beside what the server gave, whose lines begin with their numbers; nothing where they do not.
    pub fn new(chunk: Chunk, text: String) -> Option<Self> {
        let mut places = vec![(0, 0); chunk.len()];
        let mut begins = 0;
        for end in memchr_iter(b'\n', text.as_bytes()) {
            let number: usize = text[begins..end].split('\t').next()?.parse().ok()?;
            *places.get_mut(number).filter(|place| **place == (0, 0))? = (begins, end);
            begins = end + 1;
        }
        let is_known = |(row, (begins, ends)): (&Waiting, &(usize, usize))| {
            row.is_broken == (begins == ends)
        };
        let all = begins == text.len() && chunk.rows.iter().zip(&places).all(is_known);
        all.then_some(Self { chunk, text, places })
    }

    /// Adds to what the server gave of each row what it gave of values that rows share; `more` is told how many rows
    /// were before of which it was asked.
    pub fn add(mut self, more: impl Fn(usize, &mut String)) -> Self {
        let mut text = String::with_capacity(self.text.len() * 2);
        let asked = self.places.iter_mut().filter(|(begins, ends)| begins < ends);
        for (before, (begins, ends)) in asked.enumerate() {
            let line = &self.text[*begins..*ends];
            *begins = text.len();
            text.push_str(line);
            more(before, &mut text);
            *ends = text.len();
        }
        Self { text, ..self }
    }

    /// Shows every row in turn.
    pub fn each(&self, mut show: impl FnMut(&Known<'_>)) {
        let mut known = Known::default();
        let (mut staged, mut raw) = (0, 0);
        for (number, row) in self.chunk.rows.iter().enumerate() {
            let (begins, ends) = self.places[number];
            let lines = [&self.chunk.staged[staged..row.staged - 1], &self.text[begins..ends]];
            known.number = number;
            known.line = row.line;
            known.raw = &self.chunk.raws[raw..row.raw];
            known.reasons = &row.reasons;
            let is_plain = |line: &str| memchr3(b',', b'"', b'\\', line.as_bytes()).is_none();
            known.is_plain = lines.into_iter().all(is_plain);
            fields(lines[0], &mut known.staged);
            fields(lines[1], &mut known.judged);
            show(&known);
            (staged, raw) = (row.staged, row.raw);
        }
    }
}

/// Takes a line of COPY apart; one that is empty has no fields.
pub(super) fn fields<'l>(line: &'l str, into: &mut Vec<&'l str>) {
    into.clear();
    let mut begins = 0;
    for end in memchr_iter(b'\t', line.as_bytes()) {
        into.push(&line[begins..end]);
        begins = end + 1;
    }
    if !line.is_empty() {
        into.push(&line[begins..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk() -> Chunk {
        let waiting = |line, staged, raw, is_broken| Waiting {
            line,
            staged,
            raw,
            reasons: Vec::new(),
            is_broken,
        };
        Chunk {
            staged: "0\ta\n1\t\\N\n2\tb\n".to_owned(),
            raws: "a?b".to_owned(),
            rows: vec![
                waiting(2, 4, 1, false),
                waiting(3, 9, 2, true),
                waiting(4, 13, 3, false),
            ],
        }
    }

    #[test]
    fn what_the_server_gives_finds_its_row_in_whatever_order() {
        let judged = Judged::new(chunk(), "2\tB\n0\tA\n".to_owned()).unwrap();
        let judged = judged.add(|before, text| text.push_str(["\tfirst", "\tsecond"][before]));
        let mut seen = Vec::new();
        judged.each(|row| {
            seen.push(format!("{} {} {} {:?}", row.line, row.raw, row.staged[1], row.judged));
        });
        assert_eq!(
            seen,
            ["2 a a [\"0\", \"A\", \"first\"]", "3 ? \\N []", "4 b b [\"2\", \"B\", \"second\"]"]
        );
    }

    #[test]
    fn rows_that_lack_are_not_passed_over() {
        for text in [
            "0\tA\n",
            "0\tA\n0\tB\n",
            "0\tA\n1\t?\n2\tB\n",
            "0\tA\n2\tB\n3\tC\n",
            "x\tA\n2\tB\n",
            "0\tA\n2\tB",
            "",
        ] {
            assert!(Judged::new(chunk(), text.to_owned()).is_none(), "{text:?}");
        }
    }
}
