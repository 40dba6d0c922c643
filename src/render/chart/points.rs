//! Lines and points, along an axis of times or numbers.

use super::data::{self, Data, Points, Series};
use super::page::{self, Area, LABEL, PLOT, Page};
use super::svg::{Anchor, number};
use super::thin::{self, Place};
use super::ticks::{Span, Ticks, wants_zero};
use super::{ChartError, format, style, text, time_ticks};
use crate::model::{Chart, ChartKind};

/// A line of more points than this is thinned.
const MOST_ON_LINE: usize = 1600;
/// How far the markers of a line are apart that has many.
const BETWEEN_MARKERS: f64 = 56.0;
/// Points of a series up to which each has its marker.
const FEW: usize = 30;

/// Draws lines or points.
pub(super) fn draw(page: &mut Page, chart: &Chart, data: &Data) -> Result<(), ChartError> {
    let points = data::points(chart, data)?;
    page.notes.extend(points.notes.iter().cloned());
    let all = || points.series.iter().flat_map(|series| &series.points);
    let values = || all().filter_map(|(_, value)| *value);
    let (low, high) = extent(values());
    if low > high {
        page.nothing(if data.rows.is_empty() { "No rows" } else { "No values" });
        return Ok(());
    }
    let names: Vec<String> = points.series.iter().map(|series| series.name.clone()).collect();
    page.legend(&names);
    let zero = chart.kind == ChartKind::Line && wants_zero(low, high);
    let ticks = Ticks::around(low, high, zero, 5.0);
    let columns: Vec<&str> = chart.y.iter().map(String::as_str).collect();
    let mut title = page::axis_title(chart.y_title.as_ref(), &columns, chart.unit.as_ref());
    if chart.kind == ChartKind::Line && ticks.low > 0.0 {
        let from = page.numbers.tick(ticks.low, ticks.step);
        title = format!("{title}, from {from} on").trim_start_matches(", ").to_owned();
    }
    page.y_title(&title);
    let (area, y) = page.value_axis(&ticks, PLOT);
    let (from, to) = extent(all().map(|(place, _)| *place));
    let x = horizontal(page, area, &points, from, to);
    let along: Vec<&str> = chart.x.iter().map(String::as_str).collect();
    page.x_title(&page::axis_title(chart.x_title.as_ref(), &along, None), area);
    for (at, series) in points.series.iter().enumerate() {
        let place = |(place, value): (f64, f64)| (x.at(place), y.at(value));
        let labels = Labels { numbers: page.numbers, is_time: points.is_time, names: &names };
        match chart.kind {
            ChartKind::Line => line(page, at, series, &place, &labels),
            _ => scatter(page, at, series, &place, &labels),
        }
    }
    let count = values().count();
    let (low, high) = (page.numbers.value(low), page.numbers.value(high));
    page.told.push(format!("{count} values of {}, from {low} to {high}.", names.join(", ")));
    Ok(())
}

/// Returns the lowest and the highest; the lowest is above the highest where there is none.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

/// Writes the horizontal axis; returns its scale.
fn horizontal(page: &mut Page, area: Area, points: &Points, from: f64, to: f64) -> Span {
    page.svg.line("axis", (area.left, area.bottom), (area.right, area.bottom));
    // Points stand clear of both edges.
    let (left, right) = (area.left + 10.0, area.right - 14.0);
    if points.is_time {
        let (from, to) = if from == to { (from - 43_200.0, to + 43_200.0) } else { (from, to) };
        let span = Span { low: from, high: to, from: left, to: right };
        let mut places = points.series.iter().flat_map(|series| &series.points);
        let are_days = places.all(|(place, _)| place.rem_euclid(86_400.0) == 0.0);
        let ticks = time_ticks::between(from, to, 8, are_days);
        let marks: Vec<(f64, String, String)> =
            ticks.into_iter().map(|tick| (span.at(tick.at), tick.label, tick.below)).collect();
        write(page, area, &marks);
        return span;
    }
    let ticks = Ticks::around(from, to, wants_zero(from, to), 8.0);
    let span = Span { low: ticks.low, high: ticks.high, from: left, to: right };
    let numbers = format::Numbers::plain();
    let label = |at: f64| (span.at(at), numbers.tick(at, ticks.step), String::new());
    let marks: Vec<_> = ticks.all().into_iter().map(label).collect();
    write(page, area, &marks);
    span
}

/// Writes ticks with up to two lines each; one that would touch the one before is left out.
fn write(page: &mut Page, area: Area, marks: &[(f64, String, String)]) {
    let mut free = 0.0;
    let mut kept_below = String::new();
    for (x, label, below) in marks {
        // What a tick without room would have said, the next one says.
        let below = if below.is_empty() { std::mem::take(&mut kept_below) } else { below.clone() };
        let half = text::width(label, LABEL).max(text::width(&below, LABEL)) / 2.0;
        let x_text = x.min(page::WIDTH - half - 2.0);
        page.svg.line("axis", (*x, area.bottom), (*x, area.bottom + 5.0));
        if x_text - half < free {
            kept_below = below;
            continue;
        }
        free = x_text + half + 8.0;
        page.svg.text("muted", (x_text, area.bottom + 19.0), LABEL, Anchor::Middle, label);
        if !below.is_empty() {
            page.svg.text("muted", (x_text, area.bottom + 34.0), LABEL, Anchor::Middle, &below);
        }
    }
    let two = marks.iter().any(|(_, _, below)| !below.is_empty());
    page.below = area.bottom + if two { 36.0 } else { 21.0 };
}

/// What points are called for whoever points at them.
struct Labels<'a> {
    numbers: format::Numbers,
    is_time: bool,
    names: &'a [String],
}

impl Labels<'_> {
    fn of(&self, series: usize, point: (f64, f64)) -> String {
        let place = match self.is_time {
            true => format::time(point.0, None),
            false => format::Numbers::plain().value(point.0),
        };
        let value = self.numbers.value(point.1);
        match self.names {
            [_] => format!("{place}: {value}"),
            names => format!("{place}, {}: {value}", names[series]),
        }
    }
}

/// Draws one line: a piece for each run of values without a gap.
fn line(
    page: &mut Page,
    at: usize,
    series: &Series,
    place: &dyn Fn((f64, f64)) -> Place,
    labels: &Labels<'_>,
) {
    let mut points = series.points.clone();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let is_long = points.len() > MOST_ON_LINE;
    let pieces: Vec<Vec<(f64, f64)>> = points
        .split(|(_, value)| value.is_none())
        .map(|piece| piece.iter().filter_map(|(place, value)| Some((*place, (*value)?))).collect())
        .filter(|piece: &Vec<_>| !piece.is_empty())
        .collect();
    let mut data = String::new();
    for piece in &pieces {
        let places: Vec<Place> = piece.iter().map(|point| place(*point)).collect();
        let places = if is_long { thin::line(&places) } else { places };
        for (nth, (x, y)) in places.iter().enumerate() {
            let letter = if nth == 0 { 'M' } else { 'L' };
            data.push_str(&format!("{letter}{} {}", number(*x), number(*y)));
        }
    }
    if is_long {
        page.notes.push(format!(
            "of {} points of {}, each column of the picture shows the first, the lowest, the highest and the last",
            points.len(),
            series.name
        ));
    }
    if at > 0 {
        // Without colour, a line upon others shows by its edges.
        page.svg.path("under", &data, &style::dash(at), None);
    }
    page.svg.path(&format!("l{}", at + 1), &data, &style::dash(at), None);
    let is_alone = labels.names.len() == 1;
    let few = points.len() <= FEW;
    // Those of other series stand elsewhere.
    let mut next = f64::NEG_INFINITY;
    let shift = BETWEEN_MARKERS * at as f64 / labels.names.len() as f64;
    for piece in &pieces {
        for point in piece {
            let at_page = place(*point);
            let is_due = !is_alone && at_page.0 - shift >= next;
            if few || is_due || piece.len() == 1 {
                next = at_page.0 - shift + BETWEEN_MARKERS;
                let told = labels.of(at, *point);
                style::marker(&mut page.svg, at, at_page, Some(&told));
            }
        }
    }
}

/// Draws the points of one series.
fn scatter(
    page: &mut Page,
    at: usize,
    series: &Series,
    place: &dyn Fn((f64, f64)) -> Place,
    labels: &Labels<'_>,
) {
    let points: Vec<(f64, f64)> =
        series.points.iter().filter_map(|(place, value)| Some((*place, (*value)?))).collect();
    let places: Vec<Place> = points.iter().map(|point| place(*point)).collect();
    if points.len() <= 300 {
        for (point, place) in points.iter().zip(places) {
            style::marker(&mut page.svg, at, place, Some(&labels.of(at, *point)));
        }
        return;
    }
    let kept = thin::scatter(&places);
    if kept.len() < places.len() {
        let (all, drawn) = (places.len(), kept.len());
        let name = &series.name;
        page.notes.push(format!("{all} points of {name} stand on {drawn} places, each drawn once"));
    }
    for place in kept {
        style::marker(&mut page.svg, at, place, None);
    }
}
