//! Values that have an order: numbers, dates and times, counted in steps of a unit.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::{Rng, RngExt};

use crate::model::Distribution;

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// One.
    Whole,
    /// One of so many decimals.
    Decimal(u32),
    /// A day; counted from 1970-01-01.
    Date,
    /// A second; counted from 1970-01-01 00:00 UTC.
    Timestamp,
    /// A second of a day.
    Time,
    /// A second.
    Interval,
}

/// How much more often small values come than great ones where they are skewed: the rate of an exponential.
const STEEP: f64 = 4.0;

/// How many seconds a day has.
pub(super) const DAY: i64 = 86_400;

impl Unit {
    /// Counts the steps of a value that is written as SQL has it.
    pub fn read(self, text: &str) -> Option<i64> {
        match self {
            Self::Whole => text.split('.').next()?.parse().ok(),
            Self::Decimal(scale) => {
                let number: f64 = text.parse().ok()?;
                let steps = (number * 10_f64.powi(i32::try_from(scale).ok()?)).round();
                // Within this a step is no smaller than what the number can tell apart.
                #[allow(clippy::cast_possible_truncation)]
                (steps.abs() < 9e15).then_some(steps as i64)
            }
            Self::Date | Self::Timestamp => {
                crate::model::read_time(text, chrono_tz::UTC).map(|time| self.of_time(time))
            }
            Self::Time => {
                let time = chrono::NaiveTime::parse_from_str(text, "%H:%M:%S").ok()?;
                Some((time - chrono::NaiveTime::MIN).num_seconds())
            }
            Self::Interval => {
                let span = crate::model::Duration::parse(text)?;
                i64::try_from(span.seconds).ok()
            }
        }
    }

    /// Counts the steps of a time.
    pub fn of_time(self, time: DateTime<Utc>) -> i64 {
        match self {
            Self::Date => time.timestamp().div_euclid(DAY),
            _ => time.timestamp(),
        }
    }

    /// Returns how many steps a number of seconds has.
    pub fn of_seconds(self, seconds: i64) -> i64 {
        match self {
            Self::Date => seconds / DAY,
            _ => seconds,
        }
    }

    /// Returns whether values are times of the calendar.
    pub fn is_of_calendar(self) -> bool {
        matches!(self, Self::Date | Self::Timestamp)
    }

    /// Writes a value as PostgreSQL reads it.
    pub fn write(self, steps: i64) -> String {
        match self {
            Self::Whole => steps.to_string(),
            Self::Decimal(0) => steps.to_string(),
            Self::Decimal(scale) => {
                let whole = 10_u64.pow(scale.min(18));
                let (sign, steps) = (if steps < 0 { "-" } else { "" }, steps.unsigned_abs());
                let width = usize::try_from(scale).unwrap_or(0);
                format!("{sign}{}.{:0width$}", steps / whole, steps % whole)
            }
            Self::Date => {
                let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default();
                let day =
                    TimeDelta::try_days(steps).and_then(|days| epoch.checked_add_signed(days));
                day.unwrap_or(epoch).to_string()
            }
            Self::Timestamp => {
                let time = DateTime::from_timestamp(steps, 0).unwrap_or_default();
                time.format("%Y-%m-%d %H:%M:%S+00").to_string()
            }
            Self::Time => {
                format!("{:02}:{:02}:{:02}", steps / 3600 % 24, steps / 60 % 60, steps % 60)
            }
            Self::Interval => format!("{steps} seconds"),
        }
    }
}

/// Draws a number from 0 up to, and without, 1.
pub(super) fn draw(random: &mut impl Rng, distribution: Distribution) -> f64 {
    let even: f64 = random.random();
    match distribution {
        Distribution::Uniform => even,
        // The mean of four is near enough to a bell.
        Distribution::Normal => {
            let rest: f64 =
                random.random::<f64>() + random.random::<f64>() + random.random::<f64>();
            (even + rest) / 4.0
        }
        // The first comes some thirteen times as often as it would evenly; the mean is below a quarter.
        Distribution::Skewed => ((STEEP * even).exp() - 1.0) / (STEEP.exp() - 1.0),
        Distribution::Growing => even.sqrt(),
    }
}

/// Draws one of so many, at least one.
pub(super) fn pick(random: &mut impl Rng, count: usize, distribution: Distribution) -> usize {
    let place = draw(random, distribution) * count as f64;
    // It is below the count, and not below nothing.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (place as usize).min(count.saturating_sub(1))
}

/// Draws from the least to the greatest, both included; the least where there is nothing between.
pub(super) fn between(
    random: &mut impl Rng,
    (low, high): (i64, i64),
    distribution: Distribution,
) -> i64 {
    let width = high.saturating_sub(low);
    if width <= 0 {
        return low;
    }
    let steps = draw(random, distribution) * (width as f64 + 1.0);
    // It is not below nothing, and at most the width.
    #[allow(clippy::cast_possible_truncation)]
    let steps = (steps as i64).min(width);
    low.saturating_add(steps)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn values_are_read_and_written() {
        for (unit, text, steps, written) in [
            (Unit::Whole, "-3", -3, "-3"),
            (Unit::Decimal(2), "12.5", 1250, "12.50"),
            (Unit::Decimal(3), "-0.004", -4, "-0.004"),
            (Unit::Date, "1970-01-03", 2, "1970-01-03"),
            (Unit::Date, "1969-12-31", -1, "1969-12-31"),
            (Unit::Timestamp, "1970-01-01 01:00", 3600, "1970-01-01 01:00:00+00"),
            (Unit::Time, "08:30:00", 30_600, "08:30:00"),
            (Unit::Interval, "2 min", 120, "120 seconds"),
        ] {
            assert_eq!(unit.read(text), Some(steps), "{text}");
            assert_eq!(unit.write(steps), written);
        }
        assert_eq!(Unit::Whole.read("many"), None);
    }

    #[test]
    fn all_between_the_bounds_comes_and_nothing_else() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for distribution in [
            Distribution::Uniform,
            Distribution::Normal,
            Distribution::Skewed,
            Distribution::Growing,
        ] {
            let drawn: std::collections::BTreeSet<i64> =
                (0..20_000).map(|_| between(&mut random, (-2, 3), distribution)).collect();
            assert_eq!(
                drawn.into_iter().collect::<Vec<_>>(),
                [-2, -1, 0, 1, 2, 3],
                "{distribution:?}"
            );
        }
        assert_eq!(between(&mut random, (5, 4), Distribution::Uniform), 5);
    }

    #[test]
    fn skewed_values_are_mostly_small_and_growing_ones_mostly_great() {
        let mut random = ChaCha8Rng::seed_from_u64(2);
        let mut below = |distribution| {
            (0..10_000).filter(|_| between(&mut random, (0, 99), distribution) < 50).count()
        };
        assert!(below(Distribution::Skewed) > 7500);
        assert!(below(Distribution::Growing) < 3000);
        assert!((4500..5500).contains(&below(Distribution::Uniform)));
    }
}
