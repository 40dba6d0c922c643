//! The rows of a file, one by one, each with its line and its text as it stands there.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;

use super::json;
use super::records::{LONGEST_ROW, Record, Records};
use crate::model::{FileColumn, FileForm, Reading};

/// A row as it stands in the file.
#[derive(Debug)]
pub(super) struct Row<'r> {
    /// The line in which it begins, from 1.
    pub line: u64,
    /// Its text, without what PostgreSQL's text cannot hold.
    pub raw: &'r str,
    /// Its values, in the order of the declared columns.
    pub values: Values<'r>,
    /// What keeps its values from being told apart.
    pub broken: Option<&'r str>,
}

/// The values of a row, of which an empty one is none.
#[derive(Debug)]
pub(super) enum Values<'r> {
    /// Parts of a text, and where among them each column stands.
    Parts(&'r str, &'r [Range<usize>], &'r [usize]),
    /// Values of their own.
    Own(&'r [Option<String>]),
}

impl<'r> Values<'r> {
    /// Returns that of a column; nothing where there is none.
    pub fn get(&self, column: usize) -> Option<&'r str> {
        match self {
            Self::Parts(text, parts, order) => {
                Some(&text[parts[*order.get(column)?].clone()]).filter(|value| !value.is_empty())
            }
            Self::Own(values) => values.get(column)?.as_deref(),
        }
    }
}

/// Values that are no parts of a text, and what keeps them from being told apart.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub values: Vec<Option<String>>,
    pub broken: Option<String>,
}

impl Own {
    /// Returns the row that has them.
    pub fn row<'r>(&'r self, line: u64, raw: &'r str) -> Row<'r> {
        let (values, broken) = (Values::Own(&self.values), self.broken.as_deref());
        Row { line, raw, values, broken }
    }
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
    each: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    match form {
        FileForm::Csv { delimiter, header } => csv(file, (delimiter, header), columns, each),
        FileForm::JsonLines => json_lines(file, columns, each),
        FileForm::Json => json::read(file, columns, each),
    }
}

fn csv<E: From<FileError>>(
    file: impl Read,
    (delimiter, header): (u8, bool),
    columns: &[FileColumn],
    mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut records = Records::of(file, delimiter);
    let mut order = (0..columns.len()).collect();
    let (mut room, mut own, mut is_header) = (String::new(), Own::default(), header);
    loop {
        let line = records.lines();
        let read = records.next().map_err(|source| FileError::Read { line, source })?;
        let Some(record) = read else { return Ok(()) };
        if std::mem::take(&mut is_header) {
            order = places(&record, columns)?;
            continue;
        }
        let text = raw(record.bytes, &mut room);
        match text {
            Text::Whole(text) if record.is_plain && record.parts.len() == columns.len() => {
                let values = Values::Parts(text, record.parts, &order);
                each(&Row { line: record.line, raw: text, values, broken: None })?;
            }
            _ => {
                own.fill(&record, &order);
                each(&own.row(record.line, text.as_str()))?;
            }
        }
    }
}

/// Returns where each declared column stands, as the first row has it.
fn places(record: &Record<'_>, columns: &[FileColumn]) -> Result<Vec<usize>, FileError> {
    let mut names: Vec<String> =
        record.values().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
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

impl Own {
    fn fill(&mut self, record: &Record<'_>, order: &[usize]) {
        let (columns, found) = (order.len(), record.parts.len());
        self.values.clear();
        self.broken = (found != columns).then(|| format!("{found} values, expected {columns}"));
        if self.broken.is_none() {
            let all: Vec<&[u8]> = record.values().collect();
            let values = order.iter().map(|place| text(all[*place], &mut self.broken));
            self.values.extend(values.map(|value| value.map(str::to_owned)));
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

/// Bytes of a file as text that PostgreSQL holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Text<'t> {
    /// All of them.
    Whole(&'t str),
    /// With something else in the place of what it does not hold.
    Mended(&'t str),
}

impl<'t> Text<'t> {
    pub fn as_str(self) -> &'t str {
        match self {
            Self::Whole(text) | Self::Mended(text) => text,
        }
    }
}

/// Returns bytes of a file as text, without the end of the line; what has to be mended is written into the room.
pub(super) fn raw<'t>(bytes: &'t [u8], room: &'t mut String) -> Text<'t> {
    if memchr::memchr(0, bytes).is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Text::Whole(text.trim_matches(['\r', '\n']));
    }
    room.clear();
    for (at, part) in
        String::from_utf8_lossy(bytes).trim_matches(['\r', '\n']).split('\0').enumerate()
    {
        if at > 0 {
            room.push('\u{2400}');
        }
        room.push_str(part);
    }
    Text::Mended(room)
}

fn json_lines<E: From<FileError>>(
    file: impl Read,
    columns: &[FileColumn],
    mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut bytes, mut room, mut own, mut line) = (Vec::new(), String::new(), Own::default(), 0);
    loop {
        let failed = |line| move |source| FileError::Read { line, source };
        bytes.clear();
        let most = u64::try_from(LONGEST_ROW).unwrap_or(u64::MAX) + 1;
        let read = (&mut reader).take(most).read_until(b'\n', &mut bytes);
        let count = read.map_err(failed(line))?;
        if count == 0 {
            return Ok(());
        }
        line += 1;
        if count > LONGEST_ROW {
            let what = format!("a row of more than {} MiB", LONGEST_ROW >> 20);
            return Err(failed(line)(io::Error::other(what)).into());
        }
        let text = raw(&bytes, &mut room).as_str();
        if text.trim().is_empty() {
            continue;
        }
        own.read(&bytes, columns);
        each(&own.row(line, text))?;
    }
}

impl Own {
    /// Reads a JSON object.
    pub fn read(&mut self, bytes: &[u8], columns: &[FileColumn]) {
        self.values.clear();
        self.broken = None;
        match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(bytes) {
            Ok(object) => {
                for column in columns {
                    self.values.push(member(column, object.get(&column.from), &mut self.broken));
                }
            }
            Err(error) => self.broken = Some(no_object(&error)),
        }
    }
}

/// Says why a line is no object; in which byte of it, where that tells more.
fn no_object(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let what = match error.classify() {
        serde_json::error::Category::Eof => "it ends too early",
        serde_json::error::Category::Data => "it is another value",
        _ => {
            let what = said.split(" at line ").next().unwrap_or_default();
            return format!("no JSON object: {what}, at byte {}", error.column());
        }
    };
    format!("no JSON object: {what}")
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
