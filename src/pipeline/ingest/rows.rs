//! The rows of a file, one by one, each with its line and its text as it stands there.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::json;
use crate::model::{FileColumn, FileForm, Reading};

/// The longest row: an unclosed quote would make one of all that follows.
pub(super) const LONGEST_ROW: usize = 16 * 1024 * 1024;

/// A row as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The line in which it begins, from 1.
    pub line: u64,
    /// Its text, without what PostgreSQL's text cannot hold.
    pub raw: String,
    /// Whether that is all of it.
    pub is_sound: bool,
    /// Its values, in the order of the declared columns; none where there is nothing.
    pub values: Vec<Option<String>>,
    /// What keeps its values from being told apart.
    pub broken: Option<String>,
}

/// Why a file cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// The file ends early, or the disk fails.
    #[error("it cannot be read on after line {line}: {source}")]
    Read { line: u64, source: io::Error },
    /// Its first row does not name what is declared.
    #[error("its first row is not the header that is declared: {0}")]
    Header(String),
}

/// Calls `each` with every row.
pub(super) fn read<E: From<FileError>>(
    file: impl Read,
    form: FileForm,
    columns: &[FileColumn],
    each: impl FnMut(&Row) -> Result<(), E>,
) -> Result<(), E> {
    match form {
        FileForm::Csv { delimiter, header } => csv(file, (delimiter, header), columns, each),
        FileForm::JsonLines => json_lines(file, columns, each),
        FileForm::Json => json::read(file, columns, each),
    }
}

/// Keeps what was read since it was last asked for, as the reader above it does not.
struct Tee<R> {
    inner: R,
    kept: Rc<RefCell<Kept>>,
}

/// What was read, and how much of it is done with.
#[derive(Default)]
struct Kept {
    bytes: Vec<u8>,
    done: usize,
}

impl Kept {
    /// Returns the next bytes, which are done with.
    fn take(&mut self, length: usize) -> &[u8] {
        let begins = self.done;
        self.done = self.bytes.len().min(begins + length);
        &self.bytes[begins..self.done]
    }
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut kept = self.kept.borrow_mut();
        let done = std::mem::take(&mut kept.done);
        kept.bytes.drain(..done);
        if kept.bytes.len() > LONGEST_ROW {
            let what =
                format!("a row of more than {} MiB; is a quote not closed?", LONGEST_ROW >> 20);
            return Err(io::Error::other(what));
        }
        let count = self.inner.read(buffer)?;
        kept.bytes.extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}

fn csv<E: From<FileError>>(
    file: impl Read,
    (delimiter, header): (u8, bool),
    columns: &[FileColumn],
    mut each: impl FnMut(&Row) -> Result<(), E>,
) -> Result<(), E> {
    let kept = Rc::new(RefCell::new(Kept::default()));
    let tee = Tee { inner: file, kept: Rc::clone(&kept) };
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(tee);
    let mut record = ::csv::ByteRecord::new();
    let mut row = Row::default();
    let (mut begins, mut lines, mut order) = (0_u64, 0_u64, None);
    loop {
        let line = lines;
        let more = reader.read_byte_record(&mut record).map_err(|error| {
            let source = match error.into_kind() {
                ::csv::ErrorKind::Io(source) => source,
                other => io::Error::other(format!("{other:?}")),
            };
            FileError::Read { line, source }
        })?;
        if !more {
            return Ok(());
        }
        let ends = reader.position().byte();
        let length = usize::try_from(ends - begins).unwrap_or(usize::MAX);
        begins = ends;
        {
            let mut kept = kept.borrow_mut();
            let bytes = kept.take(length);
            // The end of a line in two characters, and empty lines, are read with the row that follows.
            let before = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            row.line = lines + 1 + newlines(&bytes[..before]);
            lines += newlines(bytes);
            row.is_sound = raw(bytes, &mut row.raw);
        }
        let first = order.is_none();
        let order = match &order {
            Some(order) => order,
            None => order.insert(match header {
                true => places(&record, columns)?,
                false => (0..columns.len()).collect(),
            }),
        };
        if first && header {
            continue;
        }
        fill(&mut row, &record, columns.len(), order);
        each(&row)?;
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    match memchr::memchr(b'\n', bytes) {
        None => 0,
        // Most rows are one line, which is found sooner than lines are counted.
        Some(at) if at + 1 == bytes.len() => 1,
        Some(_) => memchr::memchr_iter(b'\n', bytes).count() as u64,
    }
}

/// Returns where each declared column stands, as the first row has it.
fn places(record: &::csv::ByteRecord, columns: &[FileColumn]) -> Result<Vec<usize>, FileError> {
    let mut names: Vec<String> =
        record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
    if let Some(first) = names.first_mut()
        && let Some(rest) = first.strip_prefix('\u{feff}')
    {
        *first = rest.to_owned();
    }
    let found = || format!("it has `{}`", names.join("`, `"));
    let mut places = Vec::new();
    for column in columns {
        let mut same = names.iter().enumerate().filter(|(_, name)| **name == column.from);
        match (same.next(), same.next()) {
            (Some((place, _)), None) => places.push(place),
            (None, _) => {
                return Err(FileError::Header(format!(
                    "`{}` is missing; {}",
                    column.from,
                    found()
                )));
            }
            (Some(_), Some(_)) => {
                return Err(FileError::Header(format!("`{}` stands twice", column.from)));
            }
        }
    }
    match names.len() == columns.len() {
        true => Ok(places),
        false => {
            let other = names.iter().find(|name| !columns.iter().any(|it| it.from == **name));
            let other = other.map_or_else(found, |name| format!("`{name}` is not declared"));
            Err(FileError::Header(other))
        }
    }
}

fn fill(row: &mut Row, record: &::csv::ByteRecord, columns: usize, order: &[usize]) {
    row.values.resize(columns, None);
    row.broken = None;
    if record.len() != columns {
        row.broken = Some(format!("{} values, expected {columns}", record.len()));
        row.values.fill(None);
        return;
    }
    // Where no quotes were taken away, and all of the text stands for itself, values are parts of it.
    let is_whole = row.is_sound && row.raw.len() + 1 == record.as_slice().len() + record.len();
    for (place, value) in order.iter().zip(&mut row.values) {
        let part = record.range(*place).filter(|_| is_whole);
        let part = part.and_then(|it| row.raw.get(it.start + place..it.end + place));
        let found = match part {
            Some(part) => Some(part).filter(|part| !part.is_empty()),
            None => text(record.get(*place).unwrap_or_default(), &mut row.broken),
        };
        match (found, &mut *value) {
            // The room of the value before is used again.
            (Some(text), Some(value)) => {
                value.clear();
                value.push_str(text);
            }
            (text, value) => *value = text.map(str::to_owned),
        }
    }
}

/// Returns a value as text; nothing where it is empty.
fn text<'v>(value: &'v [u8], broken: &mut Option<String>) -> Option<&'v str> {
    match std::str::from_utf8(value) {
        Ok("") => None,
        Ok(text) if memchr::memchr(0, text.as_bytes()).is_some() => {
            broken.get_or_insert_with(|| "a NUL byte".to_owned());
            None
        }
        Ok(text) => Some(text),
        Err(_) => {
            broken.get_or_insert_with(|| "not UTF-8".to_owned());
            None
        }
    }
}

/// Writes bytes of a file as text that PostgreSQL holds, without the end of the line; returns whether that is all of them.
pub(super) fn raw(bytes: &[u8], text: &mut String) -> bool {
    text.clear();
    let lossy = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    let trimmed = lossy.trim_matches(['\r', '\n']);
    if memchr::memchr(0, trimmed.as_bytes()).is_none() {
        text.push_str(trimmed);
        return matches!(lossy, Cow::Borrowed(_));
    }
    for (at, part) in trimmed.split('\0').enumerate() {
        if at > 0 {
            text.push('\u{2400}');
        }
        text.push_str(part);
    }
    false
}

fn json_lines<E: From<FileError>>(
    file: impl Read,
    columns: &[FileColumn],
    mut each: impl FnMut(&Row) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut bytes, mut row) = (Vec::new(), Row::default());
    loop {
        let failed = |line| move |source| FileError::Read { line, source };
        bytes.clear();
        let most = u64::try_from(LONGEST_ROW).unwrap_or(u64::MAX) + 1;
        let read = (&mut reader).take(most).read_until(b'\n', &mut bytes);
        let count = read.map_err(failed(row.line))?;
        if count == 0 {
            return Ok(());
        }
        row.line += 1;
        if count > LONGEST_ROW {
            let what = format!("a row of more than {} MiB", LONGEST_ROW >> 20);
            return Err(failed(row.line)(io::Error::other(what)).into());
        }
        raw(&bytes, &mut row.raw);
        if row.raw.trim().is_empty() {
            continue;
        }
        object(&bytes, columns, &mut row);
        each(&row)?;
    }
}

/// Reads a JSON object as the values of a row.
pub(super) fn object(bytes: &[u8], columns: &[FileColumn], row: &mut Row) {
    row.values.clear();
    row.broken = None;
    match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(bytes) {
        Ok(object) => {
            for column in columns {
                row.values.push(member(column, object.get(&column.from), &mut row.broken));
            }
        }
        Err(error) => {
            row.broken = Some(format!("no JSON object: {error}"));
            row.values.resize(columns.len(), None);
        }
    }
}

fn member(
    column: &FileColumn,
    value: Option<&serde_json::Value>,
    broken: &mut Option<String>,
) -> Option<String> {
    match value? {
        serde_json::Value::Null => None,
        serde_json::Value::String(it) if column.reading != Reading::Json => {
            text(it.as_bytes(), broken).map(str::to_owned)
        }
        other => Some(other.to_string()),
    }
}
