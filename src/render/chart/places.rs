//! Names of categories in the order in which they come, and times among them where the calendar has them.

use std::collections::BTreeMap;

use super::calendar;
use super::data::instant;
use super::format;
use crate::model::{Chart, DateFormat, Scale};

/// What stands for NULL among words.
const NOTHING: &str = "(none)";
/// What stands between times that are far apart.
const PARTED: &str = "…";

/// Writes a value as a category.
pub(super) fn word(value: Option<&str>, scale: Scale, dates: Option<DateFormat>) -> String {
    match (value, scale) {
        (None, _) => NOTHING.to_owned(),
        (Some(text), Scale::Time) => instant(text)
            .map_or_else(|| text.to_owned(), |(utc, ahead)| format::time(utc + ahead, dates)),
        (Some(text), _) => text.to_owned(),
    }
}

/// Names in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The names.
    pub names: Vec<String>,
    /// When they are, where they are times.
    times: Vec<f64>,
    known: BTreeMap<String, usize>,
}

impl Places {
    /// Returns the place of a name.
    pub fn of(&mut self, name: String) -> usize {
        if let Some(place) = self.known.get(&name) {
            return *place;
        }
        self.names.push(name.clone());
        self.known.insert(name, self.names.len() - 1);
        self.names.len() - 1
    }

    /// Returns the place of a value of a column.
    pub fn of_value(
        &mut self,
        value: Option<&str>,
        scale: Scale,
        dates: Option<DateFormat>,
    ) -> usize {
        let place = self.of(word(value, scale, dates));
        if place == self.times.len() {
            let time = value.filter(|_| scale == Scale::Time).and_then(instant);
            self.times.push(time.map_or(f64::NAN, |(utc, ahead)| utc + ahead));
        }
        place
    }

    /// Puts times where the calendar has them, with empty places between; returns the new place of each.
    pub fn by_calendar(&mut self, is_ordered: bool, dates: Option<DateFormat>) -> Vec<usize> {
        let whole = calendar::whole(&self.times, is_ordered);
        let find = |time: &f64| whole.iter().position(|it| it == time);
        let moved: Vec<usize> = self.times.iter().filter_map(find).collect();
        if moved.len() < self.names.len() {
            return (0..self.names.len()).collect();
        }
        let name = |time: &f64| match time.is_nan() {
            true => PARTED.to_owned(),
            false => format::time(*time, dates),
        };
        self.names = whole.iter().map(name).collect();
        moved
    }
}

/// The values of a heat map, by line and column.
pub(super) type Fields = BTreeMap<(usize, usize), Option<f64>>;

/// Puts the lines and columns of a heat map where the calendar has them, if they are times.
pub(super) fn by_calendar(
    chart: &Chart,
    fields: Fields,
    across: &mut Places,
    down: &mut Places,
) -> Fields {
    let (columns, lines) =
        (across.by_calendar(true, chart.dates), down.by_calendar(true, chart.dates));
    let moved = |((line, column), value)| ((lines[line], columns[column]), value);
    fields.into_iter().map(moved).collect()
}
