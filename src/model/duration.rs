//! How long something takes or may take: `90s`, `15min`, `4h`, `7 days`, `1d 12h`.

use std::fmt;

use serde::{Serialize, Serializer};

/// Words of each unit, with its seconds; the first is how it is written.
const UNITS: [(&[&str], u64); 5] = [
    (&["w", "week", "weeks"], 604_800),
    (&["d", "day", "days"], 86_400),
    (&["h", "hour", "hours"], 3_600),
    (&["min", "m", "minute", "minutes"], 60),
    (&["s", "sec", "second", "seconds"], 1),
];

/// A span of time, in whole seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// Seconds.
    pub seconds: u64,
}

impl Duration {
    /// Makes one of so many seconds.
    pub const fn of_seconds(seconds: u64) -> Self {
        Self { seconds }
    }

    /// Reads numbers, each with a unit; nothing where it is not written so, or is zero.
    pub fn parse(text: &str) -> Option<Self> {
        let mut seconds: u64 = 0;
        let mut rest = text.trim();
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: u64 = rest[..digits].parse().ok()?;
            rest = rest[digits..].trim_start();
            let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let unit = rest[..letters].to_ascii_lowercase();
            let (_, of_unit) = UNITS.iter().find(|(words, _)| words.contains(&unit.as_str()))?;
            seconds = seconds.checked_add(number.checked_mul(*of_unit)?)?;
            rest = rest[letters..].trim_start();
        }
        // No span of the project's is longer than a thousand years.
        (1..=31_557_600_000).contains(&seconds).then_some(Self { seconds })
    }

    /// Writes it for people: `7 days`, `7 days 1 hour`.
    pub fn words(self) -> String {
        let units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
        let mut rest = self.seconds;
        let mut words = Vec::new();
        for (of_unit, unit) in units {
            let count = rest / of_unit;
            rest %= of_unit;
            if count > 0 {
                let end = if count == 1 { "" } else { "s" };
                words.push(format!("{count} {unit}{end}"));
            }
        }
        words.join(" ")
    }

    /// Returns it as the library of dates has it.
    pub fn delta(self) -> chrono::TimeDelta {
        chrono::TimeDelta::seconds(i64::try_from(self.seconds).unwrap_or(i64::MAX / 1000))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.seconds;
        let mut gap = "";
        for (words, of_unit) in UNITS {
            let count = rest / of_unit;
            rest %= of_unit;
            if count > 0 {
                write!(formatter, "{gap}{count}{}", words[0])?;
                gap = " ";
            }
        }
        if gap.is_empty() { formatter.write_str("0s") } else { Ok(()) }
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_written() {
        for (text, written) in [
            ("90s", "1min 30s"),
            ("4h", "4h"),
            ("7 days", "1w"),
            ("1d 12 hours", "1d 12h"),
            ("15MIN", "15min"),
        ] {
            assert_eq!(Duration::parse(text).map(|span| span.to_string()), Some(written.into()));
        }
        for wrong in ["", "4", "h", "-1h", "0s", "1.5h", "4 fortnights", "99999999999w"] {
            assert_eq!(Duration::parse(wrong), None, "{wrong}");
        }
    }
}
