//! Rows as they come from a server, and what charts make of them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::ChartError;
use super::places::{Places, word};
use super::style::MOST_SERIES;
use crate::model::{Chart, Scale};

/// How many bars can be told apart.
pub(super) const MOST_BARS: usize = 600;

/// Rows of a query: values as PostgreSQL writes them, with ISO dates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Data {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// The rows, each with a value for every column; nothing for NULL.
    pub rows: Vec<Vec<Option<String>>>,
}

/// A column of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its type is to a chart.
    pub scale: Scale,
}

impl Data {
    /// Finds a column: its place, and what its type is.
    pub(super) fn column(&self, name: &str) -> Result<(usize, Scale), ChartError> {
        let found = self.columns.iter().position(|column| column.name == name);
        let place = found.ok_or_else(|| ChartError::NoColumn(name.to_owned()))?;
        Ok((place, self.columns[place].scale))
    }

    /// Finds a column of numbers.
    pub(super) fn numbers(&self, name: &str) -> Result<usize, ChartError> {
        let (place, scale) = self.column(name)?;
        let are_numbers = scale == Scale::Number;
        are_numbers.then_some(place).ok_or_else(|| ChartError::NotNumbers(name.to_owned()))
    }
}

/// Reads a number; nothing for what is none to draw: `NaN`, `Infinity`.
pub(super) fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Reads a time: its seconds since 1970 on the clock of UTC, and how far its own clock is ahead.
pub(super) fn instant(text: &str) -> Option<(f64, f64)> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some((seconds(date.and_hms_opt(0, 0, 0)?), 0.0));
    }
    if let Ok(time) = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f") {
        return Some((seconds(time), 0.0));
    }
    let zoned = DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z").ok()?;
    Some((seconds(zoned.naive_utc()), f64::from(zoned.offset().local_minus_utc())))
}

fn seconds(time: NaiveDateTime) -> f64 {
    let utc = time.and_utc();
    #[expect(clippy::cast_precision_loss, reason = "a microsecond more or less is not drawn")]
    let seconds = utc.timestamp() as f64;
    seconds + f64::from(utc.timestamp_subsec_micros()) / 1e6
}

/// Points of one series; nothing where the value is NULL.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    /// Its name.
    pub name: String,
    /// Its points.
    pub points: Vec<(f64, Option<f64>)>,
}

/// Points whose place along the axis counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Points {
    /// Whether `x` is a time; else it is a number.
    pub is_time: bool,
    /// The series.
    pub series: Vec<Series>,
    /// What was left out.
    pub notes: Vec<String>,
}

/// Takes the points of a line or scatter chart.
pub(super) fn points(chart: &Chart, data: &Data) -> Result<Points, ChartError> {
    let x = chart.x.as_deref().unwrap_or_default();
    let (x, scale) = data.column(x)?;
    if scale == Scale::Word {
        return Err(ChartError::NoOrder(data.columns[x].name.clone()));
    }
    let mut split = Split::of(chart, data)?;
    let (mut zone, mut astray) = (None, 0);
    let mut series: Vec<Series> = split.named();
    for row in &data.rows {
        let place = row[x].as_deref().and_then(|text| match scale {
            Scale::Time => instant(text).map(|(utc, ahead)| utc + *zone.get_or_insert(ahead)),
            _ => number(text),
        });
        let Some(place) = place else {
            astray += 1;
            continue;
        };
        for (at, value) in split.values(row) {
            if at == series.len() {
                series.push(Series { name: split.names[at].clone(), points: Vec::new() });
            }
            series[at].points.push((place, value));
        }
    }
    split.check()?;
    let mut notes = split.notes();
    if astray > 0 {
        notes.push(format!("{astray} rows have no place along the axis and are left out"));
    }
    Ok(Points { is_time: scale == Scale::Time, series, notes })
}

/// Bars: a value for each category and series; nothing where there is none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bars {
    /// The categories, in the order of the rows.
    pub categories: Vec<String>,
    /// Whether the categories are words, whose order is the query's own.
    pub are_words: bool,
    /// The series, each with a value for every category.
    pub series: Vec<(String, Vec<Option<f64>>)>,
    /// What was left out.
    pub notes: Vec<String>,
}

/// Takes the bars of a bar chart.
pub(super) fn bars(chart: &Chart, data: &Data) -> Result<Bars, ChartError> {
    let (x, scale) = data.column(chart.x.as_deref().unwrap_or_default())?;
    let mut split = Split::of(chart, data)?;
    let mut places = Places::default();
    let mut cells: BTreeMap<(usize, usize), Option<f64>> = BTreeMap::new();
    for row in &data.rows {
        let category = places.of_value(row[x].as_deref(), scale, chart.dates);
        for (at, value) in split.values(row) {
            if cells.insert((at, category), value).is_some() {
                let (category, name) = (&places.names[category], &split.names[at]);
                return Err(ChartError::Twice(format!("`{category}` of `{name}`")));
            }
        }
    }
    split.check()?;
    if scale == Scale::Time && places.names.len() <= MOST_BARS {
        let moved = places.by_calendar(chart.series.is_some(), chart.dates);
        cells = cells.into_iter().map(|((at, place), value)| ((at, moved[place]), value)).collect();
    }
    let of = |at: usize, category: usize| cells.get(&(at, category)).copied().flatten();
    let series = split.names.iter().enumerate().map(|(at, name)| {
        (name.clone(), (0..places.names.len()).map(|category| of(at, category)).collect())
    });
    let series = series.collect();
    let notes = split.notes();
    Ok(Bars { categories: places.names, are_words: scale == Scale::Word, series, notes })
}

/// How rows are divided among series.
struct Split {
    /// Names of the series.
    names: Vec<String>,
    columns: Vec<usize>,
    by: Option<(usize, Scale)>,
    places: Places,
    misread: usize,
}

impl Split {
    fn of(chart: &Chart, data: &Data) -> Result<Self, ChartError> {
        let columns = chart.y.iter().map(|name| data.numbers(name));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let by = chart.series.as_deref().map(|name| data.column(name)).transpose()?;
        let names = chart.y.iter().map(|name| name.replace('_', " "));
        let names = if by.is_some() { Vec::new() } else { names.collect() };
        Ok(Self { names, columns, by, places: Places::default(), misread: 0 })
    }

    fn named(&self) -> Vec<Series> {
        let empty = |name: &String| Series { name: name.clone(), points: Vec::new() };
        self.names.iter().map(empty).collect()
    }

    /// Returns the values of a row, each with the place of its series.
    fn values(&mut self, row: &[Option<String>]) -> Vec<(usize, Option<f64>)> {
        let mut values = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let text = row[*column].as_deref();
            let value = text.and_then(number);
            self.misread += usize::from(text.is_some() && value.is_none());
            let at = match self.by {
                Some((by, scale)) => self.places.of(word(row[by].as_deref(), scale, None)),
                None => at,
            };
            values.push((at, value));
        }
        if self.by.is_some() {
            let new = self.places.names.get(self.names.len()..).unwrap_or_default();
            self.names.extend_from_slice(new);
        }
        values
    }

    fn check(&self) -> Result<(), ChartError> {
        let found = self.names.len();
        match found > MOST_SERIES {
            true => Err(ChartError::TooMany { what: "series", found, most: MOST_SERIES }),
            false => Ok(()),
        }
    }

    fn notes(&self) -> Vec<String> {
        let misread = self.misread;
        match misread {
            0 => Vec::new(),
            _ => vec![format!("{misread} values are NaN or infinite and are left out")],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_instants() {
        assert_eq!(instant("1970-01-02"), Some((86_400.0, 0.0)));
        assert_eq!(instant("1970-01-01 00:00:01.5"), Some((1.5, 0.0)));
        assert_eq!(instant("1970-01-01 08:00:00+08"), Some((0.0, 28_800.0)));
        assert_eq!(instant("1970-01-01 05:45:00+05:45"), Some((0.0, 20_700.0)));
        assert_eq!(instant("infinity"), None);
        assert_eq!(instant("0044-03-15 BC"), None);
    }

    #[test]
    fn numbers_are_finite() {
        assert_eq!(number("-1.5e3"), Some(-1500.0));
        assert_eq!((number("NaN"), number("Infinity")), (None, None));
    }
}
