//! How dates and times are written, in the words of PostgreSQL's `to_timestamp`.
//! <https://www.postgresql.org/docs/current/functions-formatting.html>

use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// A part of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    MonthName,
    Day,
    Hour,
    Minute,
    Second,
    /// Up to six digits of a second.
    Fraction,
    /// `+02:00`, `+0200`, `+02` or `Z`.
    Zone,
    Literal(char),
}

const WORDS: [(&str, Part); 9] = [
    ("YYYY", Part::Year),
    ("HH24", Part::Hour),
    ("MON", Part::MonthName),
    ("MM", Part::Month),
    ("DD", Part::Day),
    ("MI", Part::Minute),
    ("SS", Part::Second),
    ("US", Part::Fraction),
    ("TZ", Part::Zone),
];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// How a date or a time is written. Numbers have all their digits, so that a text either fits or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFormat(Vec<Part>);

impl TimeFormat {
    /// Reads a format such as `YYYY-MM-DD HH24:MI:SS`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let word = WORDS.iter().find(|(word, _)| rest.starts_with(word));
            let (part, length) = match word {
                Some((word, part)) => (part.clone(), word.len()),
                // `2026-01-01T00:00:00`
                None if !next.is_ascii_alphanumeric() || next == 'T' => {
                    (Part::Literal(next), next.len_utf8())
                }
                None => return Err(format!("no part of a format begins `{rest}`")),
            };
            if !matches!(part, Part::Literal(_)) && parts.contains(&part) {
                return Err("a part stands twice".to_owned());
            }
            parts.push(part);
            rest = &rest[length..];
        }
        let month = parts.contains(&Part::Month) || parts.contains(&Part::MonthName);
        match parts.contains(&Part::Year) && month && parts.contains(&Part::Day) {
            true => Ok(Self(parts)),
            false => Err("a date has a year, a month and a day".to_owned()),
        }
    }

    /// Returns whether it has a time of day.
    pub fn has_time(&self) -> bool {
        self.0.contains(&Part::Hour)
    }

    /// Returns whether it says in which zone the time is.
    pub fn has_zone(&self) -> bool {
        self.0.contains(&Part::Zone)
    }

    /// Returns whether a text can fit both, and mean another day by each.
    pub fn is_ambiguous_with(&self, other: &Self) -> bool {
        let shape = |format: &Self| -> Vec<Part> {
            let of = |part: &Part| if *part == Part::Day { Part::Month } else { part.clone() };
            format.0.iter().map(of).collect()
        };
        self != other && shape(self) == shape(other)
    }

    /// Reads a text, and returns it as PostgreSQL reads it under any setting; nothing where it does not
    /// fit, and where there is no such day or time.
    pub fn read(&self, text: &str) -> Option<String> {
        let mut rest = text;
        let (mut date, mut time) = ([0_u32; 3], [0_u32; 3]);
        let (mut fraction, mut zone) = ("", String::new());
        for part in &self.0 {
            match part {
                Part::Year => date[0] = digits(&mut rest, 4)?,
                Part::Month => date[1] = digits(&mut rest, 2)?,
                Part::MonthName => date[1] = month(&mut rest)?,
                Part::Day => date[2] = digits(&mut rest, 2)?,
                Part::Hour => time[0] = digits(&mut rest, 2)?,
                Part::Minute => time[1] = digits(&mut rest, 2)?,
                Part::Second => time[2] = digits(&mut rest, 2)?,
                Part::Fraction => {
                    let end = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
                    (fraction, rest) = rest.split_at(end);
                    if fraction.is_empty() {
                        return None;
                    }
                }
                Part::Zone => zone = offset(&mut rest)?,
                Part::Literal(c) => rest = rest.strip_prefix(*c)?,
            }
        }
        if !rest.is_empty() || date[0] == 0 {
            return None;
        }
        let day = NaiveDate::from_ymd_opt(i32::try_from(date[0]).ok()?, date[1], date[2])?;
        let (year, month, day) = (day.year(), day.month(), day.day());
        let mut written = String::with_capacity(32);
        let year = [year / 1000, year / 100 % 10, year / 10 % 10, year % 10];
        let digits = year.map(i32::unsigned_abs).into_iter();
        let digits = digits.chain([10, month / 10, month % 10, 10, day / 10, day % 10]);
        written.extend(digits.map(|digit| char::from_digit(digit, 10).unwrap_or('-')));
        if self.has_time() {
            let time = NaiveTime::from_hms_opt(time[0], time[1], time[2])?;
            write!(written, " {}", time.format("%H:%M:%S")).ok()?;
            if !fraction.is_empty() {
                write!(written, ".{fraction}").ok()?;
            }
        }
        Some(written + &zone)
    }

    /// Writes a time as it is on the clock of a zone.
    pub fn write(&self, time: DateTime<Tz>) -> String {
        let part = |part: &Part| match part {
            Part::Year => time.format("%Y").to_string(),
            Part::Month => time.format("%m").to_string(),
            Part::MonthName => time.format("%b").to_string().to_uppercase(),
            Part::Day => time.format("%d").to_string(),
            Part::Hour => time.format("%H").to_string(),
            Part::Minute => time.format("%M").to_string(),
            Part::Second => time.format("%S").to_string(),
            Part::Fraction => time.format("%6f").to_string(),
            Part::Zone => time.format("%:z").to_string(),
            Part::Literal(c) => c.to_string(),
        };
        self.0.iter().map(part).collect()
    }

    /// Reads a text as a time, on the clock of a zone where it names none.
    pub fn time(&self, text: &str, zone: Tz) -> Option<DateTime<Utc>> {
        let written = self.read(text)?;
        if self.has_zone() {
            return DateTime::parse_from_str(&written, "%Y-%m-%d %H:%M:%S%.f%#z")
                .ok()
                .map(|it| it.to_utc());
        }
        super::read_time(&written, zone)
    }
}

fn digits(rest: &mut &str, count: usize) -> Option<u32> {
    let (number, after) = rest.split_at_checked(count)?;
    *rest = after;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok()).flatten()
}

fn month(rest: &mut &str) -> Option<u32> {
    let (name, after) = rest.split_at_checked(3)?;
    *rest = after;
    let at = MONTHS.iter().position(|month| name.eq_ignore_ascii_case(month))?;
    u32::try_from(at + 1).ok()
}

fn offset(rest: &mut &str) -> Option<String> {
    if let Some(after) = rest.strip_prefix(['Z', 'z']) {
        *rest = after;
        return Some("+00".to_owned());
    }
    let sign = rest.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    *rest = &rest[1..];
    let hours = digits(rest, 2)?;
    let colon = rest.strip_prefix(':');
    let minutes = match (colon, rest.is_empty()) {
        (None, true) => 0,
        (colon, _) => {
            *rest = colon.unwrap_or(rest);
            digits(rest, 2)?
        }
    };
    (hours < 16 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::TimeFormat;

    fn read(format: &str, text: &str) -> Option<String> {
        TimeFormat::parse(format).unwrap().read(text)
    }

    #[test]
    fn a_text_fits_or_does_not() {
        assert_eq!(read("DD/MM/YYYY", "31/12/1999").unwrap(), "1999-12-31");
        assert_eq!(read("DD MON YYYY", "01 Feb 2026").unwrap(), "2026-02-01");
        let zoned = "YYYY-MM-DDTHH24:MI:SS.USTZ";
        assert_eq!(read(zoned, "2026-03-29T02:30:00.5Z").unwrap(), "2026-03-29 02:30:00.5+00");
        assert_eq!(
            read("YYYY-MM-DD HH24:MITZ", "2026-03-29 02:30-0330").unwrap(),
            "2026-03-29 02:30:00-03:30"
        );
        let refused = [
            ("YYYY-MM-DD", "1996-02-31"),
            ("YYYY-MM-DD", "1996-2-3"),
            ("YYYY-MM-DD", "1996-02-03 "),
            ("YYYY-MM-DD", "0000-01-01"),
            ("YYYY-MM-DD", "1996/02/03"),
            ("YYYY-MM-DD", "१९९६-02-03"),
            ("YYYY-MM-DD HH24:MI", "2026-01-01 24:00"),
        ];
        for (format, text) in refused {
            assert_eq!(read(format, text), None, "{text}");
        }
    }

    #[test]
    fn formats_that_read_a_text_as_two_days_are_ambiguous() {
        let of = |text| TimeFormat::parse(text).unwrap();
        assert!(of("DD/MM/YYYY").is_ambiguous_with(&of("MM/DD/YYYY")));
        assert!(!of("DD/MM/YYYY").is_ambiguous_with(&of("MM-DD-YYYY")));
        assert!(!of("YYYY/MM/DD").is_ambiguous_with(&of("MM/DD/YYYY")));
        assert!(!of("YYYY/MM/DD").is_ambiguous_with(&of("YYYY/MM/DD")));
    }

    #[test]
    fn what_is_no_format_is_refused() {
        for text in ["", "YYYY-MM", "YYYY-MM-DD-DD", "yyyy-mm-dd", "YYYY-MM-DD hello"] {
            assert!(TimeFormat::parse(text).is_err(), "{text}");
        }
    }
}
