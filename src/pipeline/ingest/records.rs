//! CSV taken apart into records, each with its bytes as they stand in the file.
//!
//! What quotes mean, [`csv_core`] says. A line without any is its values and what stands between them: most are, and are
//! taken apart without being copied.

use std::io::{self, Read};
use std::ops::Range;

use csv_core::ReadRecordResult;
use memchr::{memchr_iter, memchr3};

/// The longest row: an unclosed quote would make one of all that follows.
pub(super) const LONGEST_ROW: usize = 16 * 1024 * 1024;

/// How many bytes are read at once, at least.
const AT_ONCE: usize = 1 << 17;

/// The records of a file.
pub(super) struct Records<R> {
    file: R,
    delimiter: u8,
    /// Takes apart what has quotes, and the first record, before which a mark may stand.
    reader: csv_core::Reader,
    is_first: bool,
    /// What was read of the file; from `begins` to `ends` it is not yet taken apart.
    bytes: Vec<u8>,
    begins: usize,
    ends: usize,
    is_read: bool,
    /// How many lines ended before.
    lines: u64,
    /// Values without their quotes, and where each ends.
    unquoted: Vec<u8>,
    value_ends: Vec<usize>,
    parts: Vec<Range<usize>>,
}

/// One record.
#[derive(Debug)]
pub(super) struct Record<'r> {
    /// The line in which it begins, from 1.
    pub line: u64,
    /// As it stands in the file, without the end of its line.
    pub bytes: &'r [u8],
    /// Whether its values are parts of that.
    pub is_plain: bool,
    /// Its values, as parts of that or of what is left of it without quotes.
    pub parts: &'r [Range<usize>],
    text: &'r [u8],
}

impl<'r> Record<'r> {
    /// Returns its values, in their order.
    pub fn values(&self) -> impl Iterator<Item = &'r [u8]> {
        let text = self.text;
        self.parts.iter().map(move |part| &text[part.clone()])
    }
}

impl<R: Read> Records<R> {
    /// Prepares to read a file.
    pub fn of(file: R, delimiter: u8) -> Self {
        Self {
            file,
            delimiter,
            reader: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            is_first: true,
            bytes: vec![0; 2 * AT_ONCE],
            begins: 0,
            ends: 0,
            is_read: false,
            lines: 0,
            unquoted: vec![0; 1 << 10],
            value_ends: vec![0; 1 << 5],
            parts: Vec::new(),
        }
    }

    /// Returns how many lines ended before what is read next.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Returns the next record; nothing at the end. Empty lines are none.
    ///
    /// # Errors
    /// The file cannot be read, or a record is longer than [`LONGEST_ROW`].
    pub fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        if std::mem::take(&mut self.is_first) {
            // More than the mark has to be there: nothing after it would be the end.
            while self.ends <= "\u{feff}".len() && !self.is_read {
                self.fill()?;
            }
            return self.quoted();
        }
        let mut seen = 0;
        loop {
            let here = &self.bytes[self.begins..self.ends];
            match memchr3(b'\n', b'\r', b'"', &here[seen..]).map(|at| seen + at) {
                Some(at) if here[at] == b'"' => return self.quoted(),
                // An empty line, or the second character of an end of a line.
                Some(0) => {
                    self.lines += u64::from(here[0] == b'\n');
                    self.begins += 1;
                }
                Some(at) => {
                    let ends_line = here[at] == b'\n';
                    return Ok(Some(self.plain(at, 1, u64::from(ends_line))));
                }
                None if !self.is_read => {
                    seen = here.len();
                    self.fill()?;
                }
                None if here.is_empty() => return Ok(None),
                None => {
                    let length = here.len();
                    return Ok(Some(self.plain(length, 0, 0)));
                }
            }
        }
    }

    /// Takes a record without quotes, and so many bytes after it that end so many lines.
    fn plain(&mut self, length: usize, after: usize, lines: u64) -> Record<'_> {
        let (begins, line) = (self.begins, self.lines + 1);
        self.begins += length + after;
        self.lines += lines;
        let bytes = &self.bytes[begins..begins + length];
        self.parts.clear();
        let mut begins = 0;
        for at in memchr_iter(self.delimiter, bytes) {
            self.parts.push(begins..at);
            begins = at + 1;
        }
        self.parts.push(begins..length);
        Record { line, bytes, is_plain: true, parts: &self.parts, text: bytes }
    }

    /// Takes a record that has quotes, with the empty lines before it.
    fn quoted(&mut self) -> io::Result<Option<Record<'_>>> {
        let (mut taken, mut length, mut count) = (0, 0, 0);
        loop {
            let input = &self.bytes[self.begins + taken..self.ends];
            if input.is_empty() && !self.is_read {
                self.fill()?;
                continue;
            }
            let (text, ends) = (&mut self.unquoted[length..], &mut self.value_ends[count..]);
            let (result, read, written, ended) = self.reader.read_record(input, text, ends);
            taken += read;
            length += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.unquoted.resize(2 * self.unquoted.len(), 0),
                ReadRecordResult::OutputEndsFull => {
                    self.value_ends.resize(2 * self.value_ends.len(), 0);
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        let bytes = &self.bytes[self.begins..self.begins + taken];
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let before = bytes.iter().take_while(|byte| is_end(byte)).count();
        let after = bytes[before..].iter().rev().take_while(|byte| is_end(byte)).count();
        let line = self.lines + 1 + newlines(&bytes[..before]);
        self.lines += newlines(bytes);
        self.begins += taken;
        self.parts.clear();
        let mut begins = 0;
        for end in &self.value_ends[..count] {
            self.parts.push(begins..*end);
            begins = *end;
        }
        let bytes = &bytes[before..bytes.len() - after];
        let text = &self.unquoted[..length];
        Ok(Some(Record { line, bytes, is_plain: false, parts: &self.parts, text }))
    }

    /// Reads on, and keeps what is not yet taken apart.
    fn fill(&mut self) -> io::Result<()> {
        self.bytes.copy_within(self.begins..self.ends, 0);
        self.ends -= self.begins;
        self.begins = 0;
        if self.ends > LONGEST_ROW {
            let what =
                format!("a row of more than {} MiB; is a quote not closed?", LONGEST_ROW >> 20);
            return Err(io::Error::other(what));
        }
        if self.bytes.len() - self.ends < AT_ONCE {
            self.bytes.resize(2 * self.bytes.len(), 0);
        }
        let count = loop {
            match self.file.read(&mut self.bytes[self.ends..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.is_read = count == 0;
        self.ends += count;
        Ok(())
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives so many bytes at a time, so that a record ends anywhere.
    struct Slow<'b>(&'b [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    type Told = (u64, Vec<u8>, Vec<Vec<u8>>);

    fn taken(bytes: &[u8], at_once: usize) -> Vec<Told> {
        let mut records = Records::of(Slow(bytes, at_once), b',');
        let mut all = Vec::new();
        while let Some(record) = records.next().unwrap() {
            let values = record.values().map(<[u8]>::to_vec).collect();
            all.push((record.line, record.bytes.to_vec(), values));
        }
        all
    }

    /// What the library makes of all of it, and where it says that each record ends.
    fn library(bytes: &[u8]) -> Vec<Told> {
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let (mut record, mut all, mut begins) = (::csv::ByteRecord::new(), Vec::new(), 0);
        while reader.read_byte_record(&mut record).unwrap() {
            let ends = usize::try_from(reader.position().byte()).unwrap();
            let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
            let first = begins + bytes[begins..ends].iter().take_while(|it| is_end(it)).count();
            let after = bytes[first..ends].iter().rev().take_while(|it| is_end(it)).count();
            let line = 1 + newlines(&bytes[..first]);
            let values = record.iter().map(<[u8]>::to_vec).collect();
            all.push((line, bytes[first..ends - after].to_vec(), values));
            begins = ends;
        }
        all
    }

    #[test]
    fn lines_values_and_what_stands_there_are_told() {
        let told = taken(b"a,b\r\n\r\n1,\"x\n\"\"y\"\n,\n2", 5);
        let bytes = |values: &[&str]| -> Vec<Vec<u8>> {
            values.iter().map(|value| value.as_bytes().to_vec()).collect()
        };
        assert_eq!(
            told,
            [
                (1, b"a,b".to_vec(), bytes(&["a", "b"])),
                (3, b"1,\"x\n\"\"y\"".to_vec(), bytes(&["1", "x\n\"y"])),
                (5, b",".to_vec(), bytes(&["", ""])),
                (6, b"2".to_vec(), bytes(&["2"])),
            ]
        );
    }

    #[test]
    fn the_longest_row_has_a_limit() {
        let text = format!("a\n\"{}\n", "x".repeat(LONGEST_ROW + 4 * AT_ONCE));
        let mut records = Records::of(text.as_bytes(), b',');
        assert!(records.next().unwrap().is_some());
        let told = records.next().unwrap_err().to_string();
        assert!(told.contains("more than 16 MiB"), "{told}");
        let text = format!("a\n{}\n", "x".repeat(LONGEST_ROW - 1));
        let mut records = Records::of(text.as_bytes(), b',');
        assert!(records.next().unwrap().is_some());
        assert_eq!(records.next().unwrap().unwrap().bytes.len(), LONGEST_ROW - 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn any_text_is_taken_apart_as_the_library_does(
            text in "(\u{feff})?[ab,\"\r\n\0é ]{0,60}",
            at_once in 1_usize..70,
        ) {
            prop_assert_eq!(taken(text.as_bytes(), at_once), library(text.as_bytes()));
        }
    }
}
