//! Numbers and times as text.

use chrono::{DateTime, NaiveDateTime};

use crate::model::{Chart, DateFormat, NumberFormat};

/// Largest number of digits that are written of a number that names none.
const MOST_DECIMALS: usize = 6;

/// How the numbers of a chart are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    format: NumberFormat,
    decimals: Option<usize>,
}

impl Numbers {
    /// Returns how a chart writes them.
    pub fn of(chart: &Chart) -> Self {
        Self { format: chart.format, decimals: chart.decimals.map(usize::from) }
    }

    /// Returns how numbers of an axis that has no format are written.
    pub fn plain() -> Self {
        Self { format: NumberFormat::Plain, decimals: None }
    }

    /// Writes a value.
    pub fn value(self, value: f64) -> String {
        self.write(value, None)
    }

    /// Writes the label of a tick, which are `step` apart.
    pub fn tick(self, value: f64, step: f64) -> String {
        let step = if self.format == NumberFormat::Share { step * 100.0 } else { step };
        self.write(value, Some(needed(step)))
    }

    fn write(self, value: f64, decimals: Option<usize>) -> String {
        let write = |value: f64| {
            let decimals = match (self.decimals, decimals) {
                (_, Some(decimals)) => decimals,
                (Some(decimals), None) => decimals,
                (None, None) => needed(value),
            };
            thousands(value, decimals)
        };
        match self.format {
            NumberFormat::Plain => write(value),
            NumberFormat::Percent => format!("{}%", write(value)),
            NumberFormat::Share => format!("{}%", write(value * 100.0)),
            NumberFormat::Compact => compact(value, self.decimals),
        }
    }
}

/// Returns how many digits after the point a number has, in a double's precision.
fn needed(value: f64) -> usize {
    let text = format!("{value:.MOST_DECIMALS$}");
    let decimals = text.split_once('.').map_or("", |(_, decimals)| decimals);
    decimals.trim_end_matches('0').len()
}

/// Writes a number with a comma at each thousand.
fn thousands(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(a, b)| (a, b));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_zero = text.chars().all(|character| matches!(character, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{rest}")
}

fn compact(value: f64, decimals: Option<usize>) -> String {
    let units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];
    let unit = units.into_iter().find(|(size, _)| value.abs() >= *size);
    let (size, letter) = unit.unwrap_or((1.0, ""));
    let short = value / size;
    let rounded = (short * 100.0).round() / 100.0;
    let decimals =
        decimals.unwrap_or_else(|| needed(if letter.is_empty() { short } else { rounded }));
    format!("{}{letter}", thousands(short, decimals))
}

/// Returns a time, of seconds since 1970.
pub(super) fn civil(seconds: f64) -> NaiveDateTime {
    let whole = seconds.floor();
    #[expect(clippy::cast_possible_truncation, reason = "times of PostgreSQL are far below")]
    DateTime::from_timestamp(whole as i64, 0).unwrap_or_default().naive_utc()
}

/// Writes a time; as exactly as it is, where nothing says how.
pub(super) fn time(seconds: f64, dates: Option<DateFormat>) -> String {
    let time = civil(seconds);
    let is_day = time.format("%H:%M:%S").to_string() == "00:00:00";
    let pattern = match dates {
        Some(DateFormat::Year) => "%Y",
        Some(DateFormat::Month) => "%Y-%m",
        Some(DateFormat::Day) => "%Y-%m-%d",
        Some(DateFormat::Minute) => "%Y-%m-%d %H:%M",
        None if is_day => "%Y-%m-%d",
        None if seconds.rem_euclid(60.0) == 0.0 => "%Y-%m-%d %H:%M",
        None => "%Y-%m-%d %H:%M:%S",
    };
    time.format(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(format: NumberFormat, decimals: Option<usize>, value: f64) -> String {
        Numbers { format, decimals }.value(value)
    }

    #[test]
    fn numbers_are_written_as_asked() {
        use NumberFormat::{Compact, Percent, Plain, Share};
        assert_eq!(write(Plain, None, 1_234_567.5), "1,234,567.5");
        assert_eq!(write(Plain, Some(2), -1234.0), "−1,234.00");
        assert_eq!(write(Plain, Some(0), -0.2), "0");
        assert_eq!(write(Plain, None, 0.1 + 0.2), "0.3");
        assert_eq!(write(Percent, None, 42.5), "42.5%");
        assert_eq!(write(Share, Some(1), 0.4251), "42.5%");
        assert_eq!(write(Compact, None, 12_345.0), "12.35k");
        assert_eq!(write(Compact, None, 4_500_000.0), "4.5M");
        assert_eq!(write(Compact, None, 999.0), "999");
    }

    #[test]
    fn times_are_as_exact_as_they_are() {
        assert_eq!(time(0.0, None), "1970-01-01");
        assert_eq!(time(3600.0, None), "1970-01-01 01:00");
        assert_eq!(time(3601.5, None), "1970-01-01 01:00:01");
        assert_eq!(time(3601.0, Some(DateFormat::Month)), "1970-01");
    }
}
