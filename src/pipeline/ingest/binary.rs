//! Rows as COPY's binary form has them: dates, numbers and lists that the server need not read from text.
//!
//! <https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4>

use chrono::{Datelike, NaiveDate};

use super::judge::Field;
use super::write::Verdict;

/// What every such stream begins with: its signature, no flags, and no more of a header.
pub(super) const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What it ends with.
pub(super) const TRAILER: &[u8] = &[0xff, 0xff];

/// A type whose binary form is written here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Boolean,
    SmallInt,
    Integer,
    BigInt,
    /// As it was read, year before month and day.
    Date,
    /// The reasons, and no other list.
    Reasons,
}

impl Kind {
    /// Returns that of a type, by its number among PostgreSQL's own.
    pub fn of(number: u32) -> Option<Self> {
        Some(match number {
            16 => Self::Boolean,
            20 => Self::BigInt,
            21 => Self::SmallInt,
            23 => Self::Integer,
            25 | 1043 => Self::Text,
            1009 => Self::Reasons,
            1082 => Self::Date,
            _ => return None,
        })
    }
}

impl Verdict<'_> {
    /// Writes values in COPY's binary form, with how many they are before them.
    ///
    /// # Errors
    /// A value that is none of its type.
    pub fn binary(&self, fields: &[(Field, Kind)], into: &mut Vec<u8>) -> Result<(), String> {
        let count = i16::try_from(fields.len()).map_err(|error| error.to_string())?;
        into.extend_from_slice(&count.to_be_bytes());
        for (field, kind) in fields {
            match field {
                Field::Row | Field::Line => sized(&self.row.line().to_be_bytes(), into),
                Field::Reasons => self.reasons_in_binary(into),
                _ => match self.known(*field) {
                    Some(text) => value(text, *kind, into).ok_or_else(|| {
                        format!("the server wrote `{text}` for a value of another type")
                    })?,
                    None => into.extend_from_slice(&(-1_i32).to_be_bytes()),
                },
            }
        }
        Ok(())
    }

    fn reasons_in_binary(&self, into: &mut Vec<u8>) {
        let begins = into.len();
        into.extend_from_slice(&[0; 4]);
        // One dimension, no NULL, elements of type text; how many there are, counted from 1.
        for number in [1, 0, 25, length(self.reasons.len()), 1] {
            into.extend_from_slice(&number.to_be_bytes());
        }
        for reason in self.reasons {
            sized(reason.as_str().as_bytes(), into);
        }
        let size = length(into.len() - begins - 4);
        into[begins..begins + 4].copy_from_slice(&size.to_be_bytes());
    }
}

/// Writes a value; nothing where it is none of the type.
fn value(text: &str, kind: Kind, into: &mut Vec<u8>) -> Option<()> {
    match kind {
        Kind::Text => sized(text.as_bytes(), into),
        Kind::Boolean => match text {
            "t" => sized(&[1], into),
            "f" => sized(&[0], into),
            _ => return None,
        },
        Kind::SmallInt => sized(&text.parse::<i16>().ok()?.to_be_bytes(), into),
        Kind::Integer => sized(&text.parse::<i32>().ok()?.to_be_bytes(), into),
        Kind::BigInt => sized(&text.parse::<i64>().ok()?.to_be_bytes(), into),
        Kind::Date => sized(&days(text)?.to_be_bytes(), into),
        Kind::Reasons => return None,
    }
    Some(())
}

/// Counts the days from the first of 2000 to a day such as `2026-01-31`.
fn days(text: &str) -> Option<i32> {
    const FIRST: i32 = 730_120;
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(day.num_days_from_ce() - FIRST)
}

/// Writes bytes, and how many they are before them.
fn sized(bytes: &[u8], into: &mut Vec<u8>) {
    into.extend_from_slice(&length(bytes.len()).to_be_bytes());
    into.extend_from_slice(bytes);
}

/// Returns a length as COPY counts it: rows are far shorter than it can say.
fn length(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, kind: Kind) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        value(text, kind, &mut bytes)?;
        Some(bytes)
    }

    #[test]
    fn values_are_written_as_their_types_or_not_at_all() {
        assert_eq!(written("a\tb", Kind::Text).unwrap(), b"\0\0\0\x03a\tb");
        assert_eq!(written("t", Kind::Boolean).unwrap(), b"\0\0\0\x01\x01");
        assert_eq!(written("-2", Kind::SmallInt).unwrap(), b"\0\0\0\x02\xff\xfe");
        assert_eq!(written("7", Kind::BigInt).unwrap(), b"\0\0\0\x08\0\0\0\0\0\0\0\x07");
        assert_eq!(written("2000-01-02", Kind::Date).unwrap(), b"\0\0\0\x04\0\0\0\x01");
        assert_eq!(written("1999-12-31", Kind::Date).unwrap(), b"\0\0\0\x04\xff\xff\xff\xff");
        for (text, kind) in [
            ("true", Kind::Boolean),
            ("32768", Kind::SmallInt),
            ("31-01-2000", Kind::Date),
            ("2000-02-30", Kind::Date),
            ("{a}", Kind::Reasons),
        ] {
            assert_eq!(written(text, kind), None, "{text}");
        }
    }
}
