//! A file that is one JSON array of objects, each a row: read element by element, so that memory holds one of them.
//!
//! What is wrong inside of an element rejects that row; what is wrong with the array refuses the file.

use std::io::{self, BufRead, BufReader, Read};

use super::records::LONGEST_ROW;
use super::rows::{FileError, Own, Row, raw};
use crate::model::FileColumn;

/// Calls `each` with every element.
pub(super) fn read<E: From<FileError>>(
    file: impl Read,
    columns: &[FileColumn],
    mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut bytes = Bytes { reader: BufReader::with_capacity(1 << 16, file), line: 1, next: None };
    bytes.pass_mark()?;
    match bytes.visible()? {
        Some(b'[') => {}
        _ => return Err(bytes.fails("it is no JSON array of objects").into()),
    }
    let (mut element, mut room, mut own) = (Vec::new(), String::new(), Own::default());
    let mut is_first = true;
    loop {
        match bytes.visible()? {
            Some(b']') if is_first => break,
            Some(first) => bytes.next = Some(first),
            None => return Err(bytes.fails("the array ends early").into()),
        }
        is_first = false;
        let line = bytes.line;
        element.clear();
        bytes.element(&mut element)?;
        own.read(&element, columns);
        each(&own.row(line, raw(&element, &mut room).as_str()))?;
        match bytes.visible()? {
            Some(b',') => {}
            Some(b']') => break,
            Some(_) => return Err(bytes.fails("no `,` between two elements").into()),
            None => return Err(bytes.fails("the array ends early").into()),
        }
    }
    match bytes.visible()? {
        None => Ok(()),
        Some(_) => Err(bytes.fails("something follows the array").into()),
    }
}

/// The bytes of a file, with the line in which they are.
struct Bytes<R> {
    reader: BufReader<R>,
    line: u64,
    /// A byte that was read too early.
    next: Option<u8>,
}

impl<R: Read> Bytes<R> {
    fn fails(&self, what: &str) -> FileError {
        FileError::Read {
            line: self.line,
            source: io::Error::new(io::ErrorKind::InvalidData, what),
        }
    }

    /// Takes the next byte.
    fn byte(&mut self) -> Result<Option<u8>, FileError> {
        if let Some(byte) = self.next.take() {
            return Ok(Some(byte));
        }
        let line = self.line;
        let filled = self.reader.fill_buf().map_err(|source| FileError::Read { line, source })?;
        let Some(byte) = filled.first().copied() else { return Ok(None) };
        self.reader.consume(1);
        self.line += u64::from(byte == b'\n');
        Ok(Some(byte))
    }

    /// Takes the next byte that is no white space.
    fn visible(&mut self) -> Result<Option<u8>, FileError> {
        loop {
            match self.byte()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                other => return Ok(other),
            }
        }
    }

    /// Passes over the mark that some programs write before UTF-8.
    fn pass_mark(&mut self) -> Result<(), FileError> {
        let line = self.line;
        let filled = self.reader.fill_buf().map_err(|source| FileError::Read { line, source })?;
        let length = if filled.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        self.reader.consume(length);
        Ok(())
    }

    /// Takes an element: all up to the comma or the bracket that follows it.
    fn element(&mut self, element: &mut Vec<u8>) -> Result<(), FileError> {
        let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
        while let Some(byte) = self.byte()? {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_text => is_escaped = true,
                b'"' => in_text = !in_text,
                _ if in_text => {}
                b',' | b']' if depth == 0 => {
                    self.next = Some(byte);
                    return Ok(());
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            element.push(byte);
            if element.len() > LONGEST_ROW {
                return Err(self.fails(&format!("a row of more than {} MiB", LONGEST_ROW >> 20)));
            }
        }
        Err(self.fails("the array ends early"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reading;

    fn column(name: &str) -> FileColumn {
        FileColumn {
            name: name.to_owned(),
            data_type: "text".to_owned(),
            from: name.to_owned(),
            reading: Reading::Text,
        }
    }

    fn rows(text: &str) -> Result<Vec<String>, String> {
        let mut rows = Vec::new();
        let columns = [column("a"), column("b")];
        let read = read::<FileError>(text.as_bytes(), &columns, |row| {
            let broken = row.broken.is_some();
            let values: Vec<Option<&str>> = (0..2).map(|at| row.values.get(at)).collect();
            let broken = if broken { " broken" } else { "" };
            rows.push(format!("{} {values:?}{broken}", row.line));
            Ok(())
        });
        read.map(|()| rows).map_err(|error| error.to_string())
    }

    #[test]
    fn every_element_is_a_row() {
        let text = "\u{feff} [\n{\"a\": \"x]},\\\"\", \"b\": 1},\n{\"b\": {\"c\": [1, 2]}}, 7 , {\"a\": null}\n]\n";
        assert_eq!(
            rows(text).unwrap(),
            [
                "2 [Some(\"x]},\\\"\"), Some(\"1\")]",
                "3 [None, Some(\"{\\\"c\\\":[1,2]}\")]",
                "3 [None, None] broken",
                "3 [None, None]",
            ]
        );
        assert_eq!(rows("[]").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_array_is_refused() {
        for text in ["", "{}", "[{}", "[{},", "[{}] x", "[{\"a\": \"]", "null"] {
            assert!(rows(text).is_err(), "{text}");
        }
        assert!(
            rows("[{} {}]").is_ok_and(|rows| rows[0].ends_with("broken")),
            "one element that is none"
        );
    }

    #[test]
    fn an_element_has_a_limit() {
        let text = format!("[\"{}\"]", "x".repeat(LONGEST_ROW + 1));
        assert!(rows(&text).unwrap_err().contains("more than 16 MiB"));
    }
}
