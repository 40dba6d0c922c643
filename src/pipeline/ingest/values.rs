//! Values as text: read strictly, and written as PostgreSQL reads them under any setting.

use std::borrow::Cow;

use crate::model::{Reading, TimeFormat};

/// Reads the values of one column.
#[derive(Debug)]
pub(super) enum Reader {
    Text,
    /// Text of at most so many characters.
    Short(usize),
    Integer {
        least: i64,
        most: i64,
    },
    Numeric,
    Boolean,
    Time(Vec<TimeFormat>),
    Uuid,
    Json,
}

impl Reader {
    /// Prepares the reading of a column of a type, whose formats were checked.
    pub fn of(reading: &Reading, data_type: &str) -> Self {
        match reading {
            Reading::Text => match most_characters(data_type) {
                Some(most) => Self::Short(most),
                None => Self::Text,
            },
            Reading::Integer(bytes) => {
                let most = i64::MAX >> (64 - 8 * u32::from(*bytes));
                Self::Integer { least: -most - 1, most }
            }
            Reading::Numeric => Self::Numeric,
            Reading::Boolean => Self::Boolean,
            Reading::Time(formats) => {
                Self::Time(formats.iter().filter_map(|it| TimeFormat::parse(it).ok()).collect())
            }
            Reading::Uuid => Self::Uuid,
            Reading::Json => Self::Json,
        }
    }

    /// Returns the value, or nothing where it is none of the type.
    pub fn read<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        match self {
            Self::Text => Some(Cow::Borrowed(text)),
            // As SQL has it, spaces at the end may be too many.
            Self::Short(most) => {
                let end = text.char_indices().nth(*most).map_or(text.len(), |(at, _)| at);
                text[end..].bytes().all(|it| it == b' ').then(|| Cow::Borrowed(&text[..end]))
            }
            Self::Integer { least, most } => {
                let number: i64 = text.trim().parse().ok()?;
                (*least..=*most).contains(&number).then(|| Cow::Owned(number.to_string()))
            }
            Self::Numeric => is_decimal(text.trim()).then(|| Cow::Borrowed(text.trim())),
            Self::Boolean => boolean(text.trim()).map(Cow::Borrowed),
            Self::Time(formats) => {
                formats.iter().find_map(|format| format.read(text.trim())).map(Cow::Owned)
            }
            Self::Uuid => is_uuid(text.trim()).then(|| Cow::Borrowed(text.trim())),
            Self::Json => {
                let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
                // PostgreSQL's text holds no such character.
                (is_json && !text.contains("\\u0000")).then_some(Cow::Borrowed(text))
            }
        }
    }
}

/// Returns how many characters a type such as `character varying(10)` holds, if it says so.
fn most_characters(data_type: &str) -> Option<usize> {
    let (_, rest) = data_type.split_once('(')?;
    rest.strip_suffix(')')?.parse().ok()
}

/// `-12.50`, `.5`, `1e-3`; within what PostgreSQL's numeric holds for certain.
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let some = !whole.is_empty() || !decimals.is_empty();
    let exponent: Option<i32> = exponent.parse().ok();
    some && are_digits(whole)
        && are_digits(decimals)
        && mantissa.len() <= 1000
        && exponent.is_some_and(|exponent| exponent.abs() <= 1000)
}

fn boolean(text: &str) -> Option<&'static str> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_one_of(&["true", "t", "yes", "y", "on", "1"]) {
        return Some("t");
    }
    is_one_of(&["false", "f", "no", "n", "off", "0"]).then_some("f")
}

fn is_uuid(text: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_of_their_type_or_none() {
        let read =
            |reading: Reading, text: &str| Reader::of(&reading, "").read(text).map(Cow::into_owned);
        assert_eq!(read(Reading::Integer(2), " 32767 ").unwrap(), "32767");
        assert_eq!(read(Reading::Integer(2), "32768"), None);
        assert_eq!(
            read(Reading::Integer(8), "-9223372036854775808").unwrap(),
            i64::MIN.to_string()
        );
        assert_eq!(read(Reading::Integer(4), "1.0"), None);
        assert_eq!(read(Reading::Numeric, "-1.50e2").unwrap(), "-1.50e2");
        for text in ["", ".", "1,5", "NaN", "1e99999", "0x1"] {
            assert_eq!(read(Reading::Numeric, text), None, "{text}");
        }
        assert_eq!(read(Reading::Boolean, "No").unwrap(), "f");
        assert_eq!(read(Reading::Boolean, "perhaps"), None);
        assert_eq!(read(Reading::Json, "{\"a\": [1]}").unwrap(), "{\"a\": [1]}");
        assert_eq!(read(Reading::Json, "{a: 1}"), None);
        assert_eq!(read(Reading::Uuid, "123e4567-e89b-12d3-a456-42661417400"), None);
    }

    #[test]
    fn a_text_that_is_too_long_is_none_of_its_type() {
        let read = |data_type, text: &str| {
            Reader::of(&Reading::Text, data_type).read(text).map(Cow::into_owned)
        };
        assert_eq!(read("character varying(3)", "äöü").unwrap(), "äöü");
        assert_eq!(read("character varying(3)", "äöü  ").unwrap(), "äöü");
        assert_eq!(read("character varying(3)", "äöü x"), None);
        assert_eq!(read("character(1)", "ab"), None);
        assert_eq!(read("character varying", "abcd").unwrap(), "abcd");
    }
}
