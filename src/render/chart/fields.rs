//! Heat maps: fields whose colour is a number.

use super::data::{self, Data};
use super::page::{self, Area, EDGE, LABEL, Page, WIDTH};
use super::places::{self, Places};
use super::points::extent;
use super::svg::{Anchor, number};
use super::{ChartError, category, text};
use crate::model::Chart;

/// How many fields can be told apart.
const MOST: usize = 4000;
/// How many fields are beside each other at most.
const MOST_ACROSS: usize = 120;
/// Width of the names beside the rows.
const NAMES: f64 = 200.0;
/// Size of the numbers in fields.
const WRITTEN: f64 = 11.0;
/// Strength of the weakest colour.
const WEAKEST: f64 = 0.06;

/// Draws a heat map.
pub(super) fn draw(page: &mut Page, chart: &Chart, data: &Data) -> Result<(), ChartError> {
    let (x, x_scale) = data.column(chart.x.as_deref().unwrap_or_default())?;
    let (y, y_scale) = data.column(chart.y.first().map_or("", String::as_str))?;
    let value = data.numbers(chart.value.as_deref().unwrap_or_default())?;
    let (mut across, mut down) = (Places::default(), Places::default());
    let mut fields = places::Fields::new();
    for row in &data.rows {
        let column = across.of_value(row[x].as_deref(), x_scale, chart.dates);
        let line = down.of_value(row[y].as_deref(), y_scale, chart.dates);
        let field = row[value].as_deref().and_then(data::number);
        if fields.insert((line, column), field).is_some() {
            let (column, line) = (&across.names[column], &down.names[line]);
            return Err(ChartError::Twice(format!("`{column}` and `{line}`")));
        }
    }
    let fields = places::by_calendar(chart, fields, &mut across, &mut down);
    let (low, high) = extent(fields.values().flatten().copied());
    if low > high {
        page.nothing(if data.rows.is_empty() { "No rows" } else { "No values" });
        return Ok(());
    }
    let found = across.names.len() * down.names.len();
    if found > MOST || across.names.len() > MOST_ACROSS {
        let (what, found, most) = match found > MOST {
            true => ("fields", found, MOST),
            false => ("columns", across.names.len(), MOST_ACROSS),
        };
        return Err(ChartError::TooMany { what, found, most });
    }
    let widest =
        fields.values().flatten().map(|value| text::width(&page.numbers.value(*value), WRITTEN));
    let mut colours = Colours { low, high, widest: widest.fold(0.0, f64::max) };
    colours.legend(page, chart);
    let title = |written: Option<&String>, column: &str| page::axis_title(written, &[column], None);
    page.y_title(&title(chart.y_title.as_ref(), &data.columns[y].name));
    let area = area(page, &down.names);
    let slot = (area.right - area.left) / across.names.len() as f64;
    let height = (area.bottom - area.top) / down.names.len() as f64;
    // Either every field has its number, or none.
    if colours.widest + 4.0 > slot || height < 16.0 {
        colours.widest = f64::INFINITY;
    }
    for (at, name) in down.names.iter().enumerate() {
        let place = (area.left - 8.0, area.top + height * (at as f64 + 0.5) + 4.0);
        page.svg.text("ink", place, LABEL, Anchor::End, &text::clip(name, LABEL, NAMES));
    }
    for ((line, column), value) in &fields {
        let place =
            [area.left + slot * *column as f64, area.top + height * *line as f64, slot, height];
        let told = format!("{}, {}", across.names[*column], down.names[*line]);
        colours.field(page, place, *value, &told);
    }
    category::below(page, area, &across.names, x_scale == crate::model::Scale::Word);
    page.x_title(&title(chart.x_title.as_ref(), &data.columns[x].name), area);
    let count = fields.len();
    let (low, high) = (page.numbers.value(low), page.numbers.value(high));
    page.told.push(format!("{count} fields, from {low} to {high}."));
    Ok(())
}

fn area(page: &Page, names: &[String]) -> Area {
    let widest = names.iter().map(|name| text::width(name, LABEL)).fold(0.0, f64::max);
    let height = (320.0 / names.len() as f64).clamp(16.0, 34.0);
    let top = page.below + 2.0;
    let bottom = top + height * names.len() as f64;
    Area { left: EDGE + widest.min(NAMES) + 8.0, top, right: WIDTH - EDGE, bottom }
}

/// The colours of numbers: one that grows stronger away from zero, another below it.
struct Colours {
    low: f64,
    high: f64,
    /// Width of the widest number; without end where none is written.
    widest: f64,
}

impl Colours {
    fn strength(&self, value: f64) -> f64 {
        let share = match (self.low < 0.0, self.high - self.low) {
            (true, _) => value.abs() / self.low.abs().max(self.high.abs()),
            (false, 0.0) => 1.0,
            (false, range) => (value - self.low) / range,
        };
        WEAKEST + (1.0 - WEAKEST) * share
    }

    fn field(&self, page: &mut Page, place: [f64; 4], value: Option<f64>, told: &str) {
        let [left, top, width, height] = place;
        let inner = [left + 0.5, top + 0.5, width - 1.0, height - 1.0];
        let Some(value) = value else {
            let told = format!("{told}: no value");
            page.svg.rect("grid", inner, " fill=\"none\" stroke-dasharray=\"2 3\"", Some(&told));
            return;
        };
        let written = page.numbers.value(value);
        let class = if value < 0.0 { "below" } else { "f1" };
        let strength = format!(" fill-opacity=\"{}\"", number(self.strength(value)));
        page.svg.rect(class, inner, &strength, Some(&format!("{told}: {written}")));
        if self.widest.is_finite() {
            let middle = (left + width / 2.0, top + height / 2.0 + 4.0);
            // On a strong colour, the ground's own reads best.
            let class = if self.strength(value) < 0.8 { "halo" } else { "surface strong" };
            page.svg.text(class, middle, WRITTEN, Anchor::Middle, &written);
        }
    }

    /// Writes which number has which colour.
    fn legend(&self, page: &mut Page, chart: &Chart) {
        let column: Vec<&str> = chart.value.iter().map(String::as_str).collect();
        let title = page::axis_title(None, &column, chart.unit.as_ref());
        let title = text::clip(&title, LABEL, 300.0);
        page.below += 18.0;
        let y = page.below;
        page.svg.text("muted", (EDGE, y), LABEL, Anchor::Start, &title);
        let low = page.numbers.value(self.low);
        let mut left = EDGE + text::width(&title, LABEL) + 14.0;
        page.svg.text("ink", (left, y), LABEL, Anchor::Start, &low);
        left += text::width(&low, LABEL) + 6.0;
        for step in 0..9 {
            let value = self.low + (self.high - self.low) * f64::from(step) / 8.0;
            let class = if value < 0.0 { "below" } else { "f1" };
            let strength = format!(" fill-opacity=\"{}\"", number(self.strength(value)));
            page.svg.rect(class, [left, y - 10.0, 14.0, 12.0], &strength, None);
            left += 14.0;
        }
        let high = page.numbers.value(self.high);
        page.svg.text("ink", (left + 6.0, y), LABEL, Anchor::Start, &high);
        page.below += 4.0;
    }
}
