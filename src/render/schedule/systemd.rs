//! Services and timers for systemd.
//!
//! <https://www.freedesktop.org/software/systemd/man/latest/systemd.time.html#Calendar%20Events> says how calendars are
//! written. It knows the last day, the second Monday and the last Friday of a month, and takes several lines for OR.

use serde::Serialize;

use super::Entry;
use super::calendar::{Calendar, Numbers, near, ranges};
use crate::model::Project;
use crate::render::{RenderError, Templates};

/// A file's name has at most 255 bytes, of which `.service` takes its part.
const LONGEST_NAME: usize = 200;

const NAMES: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

pub(super) fn render(
    project: &Project,
    entries: &[Entry<'_>],
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let mut files = Vec::new();
    for entry in entries {
        let view = View::of(project, entry);
        for kind in ["service", "timer"] {
            let text = templates.render(&format!("schedule/systemd/unit.{kind}"), &view)?;
            files.push((format!("schedule/systemd/{}.{kind}", view.name), text));
        }
    }
    Ok(files)
}

/// What the templates see; `%` is escaped, which starts a specifier.
#[derive(Debug, Serialize)]
struct View<'a> {
    project: &'a str,
    name: String,
    words: String,
    what: String,
    command: String,
    calendars: Vec<String>,
    exact: bool,
    persistent: bool,
}

impl<'a> View<'a> {
    fn of(project: &'a Project, entry: &Entry<'_>) -> Self {
        let (calendars, exact) = on_calendar(&entry.calendar, &entry.schedule.time_zone);
        Self {
            project: &project.name,
            name: entry.slug(&project.name, LONGEST_NAME),
            words: entry.schedule.words().replace('%', "%%"),
            what: entry.names().join(", ").replace('%', "%%"),
            command: entry.command().replace('%', "%%"),
            calendars,
            exact,
            persistent: entry.makes_up(),
        }
    }
}

/// Days that one calendar of systemd can say.
#[derive(Debug, Clone, Default)]
struct Part {
    weekdays: Option<Numbers>,
    days: Option<Numbers>,
    /// Whether it is one of so many last days of the month, in place of `days`.
    of_last: Option<u16>,
    /// Whether it is these days and no more.
    exact: bool,
}

/// Returns the calendars that together are the times, and whether they are no more than these.
fn on_calendar(calendar: &Calendar, time_zone: &str) -> (Vec<String>, bool) {
    let parts = parts(calendar);
    let exact = parts.iter().all(|part| part.exact);
    let months = field(&calendar.months, 12, 2);
    let time = format!("{}:{}:00", field(&calendar.hours, 24, 2), field(&calendar.minutes, 60, 2));
    let written = parts.iter().map(|part| {
        let weekdays = part.weekdays.as_ref().map(|days| format!("{} ", names(days)));
        let day = match (part.of_last, &part.days) {
            (Some(1), _) => "~01".to_owned(),
            (Some(last), _) => format!("~{last:02}/1"),
            (None, Some(days)) => format!("-{}", field(days, 31, 2)),
            (None, None) => "-*".to_owned(),
        };
        format!("{}*-{months}{day} {time} {time_zone}", weekdays.unwrap_or_default())
    });
    (written.collect(), exact)
}

fn parts(calendar: &Calendar) -> Vec<Part> {
    let days = by_day(calendar);
    let weekdays = by_weekday(calendar);
    match (calendar.both, days.is_empty(), weekdays.is_empty()) {
        (_, true, true) => vec![Part { exact: true, ..Part::default() }],
        (true, ..) => {
            days.iter().flat_map(|one| weekdays.iter().filter_map(|it| both(one, it))).collect()
        }
        (false, ..) => days.into_iter().chain(weekdays).collect(),
    }
}

fn by_day(calendar: &Calendar) -> Vec<Part> {
    let Some(days) = &calendar.days else { return Vec::new() };
    let workdays: Numbers = (1..=5).collect();
    let mut parts = Vec::new();
    if !days.numbers.is_empty() {
        parts.push(Part { days: Some(days.numbers.clone()), exact: true, ..Part::default() });
    }
    if days.last {
        parts.push(Part { of_last: Some(1), exact: true, ..Part::default() });
    }
    if days.last_weekday {
        parts.push(Part { weekdays: Some(workdays.clone()), of_last: Some(3), ..Part::default() });
    }
    let nearest = days.nearest.iter().map(|day| Part {
        weekdays: Some(workdays.clone()),
        days: Some(near(*day).collect()),
        ..Part::default()
    });
    parts.extend(nearest);
    parts
}

fn by_weekday(calendar: &Calendar) -> Vec<Part> {
    let Some(weekdays) = &calendar.weekdays else { return Vec::new() };
    let mut parts = Vec::new();
    let exact = |weekdays| Part { weekdays: Some(weekdays), exact: true, ..Part::default() };
    if !weekdays.every.is_empty() {
        parts.push(exact(weekdays.every.clone()));
    }
    for (nth, weekday) in &weekdays.nth {
        let days = (7 * nth - 6..=(7 * nth).min(31)).collect();
        parts.push(Part { days: Some(days), ..exact(Numbers::from([*weekday])) });
    }
    if !weekdays.last.is_empty() {
        parts.push(Part { of_last: Some(7), ..exact(weekdays.last.clone()) });
    }
    parts
}

/// Returns the days that are in both; what counts from the end stands for what counts from the start.
fn both(one: &Part, other: &Part) -> Option<Part> {
    let common = |one: &Option<Numbers>, other: &Option<Numbers>| match (one, other) {
        (Some(one), Some(other)) => Some(one & other),
        (one, other) => one.clone().or_else(|| other.clone()),
    };
    let mut part = Part {
        weekdays: common(&one.weekdays, &other.weekdays),
        days: common(&one.days, &other.days),
        of_last: one.of_last.into_iter().chain(other.of_last).min(),
        exact: one.exact && other.exact,
    };
    if part.of_last.is_some() && part.days.take().is_some() {
        part.exact = false;
    }
    let is_empty = |numbers: &Option<Numbers>| numbers.as_ref().is_some_and(Numbers::is_empty);
    (!is_empty(&part.weekdays) && !is_empty(&part.days)).then_some(part)
}

/// Writes numbers with leading zeros: `*`, or ranges and single ones.
fn field(numbers: &Numbers, all: usize, width: usize) -> String {
    if numbers.len() == all {
        return "*".to_owned();
    }
    let ranges = ranges(numbers).into_iter().map(|(from, to)| match to - from {
        0 => format!("{from:0width$}"),
        1 => format!("{from:0width$},{to:0width$}"),
        _ => format!("{from:0width$}..{to:0width$}"),
    });
    ranges.collect::<Vec<_>>().join(",")
}

fn names(weekdays: &Numbers) -> String {
    let names = weekdays.iter().filter_map(|day| NAMES.get(usize::from(*day)));
    names.copied().collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests;
