//! One number, large.

use super::data::{self, Data};
use super::page::{EDGE, Page, WIDTH};
use super::svg::Anchor;
use super::{ChartError, text};
use crate::model::Chart;

/// Size of the number.
const SIZE: f64 = 64.0;

/// Draws the value of the first row.
pub(super) fn draw(page: &mut Page, chart: &Chart, data: &Data) -> Result<(), ChartError> {
    let column = data.numbers(chart.value.as_deref().unwrap_or_default())?;
    let first = data.rows.first().and_then(|row| row[column].as_deref());
    let Some(value) = first.and_then(data::number) else {
        page.nothing(if data.rows.is_empty() { "No rows" } else { "No value" });
        return Ok(());
    };
    let written = page.numbers.value(value);
    let unit = chart.unit.as_deref().unwrap_or_default();
    let room = WIDTH - 2.0 * EDGE - text::width(unit, SIZE / 3.0) - 12.0;
    // A long number is smaller.
    let size = SIZE.min(SIZE * room / text::width(&written, SIZE * 1.13));
    page.below += SIZE;
    page.svg.text("ink strong", (EDGE, page.below), size, Anchor::Start, &written);
    let after = EDGE + text::width(&written, size * 1.13) + 12.0;
    page.svg.text("muted", (after, page.below), SIZE / 3.0, Anchor::Start, unit);
    page.below += 8.0;
    if data.rows.len() > 1 {
        page.notes.push(format!("the first of {} rows is shown", data.rows.len()));
    }
    page.told.push(format!("{written} {unit}").trim_end().to_owned() + ".");
    Ok(())
}
