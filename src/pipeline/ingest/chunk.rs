//! Rows that go to the server at once, and what it makes of them.

use memchr::{memchr_iter, memchr3};

use super::judge::Statements;
use super::rows::Row;
use super::values::Reader;
use crate::model::FileSource;
use crate::pipeline::copy::{escape, is_plain, number};

/// How many bytes of a file go at once, or a little more.
const MOST_BYTES: usize = 1 << 20;

/// Rows on their way to be judged.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// The rows as COPY reads them, each on a line.
    staged: String,
    /// Their texts as they stand in the file, as COPY reads them.
    raws: String,
    rows: Vec<Waiting>,
    /// Room for what the server makes of them.
    text: String,
    ends: Vec<usize>,
}

/// A row, and where what is known of it ends.
#[derive(Debug)]
struct Waiting {
    line: u64,
    /// Where what is needed of it ends, and where all that is staged does.
    needed: usize,
    staged: usize,
    raw: usize,
    /// What of it cannot be read.
    reasons: Vec<String>,
    /// Whether its values cannot be told apart: the server is not asked of it.
    is_broken: bool,
}

impl Chunk {
    /// Forgets its rows, and keeps their room.
    pub fn clear(&mut self) {
        self.staged.clear();
        self.raws.clear();
        self.rows.clear();
        self.text.clear();
        self.ends.clear();
    }

    /// Returns whether as many rows are here as go at once.
    pub fn is_full(&self) -> bool {
        self.raws.len() >= MOST_BYTES
    }

    /// Returns how many rows are here.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the rows of which the server is asked, as COPY reads them: the number and what is needed of each, and its
    /// other values.
    pub fn staged(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut begins = 0;
        let rows = self.rows.iter().map(move |row| {
            let needed = &self.staged[begins..row.needed];
            begins = row.staged;
            let others = self.staged[row.needed..row.staged - 1].strip_prefix('\t');
            (row, needed, others.unwrap_or_default())
        });
        rows.filter(|(row, ..)| !row.is_broken).map(|(_, needed, others)| (needed, others))
    }
}

/// Reads rows into chunks.
pub(super) struct Stager<'s> {
    source: &'s FileSource,
    /// The columns in the order in which they are staged.
    columns: Vec<(usize, Reader)>,
    /// How many of them are needed of each row.
    needed: usize,
    line: bool,
    raw: bool,
}

impl<'s> Stager<'s> {
    /// Prepares the rows of a source, which are staged with their lines and texts where its SQL needs them.
    pub fn new(statements: &Statements<'s>) -> Self {
        let (source, division) = (statements.source, &statements.division);
        let columns = division.columns.iter();
        let columns = columns.map(|at| (*at, Reader::of(&source.columns[*at].reading)));
        Self {
            source,
            columns: columns.collect(),
            needed: division.needed,
            line: statements.stages("line"),
            raw: statements.stages("raw"),
        }
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
        let (mut needed, mut reasons) = (staged.len(), Vec::new());
        for (place, (at, reader)) in self.columns.iter().enumerate() {
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
            if place < self.needed {
                needed = staged.len();
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
            needed,
            staged: chunk.staged.len(),
            raw: chunk.raws.len(),
            is_broken: broken.is_some(),
            reasons: broken
                .map_or_else(|| reasons.into_iter().map(reason).collect(), |broken| vec![broken]),
        });
    }
}

/// Rows, and what the server makes of them: of each of which it was asked, its number and what it gave, as COPY writes it,
/// ends where the chunk says; of one that is broken, nothing.
#[derive(Debug)]
pub(super) struct Judged(Chunk);

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
    /// Puts rows beside what the server gave, whose lines begin with their numbers; nothing where they do not. `more` adds
    /// what is known of a row besides, and is told how many rows were before of which the server was asked.
    pub fn new(mut chunk: Chunk, given: &str, more: impl Fn(usize, &mut String)) -> Option<Self> {
        let mut lines = vec![""; chunk.len()];
        let mut begins = 0;
        for end in memchr_iter(b'\n', given.as_bytes()) {
            let line = &given[begins..end];
            let number: usize = field(line, 0).parse().ok()?;
            *lines.get_mut(number).filter(|known| known.is_empty())? = line;
            begins = end + 1;
        }
        let (text, ends, mut before) = (&mut chunk.text, &mut chunk.ends, 0);
        for (row, line) in chunk.rows.iter().zip(lines) {
            if row.is_broken != line.is_empty() {
                return None;
            }
            if !row.is_broken {
                text.push_str(line);
                more(before, text);
                before += 1;
            }
            ends.push(text.len());
        }
        (begins == given.len()).then_some(Self(chunk))
    }

    /// Gives back the chunk, whose rows are done with.
    pub fn into_chunk(self) -> Chunk {
        self.0
    }

    /// Shows every row in turn.
    pub fn each(&self, mut show: impl FnMut(&Known<'_>)) {
        let Self(chunk) = self;
        let mut known = Known::default();
        let (mut staged, mut raw, mut judged) = (0, 0, 0);
        for (number, (row, ends)) in chunk.rows.iter().zip(&chunk.ends).enumerate() {
            let lines = [&chunk.staged[staged..row.staged - 1], &chunk.text[judged..*ends]];
            known.number = number;
            known.line = row.line;
            known.raw = &chunk.raws[raw..row.raw];
            known.reasons = &row.reasons;
            let is_plain = |line: &str| memchr3(b',', b'"', b'\\', line.as_bytes()).is_none();
            known.is_plain = lines.into_iter().all(is_plain);
            fields(lines[0], &mut known.staged);
            fields(lines[1], &mut known.judged);
            show(&known);
            (staged, raw, judged) = (row.staged, row.raw, *ends);
        }
    }
}

/// Returns one field of a line of COPY; nothing where there are fewer.
pub(super) fn field(line: &str, place: usize) -> &str {
    let mut rest = line;
    for _ in 0..place {
        rest = rest.split_once('\t').map_or("", |(_, rest)| rest);
    }
    // They are short, so that to look at each byte is the shortest way.
    &rest[..rest.bytes().position(|byte| byte == b'\t').unwrap_or(rest.len())]
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
            needed: staged - 1,
            staged,
            raw,
            reasons: Vec::new(),
            is_broken,
        };
        Chunk {
            staged: "0\ta\n1\t\\N\n2\tb\n".to_owned(),
            raws: "a?b".to_owned(),
            rows: vec![waiting(2, 4, 1, false), waiting(3, 9, 2, true), waiting(4, 13, 3, false)],
            ..Chunk::default()
        }
    }

    #[test]
    fn what_the_server_gives_finds_its_row_in_whatever_order() {
        let more =
            |before: usize, text: &mut String| text.push_str(["\tfirst", "\tsecond"][before]);
        let judged = Judged::new(chunk(), "2\tB\n0\tA\n", more).unwrap();
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
            assert!(Judged::new(chunk(), text, |_, _| ()).is_none(), "{text:?}");
        }
    }
}
