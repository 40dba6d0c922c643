//! `COPY … FROM stdin` with its rows behind it, as `pg_dump` writes them.

use std::io::Write;
use std::ops::Range;

use postgres::Client;

/// A part of a file.
pub(super) enum Part {
    /// Statements.
    Statements(Range<usize>),
    /// One COPY, and the lines that it takes.
    Copy {
        /// The statement, without its semicolon.
        statement: Range<usize>,
        /// The lines.
        rows: Range<usize>,
    },
}

/// Cuts a file at its COPY statements, each of which begins a line and ends it, and leaves out what
/// is meant for psql.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
        let line = text[at..end].trim_end();
        if is_copy(line) {
            parts.push(Part::Statements(start..at));
            let rows = end..end_of_rows(text, end);
            start =
                text[rows.end..].find('\n').map_or(text.len(), |newline| rows.end + newline + 1);
            parts.push(Part::Copy { statement: at..at + line.len() - 1, rows });
            at = start;
        } else if is_guard(line) {
            parts.push(Part::Statements(start..at));
            (start, at) = (end, end);
        } else {
            at = end;
        }
    }
    parts.push(Part::Statements(start..text.len()));
    parts
}

/// Recognises what newer versions of `pg_dump` put around a dump, for psql alone.
fn is_guard(line: &str) -> bool {
    line.starts_with("\\restrict ") || line.starts_with("\\unrestrict ")
}

fn is_copy(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    line.starts_with("copy ") && line.ends_with(';') && line.contains(" from stdin")
}

/// Finds the line `\.`, or the end.
fn end_of_rows(text: &str, start: usize) -> usize {
    let mut at = start;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
        if text[at..end].trim_end() == "\\." {
            return at;
        }
        at = end;
    }
    text.len()
}

/// Sends the rows.
pub(super) fn send(
    client: &mut Client,
    statement: &str,
    rows: &str,
) -> Result<(), postgres::Error> {
    let mut writer = client.copy_in(statement)?;
    // What the server says to a broken stream comes with `finish`.
    let _ = writer.write_all(rows.as_bytes());
    writer.finish().map(|_| ())
}
