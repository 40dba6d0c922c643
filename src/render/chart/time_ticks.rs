//! Ticks of time: at the beginnings of minutes, hours, days, months and years.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Timelike};

use super::format::civil;

/// A tick: where it stands, its label, and what the label leaves out where that begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeTick {
    /// Seconds since 1970.
    pub at: f64,
    /// The label.
    pub label: String,
    /// The second line: the year of days, the day of hours.
    pub below: String,
}

/// How far ticks are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Seconds(i64),
    Days(i64),
    Months(u32),
}

const STEPS: [Step; 26] = [
    Step::Seconds(1),
    Step::Seconds(5),
    Step::Seconds(15),
    Step::Seconds(30),
    Step::Seconds(60),
    Step::Seconds(300),
    Step::Seconds(900),
    Step::Seconds(1800),
    Step::Seconds(3600),
    Step::Seconds(10_800),
    Step::Seconds(21_600),
    Step::Seconds(43_200),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(600),
    Step::Months(1200),
];

/// Returns the ticks between two times, as many as there is room for; where all times are days, none between days.
pub(super) fn between(low: f64, high: f64, most: usize, are_days: bool) -> Vec<TimeTick> {
    let (from, to) = (civil(low), civil(high));
    let length = |step: &Step| match step {
        Step::Seconds(seconds) => *seconds as f64,
        Step::Days(days) => *days as f64 * 86_400.0,
        Step::Months(months) => f64::from(*months) * 30.44 * 86_400.0,
    };
    let fits = |step: &&Step| {
        let is_fine = !are_days || !matches!(step, Step::Seconds(_));
        is_fine && (high - low) / length(step) <= most.max(1) as f64
    };
    let step = STEPS.iter().find(fits).copied().unwrap_or(Step::Months(12_000));
    let mut ticks: Vec<TimeTick> = Vec::new();
    let mut at = first(step, from);
    while at <= to {
        if at >= from {
            let (label, below) = words(step, at);
            ticks.push(TimeTick { at: at.and_utc().timestamp() as f64, label, below });
        }
        let Some(next) = next(step, at) else { break };
        at = next;
    }
    // The second line stands where it changes.
    for place in (1..ticks.len()).rev() {
        if ticks[place].below == ticks[place - 1].below {
            ticks[place].below.clear();
        }
    }
    ticks
}

/// Returns the tick at or before a time.
fn first(step: Step, from: NaiveDateTime) -> NaiveDateTime {
    let midnight = from.date().and_hms_opt(0, 0, 0).unwrap_or(from);
    match step {
        Step::Seconds(seconds) => {
            let passed = i64::from(from.num_seconds_from_midnight());
            midnight + Duration::seconds(passed - passed % seconds)
        }
        // Weeks begin on Mondays.
        Step::Days(days) => {
            let counted = i64::from(midnight.date().num_days_from_ce()) - 1;
            midnight - Duration::days(counted.rem_euclid(days))
        }
        Step::Months(months) => {
            let counted = from.year() * 12 + i32::try_from(from.month0()).unwrap_or_default();
            month(counted - counted.rem_euclid(i32::try_from(months).unwrap_or(1)))
                .unwrap_or(midnight)
        }
    }
}

fn month(counted: i32) -> Option<NaiveDateTime> {
    let month = u32::try_from(counted.rem_euclid(12)).ok()? + 1;
    NaiveDate::from_ymd_opt(counted.div_euclid(12), month, 1)?.and_hms_opt(0, 0, 0)
}

fn next(step: Step, at: NaiveDateTime) -> Option<NaiveDateTime> {
    match step {
        Step::Seconds(seconds) => at.checked_add_signed(Duration::seconds(seconds)),
        Step::Days(days) => at.checked_add_signed(Duration::days(days)),
        Step::Months(months) => {
            let counted = at.year() * 12 + i32::try_from(at.month0()).ok()?;
            month(counted + i32::try_from(months).ok()?)
        }
    }
}

fn words(step: Step, at: NaiveDateTime) -> (String, String) {
    let [label, below] = match step {
        Step::Seconds(..60) => ["%H:%M:%S", "%-d %b %Y"],
        Step::Seconds(_) => ["%H:%M", "%-d %b %Y"],
        Step::Days(_) => ["%-d %b", "%Y"],
        Step::Months(..12) => ["%b", "%Y"],
        Step::Months(_) => ["%Y", ""],
    };
    (at.format(label).to_string(), at.format(below).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: &str, high: &str, most: usize) -> Vec<String> {
        let seconds = |text: &str| {
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a day");
            date.and_hms_opt(0, 0, 0).expect("midnight").and_utc().timestamp() as f64
        };
        let ticks = between(seconds(low), seconds(high), most, false);
        ticks.iter().map(|tick| format!("{} {}", tick.label, tick.below)).collect()
    }

    #[test]
    fn ticks_stand_where_units_begin() {
        assert_eq!(labels("2025-11-15", "2026-03-10", 6), ["Dec 2025", "Jan 2026", "Feb ", "Mar "]);
        assert_eq!(labels("2026-11-16", "2026-11-18", 3), ["16 Nov 2026", "17 Nov ", "18 Nov "]);
        assert_eq!(labels("2026-11-18", "2026-12-01", 2), ["23 Nov 2026", "30 Nov "]);
        assert_eq!(
            labels("2001-01-01", "2026-01-01", 8),
            ["2005 ", "2010 ", "2015 ", "2020 ", "2025 "]
        );
        assert_eq!(
            labels("2026-11-16", "2026-11-17", 2),
            ["00:00 16 Nov 2026", "12:00 ", "00:00 17 Nov 2026"]
        );
    }
}
