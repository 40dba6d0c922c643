//! Charts of a terminal: blocks and Braille dots, without colour.
//!
//! Series stand below each other, each with its name, on one scale: nothing has to be told apart by colour.

use super::ChartError;
use super::data::{self, Data, Points};
use super::format::{self, Numbers};
use super::places::{self, Places};
use super::points::extent;
use super::ticks::Ticks;
use crate::model::{Chart, ChartKind};

/// Lines of Braille of the plot of one series, and of each of several.
const TALL: usize = 12;
const LOW: usize = 6;
/// Eighths of a block.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Shades of a heat map.
const SHADES: [&str; 5] = ["··", "░░", "▒▒", "▓▓", "██"];

/// Draws a chart for a terminal of a width, at least 40.
///
/// # Errors
/// As for the picture.
pub fn terminal(
    title: &str,
    chart: &Chart,
    data: &Data,
    width: usize,
) -> Result<String, ChartError> {
    let width = width.max(40);
    let title = chart.title.as_deref().unwrap_or(title);
    let body = match chart.kind {
        ChartKind::Bar | ChartKind::Stacked => bars(chart, data, width)?,
        ChartKind::Line | ChartKind::Scatter => points(chart, data, width)?,
        ChartKind::Heatmap => fields(chart, data, width)?,
        ChartKind::Number => number(chart, data)?,
    };
    let unit = chart.unit.as_ref().map(|unit| format!(" ({})", plain(unit))).unwrap_or_default();
    Ok(format!("{}{unit}\n\n{body}", plain(title)))
}

/// Takes control characters out of what comes from a database: a terminal would obey them.
fn plain(text: &str) -> String {
    let shown = |character: char| if character.is_control() { ' ' } else { character };
    text.chars().map(shown).collect()
}

fn cut(text: &str, width: usize) -> String {
    let text = plain(text);
    if text.chars().count() <= width {
        return text;
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

fn widest<'t>(texts: impl Iterator<Item = &'t String>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

const NOTHING: &str = "no rows\n";

fn bars(chart: &Chart, data: &Data, width: usize) -> Result<String, ChartError> {
    let bars = data::bars(chart, data)?;
    let numbers = Numbers::of(chart);
    let all = || bars.series.iter().flat_map(|(_, values)| values.iter().flatten().copied());
    let (low, high) = extent(all());
    if low > high {
        return Ok(NOTHING.to_owned());
    }
    let (low, high) = (low.min(0.0), high.max(0.0));
    let is_alone = bars.series.len() == 1;
    let names: Vec<String> = bars.series.iter().map(|(name, _)| cut(name, 20)).collect();
    let categories: Vec<String> = bars.categories.iter().map(|name| cut(name, width / 3)).collect();
    let written: Vec<String> = all().map(|value| numbers.value(value)).collect();
    let (label, value) = (widest(categories.iter()), widest(written.iter()));
    let name = if is_alone { 0 } else { widest(names.iter()) + 1 };
    let room = width.saturating_sub(label + name + value + 4).max(8);
    let range = if low == high { 1.0 } else { high - low };
    let mut text = String::new();
    for (at, category) in categories.iter().enumerate() {
        for (series, (_, values)) in bars.series.iter().enumerate() {
            let category = if series == 0 { category.as_str() } else { "" };
            let of =
                if is_alone { String::new() } else { format!(" {:<1$}", names[series], name - 1) };
            let bar = values[at].map(|value| bar(value, low, range, room)).unwrap_or_default();
            let end = values[at].map_or_else(|| "–".to_owned(), |value| numbers.value(value));
            let line = format!("{category:<label$}{of} │{bar} {end}");
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    Ok(text)
}

/// Draws a bar from zero; what is below zero ends where zero is.
fn bar(value: f64, low: f64, range: f64, room: usize) -> String {
    let eighths = |length: f64| (length / range * (room * 8) as f64).round().max(0.0) as usize;
    if value < 0.0 {
        let (before, length) = ((eighths(value - low)) / 8, (eighths(-value)).div_ceil(8));
        return format!("{}{}▏", " ".repeat(before), "▒".repeat(length.max(1)));
    }
    let length = eighths(value);
    let before = if low < 0.0 { eighths(-low) / 8 + 1 } else { 0 };
    format!("{}{}{}", " ".repeat(before), "█".repeat(length / 8), EIGHTHS[length % 8])
}

fn points(chart: &Chart, data: &Data, width: usize) -> Result<String, ChartError> {
    let points = data::points(chart, data)?;
    let all = || points.series.iter().flat_map(|series| &series.points);
    let (low, high) = extent(all().filter_map(|(_, value)| *value));
    if low > high {
        return Ok(NOTHING.to_owned());
    }
    let zero = chart.kind == ChartKind::Line && super::ticks::wants_zero(low, high);
    let ticks = Ticks::around(low, high, zero, 3.0);
    let numbers = Numbers::of(chart);
    let ends = [ticks.high, ticks.low].map(|value| numbers.tick(value, ticks.step));
    let label = widest(ends.iter());
    let across = width.saturating_sub(label + 2).max(10);
    let (from, to) = extent(all().map(|(place, _)| *place));
    let range = if from == to { 1.0 } else { to - from };
    let is_alone = points.series.len() == 1;
    let height = if is_alone { TALL } else { LOW };
    let mut text = String::new();
    for series in &points.series {
        if !is_alone {
            text.push_str(&format!("{}\n", cut(&series.name, width)));
        }
        let mut dots = Dots::new(across, height);
        let place = |(place, value): (f64, f64)| {
            let x = (place - from) / range * (across * 2 - 1) as f64;
            let y = (ticks.high - value) / (ticks.high - ticks.low) * (height * 4 - 1) as f64;
            (x, y)
        };
        let mut sorted = series.points.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut before: Option<(f64, f64)> = None;
        for (x, value) in sorted {
            let at = value.map(|value| place((x, value)));
            match (chart.kind, before, at) {
                (ChartKind::Line, Some(before), Some(at)) => dots.line(before, at),
                (_, _, Some(at)) => dots.set(at),
                _ => {}
            }
            before = at;
        }
        for (row, line) in dots.lines().enumerate() {
            let end = match row {
                0 => ends[0].as_str(),
                row if row + 1 == height => ends[1].as_str(),
                _ => "",
            };
            text.push_str(format!("{end:>label$} │{line}").trim_end());
            text.push('\n');
        }
    }
    text.push_str(&axis(&points, from, to, label, across));
    Ok(text)
}

/// Writes the axis below: where it begins and ends.
fn axis(points: &Points, from: f64, to: f64, label: usize, across: usize) -> String {
    let write = |value: f64| match points.is_time {
        true => format::time(value, None),
        false => Numbers::plain().value(value),
    };
    let (first, last) = (write(from), write(to));
    let between = across.saturating_sub(first.chars().count() + last.chars().count());
    let line = format!("{:>label$} └{}\n", "", "─".repeat(across));
    let words =
        if from == to { first } else { format!("{first}{}{last}", " ".repeat(between.max(1))) };
    format!("{line}{:>label$}  {words}\n", "")
}

/// A field of Braille dots, two across and four down in each character.
struct Dots {
    across: usize,
    cells: Vec<u8>,
}

impl Dots {
    fn new(across: usize, height: usize) -> Self {
        Self { across, cells: vec![0; across * height] }
    }

    fn set(&mut self, (x, y): (f64, f64)) {
        const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
        let (x, y) = (x.round().max(0.0) as usize, y.round().max(0.0) as usize);
        if let Some(cell) = self.cells.get_mut(y / 4 * self.across + x / 2) {
            *cell |= BITS[x % 2][y % 4];
        }
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).ceil().max(1.0);
        let mut at = 0.0;
        while at <= steps {
            let share = at / steps;
            self.set((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
            at += 1.0;
        }
    }

    fn lines(&self) -> impl Iterator<Item = String> {
        self.cells.chunks(self.across).map(|cells| {
            let dots = cells.iter().map(|cell| match cell {
                0 => ' ',
                _ => char::from_u32(0x2800 + u32::from(*cell)).unwrap_or(' '),
            });
            dots.collect()
        })
    }
}

fn fields(chart: &Chart, data: &Data, width: usize) -> Result<String, ChartError> {
    let (x, x_scale) = data.column(chart.x.as_deref().unwrap_or_default())?;
    let (y, y_scale) = data.column(chart.y.first().map_or("", String::as_str))?;
    let value = data.numbers(chart.value.as_deref().unwrap_or_default())?;
    let (mut across, mut down) = (Places::default(), Places::default());
    let mut cells = places::Fields::new();
    for row in &data.rows {
        let column = across.of_value(row[x].as_deref(), x_scale, chart.dates);
        let line = down.of_value(row[y].as_deref(), y_scale, chart.dates);
        cells.insert((line, column), row[value].as_deref().and_then(data::number));
    }
    let cells = places::by_calendar(chart, cells, &mut across, &mut down);
    let (low, high) = extent(cells.values().flatten().copied());
    if low > high {
        return Ok(NOTHING.to_owned());
    }
    let names: Vec<String> = down.names.iter().map(|name| cut(name, width / 3)).collect();
    let label = widest(names.iter());
    let most = (width - label - 1) / 2;
    if across.names.len() > most {
        return Err(ChartError::TooMany { what: "columns", found: across.names.len(), most });
    }
    let mut text = String::new();
    for (line, name) in names.iter().enumerate() {
        text.push_str(&format!("{name:<label$} "));
        for column in 0..across.names.len() {
            let value = cells.get(&(line, column)).copied().flatten();
            let shade = value.map(|value| {
                let share = if low == high { 1.0 } else { (value - low) / (high - low) };
                SHADES[((share * 5.0) as usize).min(4)]
            });
            text.push_str(shade.unwrap_or("  "));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    let numbers = Numbers::of(chart);
    let (first, last) = (across.names.first(), across.names.last());
    let ends = [first, last].map(|name| name.map(|name| plain(name)).unwrap_or_default());
    text.push_str(&format!("{:label$} {} … {}\n", "", ends[0], ends[1]));
    let (low, high) = (numbers.value(low), numbers.value(high));
    text.push_str(&format!("{:label$} {} {low} … {} {high}\n", "", SHADES[0], SHADES[4]));
    Ok(text)
}

fn number(chart: &Chart, data: &Data) -> Result<String, ChartError> {
    let column = data.numbers(chart.value.as_deref().unwrap_or_default())?;
    let value = data.rows.first().and_then(|row| row[column].as_deref()).and_then(data::number);
    Ok(match value {
        Some(value) => format!("{}\n", Numbers::of(chart).value(value)),
        None => NOTHING.to_owned(),
    })
}
