//! Charts: the rows of a query, drawn.
//!
//! Pure: the same rows give the same bytes, and nothing here knows a server, a clock or a terminal. One picture serves
//! light and dark pages, and reads without colour: series differ in marker, dash and pattern as well. Bars begin at
//! zero, time is proportional, NULL is a gap. What cannot be drawn honestly is refused, and what is left out is noted.

mod bars;
mod calendar;
mod category;
mod data;
mod error;
mod fields;
mod figure;
mod format;
mod page;
mod places;
mod points;
mod style;
mod svg;
mod terminal;
mod text;
mod thin;
mod ticks;
mod time_ticks;
mod vega;

#[cfg(test)]
mod tests;

pub use data::{Column, Data};
pub use error::ChartError;
pub use style::Scheme;
pub use terminal::terminal;
pub use vega::vega_lite;

use crate::model::{Chart, ChartKind};

/// A picture, and what has to be known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The SVG.
    pub svg: String,
    /// What was left out or drawn together, in words; they stand in the picture's description too.
    pub notes: Vec<String>,
}

/// Draws the rows of a query as SVG. `name` is the query's, and keeps names in the picture apart from those of others
/// on a page; `title` stands above it where the chart has none of its own.
///
/// # Errors
/// Columns that are not there or of a wrong type, two values for one bar, and more than can be told apart.
pub fn svg(
    name: &str,
    title: Option<&str>,
    chart: &Chart,
    data: &Data,
    scheme: Scheme,
) -> Result<Drawn, ChartError> {
    let title = chart.title.as_deref().or(title).unwrap_or(name);
    let mut page = page::Page::new(name, title, chart, scheme);
    match chart.kind {
        ChartKind::Line | ChartKind::Scatter => points::draw(&mut page, chart, data)?,
        ChartKind::Bar | ChartKind::Stacked => bars::draw(&mut page, chart, data)?,
        ChartKind::Heatmap => fields::draw(&mut page, chart, data)?,
        ChartKind::Number => figure::draw(&mut page, chart, data)?,
    }
    Ok(page.finish())
}
