//! When something runs.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use serde::Serialize;

use super::Duration;

/// When something runs, and what happens when it could not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// Five fields of cron, as they are written.
    pub cron: String,
    /// Time zone that the fields are read in, by its name in the database of the IANA.
    pub time_zone: String,
    /// How often it is tried again after a failure that may pass.
    pub retries: u32,
    /// How long to wait before the first of these; each further one waits twice as long.
    pub retry_after: Duration,
    /// What happens while the run before is not over.
    pub overlap: Overlap,
    /// What becomes of times that passed without a run.
    pub missed: Missed,
}

/// What happens when a time comes and the run before is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// It is left out.
    Forbid,
    /// It waits.
    Wait,
}

/// What becomes of times that passed without a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// Each is run, in order.
    CatchUp,
    /// One run stands for all.
    Latest,
    /// They are not run.
    Skip,
}

impl Schedule {
    /// Returns the zone whose clock counts: that of the schedule, or UTC where there is none.
    pub fn zone(schedule: Option<&Self>) -> &str {
        schedule.map_or("UTC", |schedule| schedule.time_zone.as_str())
    }

    /// Reads five fields of cron.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(cron: &str) -> Result<Cron, String> {
        let fields = cron.split_whitespace().count();
        if fields != 5 {
            let word = if fields == 1 { "field" } else { "fields" };
            return Err(format!("it has {fields} {word}, not five"));
        }
        let parser =
            CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        parser.parse(cron).map_err(|error| {
            let words = error.to_string();
            let words = words.split_once(": ").map_or(words.as_str(), |(_, words)| words);
            words.trim_end_matches('.').to_owned()
        })
    }

    /// Finds a time zone by its name.
    pub fn find_time_zone(name: &str) -> Option<Tz> {
        name.parse().ok()
    }

    /// Returns the first time at or after one.
    pub fn at_or_after(&self, time: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.find(time, true)
    }

    /// Returns the first time after one.
    pub fn after(&self, time: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.find(time, false)
    }

    /// Returns the last time at or before one.
    pub fn at_or_before(&self, time: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.read(|cron, zone| {
            let found = cron.find_previous_occurrence(&time.with_timezone(&zone), true).ok()?;
            Some(found.to_utc())
        })
    }

    /// Says it in words: `At 0 minutes past the hour, Asia/Singapore`.
    pub fn words(&self) -> String {
        let words = self.read(|cron, _| Some(cron.describe())).unwrap_or_default();
        format!("{}, {}", words.trim_end_matches('.'), self.time_zone)
    }

    fn find(&self, time: DateTime<Utc>, inclusive: bool) -> Option<DateTime<Utc>> {
        self.read(|cron, zone| {
            let found = cron.find_next_occurrence(&time.with_timezone(&zone), inclusive).ok()?;
            Some(found.to_utc())
        })
    }

    /// Asks the fields, which are taken apart once: that takes longer than a time to be found.
    fn read<T>(&self, ask: impl FnOnce(&Cron, Tz) -> Option<T>) -> Option<T> {
        let zone = Self::find_time_zone(&self.time_zone)?;
        READ.with_borrow_mut(|read| {
            if !read.contains_key(&self.cron) {
                read.insert(self.cron.clone(), Self::parse(&self.cron).ok()?);
            }
            ask(read.get(&self.cron)?, zone)
        })
    }
}

thread_local! {
    /// Fields that were taken apart before, by how they are written.
    static READ: RefCell<BTreeMap<String, Cron>> = const { RefCell::new(BTreeMap::new()) };
}

/// Reads a day or a time, on the clock of a zone where it names none: `2026-11-01`, `2026-11-01 08:00`,
/// `2026-11-01T08:00:00Z`. Of a time that comes twice it is the first.
pub fn read_time(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let zoned = [
        "%Y-%m-%dT%H:%M:%S%.f%#z",
        "%Y-%m-%dT%H:%M%#z",
        "%Y-%m-%d %H:%M:%S%.f%#z",
        "%Y-%m-%d %H:%M%#z",
    ];
    // The library reads `+00`, and no `Z` after a time without seconds.
    let offset =
        text.strip_suffix(['Z', 'z']).map_or_else(|| text.to_owned(), |bare| format!("{bare}+00"));
    let mut times = zoned.iter().filter_map(|form| DateTime::parse_from_str(&offset, form).ok());
    if let Some(time) = times.next() {
        return Some(time.to_utc());
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|day| day.and_time(NaiveTime::MIN));
    let forms =
        ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    let mut times = forms.iter().filter_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let wall = day.ok().or_else(|| times.next())?;
    zone.from_local_datetime(&wall).earliest().map(|time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(cron: &str, time_zone: &str) -> Schedule {
        Schedule {
            cron: cron.into(),
            time_zone: time_zone.into(),
            retries: 0,
            retry_after: Duration::of_seconds(30),
            overlap: Overlap::Forbid,
            missed: Missed::Latest,
        }
    }

    fn times(schedule: &Schedule, from: &str, count: usize) -> Vec<String> {
        let mut at: DateTime<Utc> = from.parse().unwrap();
        let mut found = Vec::new();
        while found.len() < count {
            at = schedule.after(at).unwrap();
            found.push(at.format("%m-%d %H:%M").to_string());
        }
        found
    }

    #[test]
    fn an_hour_that_is_left_out_or_comes_twice_runs_once() {
        // Berlin: on 2026-03-29 the clock goes from 2:00 to 3:00, on 2026-10-25 from 3:00 to 2:00.
        let nightly = schedule("30 2 * * *", "Europe/Berlin");
        let spring = times(&nightly, "2026-03-27T12:00:00Z", 3);
        assert_eq!(spring.len(), 3);
        assert_eq!(spring[0], "03-28 01:30");
        assert!(spring[1].starts_with("03-29 01:"), "{spring:?}");
        assert_eq!(spring[2], "03-30 00:30");
        assert_eq!(
            times(&nightly, "2026-10-24T12:00:00Z", 2),
            ["10-25 00:30", "10-26 01:30"],
            "once, the first time the clock shows it"
        );
        // What runs by the hour follows the clock on the wall through both.
        let hourly = schedule("0 * * * *", "Europe/Berlin");
        assert_eq!(
            times(&hourly, "2026-10-24T23:30:00Z", 4),
            ["10-25 00:00", "10-25 01:00", "10-25 02:00", "10-25 03:00"]
        );
        assert_eq!(
            times(&hourly, "2026-03-28T23:30:00Z", 3),
            ["03-29 00:00", "03-29 01:00", "03-29 02:00"]
        );
    }

    #[test]
    fn five_fields_and_no_others_are_read() {
        assert!(Schedule::parse("*/15 8-18 * * MON-FRI").is_ok());
        assert!(Schedule::parse("0 0 L * *").is_ok());
        assert_eq!(Schedule::parse("* * * *").unwrap_err(), "it has 4 fields, not five");
        assert_eq!(Schedule::parse("0 0 * * * *").unwrap_err(), "it has 6 fields, not five");
        assert!(Schedule::parse("61 * * * *").is_err());
        assert!(Schedule::parse("a * * * *").is_err());
    }

    #[test]
    fn times_are_read_with_and_without_a_zone() {
        let zone = Schedule::find_time_zone("Asia/Singapore").unwrap();
        for (text, read) in [
            ("2026-11-01", "2026-10-31T16:00:00+00:00"),
            ("2026-11-01 08:00", "2026-11-01T00:00:00+00:00"),
            ("2026-11-01T08:00:30", "2026-11-01T00:00:30+00:00"),
            ("2026-11-01T08:00Z", "2026-11-01T08:00:00+00:00"),
            ("2026-11-01T08:00:00.5+02:00", "2026-11-01T06:00:00.500+00:00"),
        ] {
            assert_eq!(read_time(text, zone).map(|time| time.to_rfc3339()), Some(read.into()));
        }
        for wrong in ["", "tomorrow", "2026-13-01", "2026-11-01 25:00", "08:00"] {
            assert_eq!(read_time(wrong, zone), None, "{wrong}");
        }
        let berlin = Schedule::find_time_zone("Europe/Berlin").unwrap();
        let twice = read_time("2026-10-25 02:30", berlin).map(|time| time.to_rfc3339());
        assert_eq!(twice.as_deref(), Some("2026-10-25T00:30:00+00:00"), "the first of two");
    }

    #[test]
    fn times_before_are_found() {
        let daily = schedule("0 9 * * *", "Asia/Singapore");
        let noon: DateTime<Utc> = "2026-11-27T12:00:00Z".parse().unwrap();
        assert_eq!(daily.at_or_before(noon).unwrap().to_rfc3339(), "2026-11-27T01:00:00+00:00");
        let exact = "2026-11-27T01:00:00Z".parse().unwrap();
        assert_eq!(daily.at_or_before(exact), Some(exact));
        assert_eq!(daily.at_or_after(exact), Some(exact));
    }
}
