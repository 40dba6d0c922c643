//! Bars from zero: upright, or lying where their names are long.

use super::data::{self, Bars, Data, MOST_BARS};
use super::page::{self, Area, EDGE, LABEL, PLOT, Page, WIDTH};
use super::points::extent;
use super::svg::Anchor;
use super::ticks::{Span, Ticks};
use super::{ChartError, category, style, text};
use crate::model::{Chart, ChartKind};

/// How many lie below each other at most.
const MOST_LYING: usize = 60;
/// Width of the names beside lying bars.
const NAMES: f64 = 240.0;

/// Draws bars.
pub(super) fn draw(page: &mut Page, chart: &Chart, data: &Data) -> Result<(), ChartError> {
    let bars = data::bars(chart, data)?;
    page.notes.extend(bars.notes.iter().cloned());
    let found = bars.categories.len() * bars.series.len();
    if found > MOST_BARS {
        return Err(ChartError::TooMany { what: "bars", found, most: MOST_BARS });
    }
    let (low, high) =
        extent(bars.series.iter().flat_map(|(_, values)| values.iter().flatten().copied()));
    if low > high {
        page.nothing(if data.rows.is_empty() { "No rows" } else { "No values" });
        return Ok(());
    }
    let is_stacked = chart.kind == ChartKind::Stacked;
    let (from, to) = if is_stacked { sums(&bars) } else { (low, high) };
    let names: Vec<String> = bars.series.iter().map(|(name, _)| name.clone()).collect();
    page.svg.raw("<defs>");
    style::patterns(&mut page.svg, &page.name, names.len());
    page.svg.raw("</defs>");
    page.legend(&names);
    let count = bars.categories.len();
    let (low, high) = (page.numbers.value(low), page.numbers.value(high));
    page.told.push(format!("{count} bars of {}, values from {low} to {high}.", names.join(", ")));
    let lies =
        bars.are_words && count <= MOST_LYING && !category::fit(&bars.categories, WIDTH - 90.0);
    let ticks = Ticks::around(from, to, true, if lies { 6.0 } else { 5.0 });
    match lies {
        true => lying(page, chart, &bars, &ticks),
        false => upright(page, chart, &bars, &ticks),
    }
    Ok(())
}

/// Returns how far down and up the bars reach that stand upon each other.
fn sums(bars: &Bars) -> (f64, f64) {
    let sum = |category: usize, is_above: bool| -> f64 {
        let values = bars.series.iter().filter_map(|(_, values)| values[category]);
        values.filter(|value| (*value >= 0.0) == is_above).sum()
    };
    let all = 0..bars.categories.len();
    let below = all.clone().map(|category| sum(category, false)).fold(0.0, f64::min);
    (below, all.map(|category| sum(category, true)).fold(0.0, f64::max))
}

fn value_title(chart: &Chart) -> String {
    let columns: Vec<&str> = chart.y.iter().map(String::as_str).collect();
    page::axis_title(chart.y_title.as_ref(), &columns, chart.unit.as_ref())
}

fn category_title(chart: &Chart) -> String {
    let columns: Vec<&str> = chart.x.iter().map(String::as_str).collect();
    page::axis_title(chart.x_title.as_ref(), &columns, None)
}

fn upright(page: &mut Page, chart: &Chart, bars: &Bars, ticks: &Ticks) {
    page.y_title(&value_title(chart));
    let (area, span) = page.value_axis(ticks, PLOT);
    let slot = (area.right - area.left) / bars.categories.len() as f64;
    let extents = Extents { span, is_stacked: chart.kind == ChartKind::Stacked, slot };
    let written = bars.series.iter().flat_map(|(_, values)| values.iter().flatten());
    let written = written.map(|value| text::width(&page.numbers.value(*value), LABEL));
    // Either every bar has its number, or none.
    let is_written = bars.series.len() == 1 && written.fold(0.0, f64::max) + 4.0 <= slot;
    for (at, category) in bars.categories.iter().enumerate() {
        let begin = area.left + slot * at as f64;
        for bar in extents.of(bars, at) {
            let (top, height) = (bar.from.min(bar.to), (bar.from - bar.to).abs());
            let place = [begin + bar.offset, top, bar.width, height];
            let told = told(page, bars, category, &bar);
            style::bar(&mut page.svg, &page.name, bar.series, place, Some(&told));
            let label = page.numbers.value(bar.value);
            if is_written {
                let y = if bar.value < 0.0 { bar.to + 14.0 } else { bar.to - 4.0 };
                let x = begin + slot / 2.0;
                page.svg.text("halo", (x, y), LABEL, Anchor::Middle, &label);
            }
        }
    }
    let zero = span.at(0.0);
    page.svg.line("axis", (area.left, zero), (area.right, zero));
    category::below(page, area, &bars.categories, bars.are_words);
    page.x_title(&category_title(chart), area);
}

fn lying(page: &mut Page, chart: &Chart, bars: &Bars, ticks: &Ticks) {
    page.y_title(&category_title(chart));
    let is_stacked = chart.kind == ChartKind::Stacked;
    let side = if is_stacked { 1 } else { bars.series.len() };
    let slot = if side == 1 { 26.0 } else { 12.0 * side as f64 + 10.0 };
    let widest = bars.categories.iter().map(|name| text::width(name, LABEL)).fold(0.0, f64::max);
    let left = EDGE + widest.min(NAMES) + 8.0;
    let top = page.below + 2.0;
    // Room for what is written behind the longest bar, and for half of the last label.
    let labels = bars.series.iter().flat_map(|(_, values)| values.iter().flatten());
    let labels = labels.map(|value| text::width(&page.numbers.value(*value), LABEL));
    let written = labels.fold(0.0, f64::max);
    let is_alone = bars.series.len() == 1;
    let free = if is_alone { written + 10.0 } else { 24.0 };
    let right = WIDTH - EDGE - free;
    let area = Area { left, top, right, bottom: top + slot * bars.categories.len() as f64 };
    let before = if is_alone && ticks.low < 0.0 { written + 10.0 } else { 0.0 };
    let span = Span { low: ticks.low, high: ticks.high, from: left + before, to: right };
    value_ticks(page, area, span, ticks);
    let extents = Extents { span, is_stacked, slot };
    for (at, category) in bars.categories.iter().enumerate() {
        let begin = area.top + slot * at as f64;
        let name = text::clip(category, LABEL, NAMES);
        let place = (area.left - 8.0, begin + slot / 2.0 + 4.0);
        page.svg.text("ink", place, LABEL, Anchor::End, &name);
        for bar in extents.of(bars, at) {
            let place =
                [bar.from.min(bar.to), begin + bar.offset, (bar.from - bar.to).abs(), bar.width];
            let told = told(page, bars, category, &bar);
            style::bar(&mut page.svg, &page.name, bar.series, place, Some(&told));
            if is_alone {
                let label = page.numbers.value(bar.value);
                let (x, anchor) = match bar.value < 0.0 {
                    true => (bar.to - 5.0, Anchor::End),
                    false => (bar.to + 5.0, Anchor::Start),
                };
                page.svg.text("halo", (x, begin + slot / 2.0 + 4.0), LABEL, anchor, &label);
            }
        }
    }
    let zero = span.at(0.0);
    page.svg.line("axis", (zero, area.top), (zero, area.bottom));
    page.below = area.bottom + 20.0;
    page.x_title(&value_title(chart), area);
}

/// Writes the ticks of a lying axis; those that would touch are left out.
fn value_ticks(page: &mut Page, area: Area, span: Span, ticks: &Ticks) {
    let mut free = f64::NEG_INFINITY;
    for value in ticks.all() {
        let x = span.at(value);
        page.svg.line("grid", (x, area.top), (x, area.bottom));
        let label = page.numbers.tick(value, ticks.step);
        let half = text::width(&label, LABEL) / 2.0;
        let middle = x.min(WIDTH - half - 2.0);
        if middle - half > free {
            free = middle + half + 8.0;
            let place = (middle, area.bottom + 16.0);
            page.svg.text("muted", place, LABEL, Anchor::Middle, &label);
        }
    }
}

fn told(page: &Page, bars: &Bars, category: &str, bar: &Bar) -> String {
    let value = page.numbers.value(bar.value);
    match bars.series.len() {
        1 => format!("{category}: {value}"),
        _ => format!("{category}, {}: {value}", bars.series[bar.series].0),
    }
}

/// A bar, across and along its axis.
struct Bar {
    series: usize,
    value: f64,
    /// From the beginning of its category's slot.
    offset: f64,
    width: f64,
    from: f64,
    to: f64,
}

/// How bars are laid out.
struct Extents {
    span: Span,
    is_stacked: bool,
    slot: f64,
}

impl Extents {
    /// Returns the bars of a category.
    fn of(&self, bars: &Bars, category: usize) -> Vec<Bar> {
        let side = if self.is_stacked { 1.0 } else { bars.series.len() as f64 };
        let gap = (self.slot * 0.22).min(24.0);
        let width = (self.slot - gap) / side;
        // One bar or two fill no page.
        let width = width.min(90.0);
        let begin = (self.slot - width * side) / 2.0;
        let (mut above, mut below) = (0.0, 0.0);
        let mut laid = Vec::new();
        for (series, (_, values)) in bars.series.iter().enumerate() {
            let Some(value) = values[category] else { continue };
            let (from, offset) = match self.is_stacked {
                true => (if value < 0.0 { &mut below } else { &mut above }, begin),
                false => (&mut 0.0, begin + width * series as f64),
            };
            let to = *from + value;
            let (start, end) = (self.span.at(*from), self.span.at(to));
            *from = to;
            laid.push(Bar { series, value, offset, width, from: start, to: end });
        }
        laid
    }
}
