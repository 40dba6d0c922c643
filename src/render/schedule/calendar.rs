//! The five fields of cron taken apart, and what other calendars can say of them.
//!
//! The library that the runner asks reads them, so that all artifacts mean the same times. What a field cannot say
//! elsewhere (`L`, `#`, `W`, `+`) is covered: the other calendar has all the times and perhaps more. That is safe
//! where `pgspec run` is what is called, as it does nothing while nothing is due.

use std::collections::BTreeSet;

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};

const ALL: u8 = 1;
const LAST: u8 = 1 << 6;
const NEAREST_WEEKDAY: u8 = 1 << 7;

/// Numbers of a field.
pub type Numbers = BTreeSet<u16>;

/// The times that five fields of cron mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Calendar {
    /// Minutes, 0 to 59.
    pub minutes: Numbers,
    /// Hours, 0 to 23.
    pub hours: Numbers,
    /// Months, 1 to 12.
    pub months: Numbers,
    /// Days of the month; nothing where all are meant.
    pub days: Option<Days>,
    /// Days of the week; nothing where all are meant.
    pub weekdays: Option<Weekdays>,
    /// Whether a day has to fit both; of cron, either.
    pub both: bool,
}

/// Days of the month.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// Counted from the first, from 1.
    pub numbers: Numbers,
    /// The last day: `L`.
    pub last: bool,
    /// The last day from Monday to Friday: `LW`.
    pub last_weekday: bool,
    /// The days from Monday to Friday that are nearest to these: `15W`.
    pub nearest: Numbers,
}

/// Days of the week, Sunday being 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weekdays {
    /// Every one of these.
    pub every: Numbers,
    /// The first, second and so on of these in a month: `MON#2` is (2, 1).
    pub nth: BTreeSet<(u16, u16)>,
    /// The last of these in a month: `5L`.
    pub last: Numbers,
}

impl Calendar {
    /// Reads five fields; nothing where they are none.
    pub fn read(cron: &str) -> Option<Self> {
        let parser =
            CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        parser.parse(cron).ok().map(|cron| Self::of(&cron))
    }

    fn of(cron: &Cron) -> Self {
        let pattern = &cron.pattern;
        let days = (!pattern.is_dom_wildcard()).then(|| {
            let with_last = pattern.days.is_feature_enabled(LAST);
            let with_nearest = pattern.days.is_feature_enabled(NEAREST_WEEKDAY);
            Days {
                numbers: numbers(&pattern.days, ALL),
                last: with_last && !with_nearest,
                last_weekday: with_last && with_nearest,
                nearest: numbers(&pattern.days, NEAREST_WEEKDAY),
            }
        });
        let weekdays = (!pattern.is_dow_wildcard()).then(|| {
            let of = |bit| numbers(&pattern.days_of_week, bit).iter().map(|day| day % 7).collect();
            let nth = (1..=5).flat_map(|n| {
                let days: Numbers = of(1 << n);
                days.into_iter().map(move |day| (n, day))
            });
            Weekdays { every: of(ALL), nth: nth.collect(), last: of(LAST) }
        });
        let calendar = Self {
            minutes: numbers(&pattern.minutes, ALL),
            hours: numbers(&pattern.hours, ALL),
            months: numbers(&pattern.months, ALL),
            both: pattern.matches_dom_and_dow() && days.is_some() && weekdays.is_some(),
            days,
            weekdays,
        };
        calendar.simplified()
    }

    /// Leaves out a restriction that restricts nothing.
    fn simplified(mut self) -> Self {
        let all_days = self.days.as_ref().is_some_and(|days| days.numbers.len() == 31);
        let all_weekdays = self.weekdays.as_ref().is_some_and(|days| days.every.len() == 7);
        if all_days || all_weekdays {
            // Of two that are joined by OR, one that is always true decides.
            let either = !self.both;
            self.days = self.days.filter(|_| !all_days && !either);
            self.weekdays = self.weekdays.filter(|_| !all_weekdays && !either);
            self.both = false;
        }
        self
    }

    /// Writes five fields that every cron reads alike, and says whether they mean these times and no more.
    ///
    /// Numbers only, no 7 for Sunday, and no `*/n` where both days are restricted: there, crons differ.
    pub fn line(&self) -> (String, bool) {
        let (days, weekdays, exact) = self.covered();
        let one = days.is_none() || weekdays.is_none();
        let field = |numbers: &Option<Numbers>, range, steps| match numbers {
            Some(numbers) => written(numbers, range, steps),
            None => "*".to_owned(),
        };
        let line = [
            written(&self.minutes, (0, 59), true),
            written(&self.hours, (0, 23), true),
            field(&days, (1, 31), one),
            written(&self.months, (1, 12), true),
            field(&weekdays, (0, 6), false),
        ];
        (line.join(" "), exact)
    }

    /// Returns days and weekdays as plain numbers that hold all of these days, and whether they hold no more.
    fn covered(&self) -> (Option<Numbers>, Option<Numbers>, bool) {
        let mut exact = true;
        let days = self.days.as_ref().map(|days| {
            exact &= !days.last && !days.last_weekday && days.nearest.is_empty();
            days.covering()
        });
        let weekdays = self.weekdays.as_ref().filter(|_| !self.both).map(|weekdays| {
            exact &= weekdays.nth.is_empty() && weekdays.last.is_empty();
            let nth = weekdays.nth.iter().map(|(_, day)| *day);
            weekdays.every.iter().copied().chain(nth).chain(weekdays.last.iter().copied()).collect()
        });
        exact &= !self.both;
        let is_full = |numbers: &Option<Numbers>, all| {
            numbers.as_ref().is_some_and(|numbers: &Numbers| numbers.len() == all)
        };
        match is_full(&days, 31) || is_full(&weekdays, 7) {
            true => (None, None, exact),
            false => (days, weekdays, exact),
        }
    }

    /// Returns these times as often as a clock of another zone may need to be asked: in every hour of every day.
    pub fn in_any_zone(&self) -> String {
        // Zones differ by quarters of an hour.
        let quarters = [0, 15, 30, 45];
        let minutes: Numbers = self
            .minutes
            .iter()
            .flat_map(|minute| quarters.map(|quarter| (minute + quarter) % 60))
            .collect();
        format!("{} * * * *", written(&minutes, (0, 59), true))
    }
}

impl Days {
    /// Returns the days that these can be.
    fn covering(&self) -> Numbers {
        let mut days = self.numbers.clone();
        if self.last {
            days.extend(28..=31);
        }
        if self.last_weekday {
            days.extend(26..=31);
        }
        for day in &self.nearest {
            days.extend(near(*day));
        }
        days
    }
}

/// Returns the days that the nearest day from Monday to Friday can be: it is of the same month.
pub fn near(day: u16) -> std::ops::RangeInclusive<u16> {
    let first = if day >= 28 { day - 2 } else { day.saturating_sub(1).max(1) };
    let last = if day == 1 { 3 } else { (day + 1).min(31) };
    first..=last
}

fn numbers(component: &croner::CronComponent, bit: u8) -> Numbers {
    component.get_set_values(bit).into_iter().collect()
}

/// Writes numbers of a field: `*`, `*/4`, or ranges and single ones.
fn written(numbers: &Numbers, (first, last): (u16, u16), steps: bool) -> String {
    if numbers.len() == usize::from(last - first + 1) {
        return "*".to_owned();
    }
    let mut pair = numbers.iter().copied();
    if let (true, Some(one), Some(two)) = (steps, pair.next(), pair.next())
        && one == first
        && two > one + 1
        && (first..=last).step_by(usize::from(two - one)).eq(numbers.iter().copied())
    {
        return format!("*/{}", two - one);
    }
    let ranges = ranges(numbers).into_iter();
    let ranges = ranges.map(|(from, to)| match to - from {
        0 => from.to_string(),
        1 => format!("{from},{to}"),
        _ => format!("{from}-{to}"),
    });
    ranges.collect::<Vec<_>>().join(",")
}

/// Returns runs of consecutive numbers.
pub fn ranges(numbers: &Numbers) -> Vec<(u16, u16)> {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, to)) if *to + 1 == *number => *to = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cron: &str) -> String {
        let (line, exact) = Calendar::read(cron).unwrap().line();
        if exact { line } else { format!("{line} and more") }
    }

    #[test]
    fn fields_are_written_so_that_every_cron_reads_them_alike() {
        for (cron, portable) in [
            ("0 */4 * * *", "0 */4 * * *"),
            ("0-59 * * * *", "* * * * *"),
            ("5,35 8-18 * JAN-MAR mon-fri", "5,35 8-18 * 1-3 1-5"),
            ("0 0 * * 7", "0 0 * * 0"),
            ("0 0 * * 5-7", "0 0 * * 0,5,6"),
            ("0 0 ? * *", "0 0 * * *"),
            ("0 0 1,15 * MON", "0 0 1,15 * 1"),
            // Crons differ on `*/2` beside a day of the week: to some it is no restriction.
            ("0 0 */10 * MON", "0 0 1,11,21,31 * 1"),
            ("0 0 */10 * *", "0 0 */10 * *"),
            ("0 0 1-31 * MON", "0 0 * * *"),
            ("0 0 1-31 * +MON", "0 0 * * 1"),
            ("0 0 1 * +SUN-SAT", "0 0 1 * *"),
            ("10-50/20 * * * *", "10,30,50 * * * *"),
            ("0 0 L * *", "0 0 28-31 * * and more"),
            ("0 0 LW * *", "0 0 26-31 * * and more"),
            ("0 0 1W,15W * *", "0 0 1-3,14-16 * * and more"),
            ("0 0 * * MON#1", "0 0 * * 1 and more"),
            ("0 0 * * 5L", "0 0 * * 5 and more"),
            ("0 0 1-7 * +MON", "0 0 1-7 * * and more"),
        ] {
            assert_eq!(line(cron), portable, "{cron}");
        }
        assert_eq!(Calendar::read("0 0 * *"), None);
    }

    #[test]
    fn a_clock_of_another_zone_is_asked_every_quarter_of_an_hour() {
        let any = |cron: &str| Calendar::read(cron).unwrap().in_any_zone();
        assert_eq!(any("0 9 * * *"), "*/15 * * * *");
        assert_eq!(any("5 9 1 * *"), "5,20,35,50 * * * *");
    }
}
