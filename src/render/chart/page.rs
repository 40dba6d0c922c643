//! The page of a chart: title, legend, axes, and what tells all of it to whoever does not see it.

use super::style::{self, Scheme};
use super::svg::{Anchor, Svg, escape, number};
use super::ticks::{Span, Ticks};
use super::{Drawn, format::Numbers, text};
use crate::model::{Chart, ChartKind};

/// Width of every picture.
pub(super) const WIDTH: f64 = 800.0;
/// What is free at its edges.
pub(super) const EDGE: f64 = 20.0;
/// Size of labels.
pub(super) const LABEL: f64 = 12.0;
/// Size of the title.
const TITLE: f64 = 16.0;
/// Height of the plot of most kinds.
pub(super) const PLOT: f64 = 300.0;

/// The rectangle that is drawn in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// A picture that is being drawn, from its top down.
#[derive(Debug)]
pub(super) struct Page {
    pub svg: Svg,
    /// The query's name, as part of names in the picture.
    pub name: String,
    /// How far down it is drawn.
    pub below: f64,
    pub numbers: Numbers,
    pub notes: Vec<String>,
    /// What the picture shows, in words.
    pub told: Vec<String>,
    kind: ChartKind,
    title: String,
    scheme: Scheme,
}

impl Page {
    /// Begins a picture with its title.
    pub fn new(name: &str, title: &str, chart: &Chart, scheme: Scheme) -> Self {
        let fits = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let mut page = Self {
            svg: Svg::default(),
            name: format!("chart-{}", name.chars().map(fits).collect::<String>()),
            below: EDGE,
            numbers: Numbers::of(chart),
            notes: Vec::new(),
            told: Vec::new(),
            kind: chart.kind,
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            scheme,
        };
        // Bold letters are wider.
        for line in text::wrap(&page.title, TITLE * 1.13, WIDTH - 2.0 * EDGE, 3) {
            page.below += TITLE * 1.3;
            page.svg.text("ink strong", (EDGE, page.below - 6.0), TITLE, Anchor::Start, &line);
        }
        page.below += 6.0;
        page
    }

    /// Writes the series with the shapes that they are drawn with; one alone needs no telling apart.
    pub fn legend(&mut self, names: &[String]) {
        if names.len() < 2 {
            return;
        }
        let room = WIDTH - 2.0 * EDGE;
        let symbol = if self.kind == ChartKind::Line { 36.0 } else { 18.0 };
        self.below += 18.0;
        let mut left = EDGE;
        for (series, name) in names.iter().enumerate() {
            let name = text::clip(name, LABEL, room - symbol);
            let width = symbol + text::width(&name, LABEL) + 18.0;
            if left + width - 18.0 > WIDTH - EDGE && left > EDGE {
                left = EDGE;
                self.below += 20.0;
            }
            self.symbol(series, left, symbol);
            let place = (left + symbol, self.below);
            self.svg.text("ink", place, LABEL, Anchor::Start, &name);
            left += width;
        }
        self.below += 8.0;
    }

    fn symbol(&mut self, series: usize, left: f64, width: f64) {
        let middle = self.below - 4.0;
        match self.kind {
            ChartKind::Bar | ChartKind::Stacked => {
                let place = [left, self.below - 10.0, 12.0, 12.0];
                style::bar(&mut self.svg, &self.name, series, place, None);
            }
            ChartKind::Line => {
                let data = format!("M{} {}h28", number(left), number(middle));
                let class = format!("l{}", series + 1);
                self.svg.path(&class, &data, &style::dash(series), None);
                style::marker(&mut self.svg, series, (left + 14.0, middle), None);
            }
            _ => style::marker(&mut self.svg, series, (left + width / 2.0 - 3.0, middle), None),
        }
    }

    /// Writes the title of the vertical axis, upright above it.
    pub fn y_title(&mut self, title: &str) {
        let title = text::clip(title, LABEL, WIDTH - 2.0 * EDGE);
        self.below += 18.0;
        self.svg.text("muted", (EDGE, self.below - 2.0), LABEL, Anchor::Start, &title);
        self.below += 10.0;
    }

    /// Writes the title of the horizontal axis below it.
    pub fn x_title(&mut self, title: &str, area: Area) {
        if title.is_empty() {
            return;
        }
        let title = text::clip(title, LABEL, WIDTH - 2.0 * EDGE);
        self.below += 20.0;
        // It ends where the axis does, and begins no further left than the page.
        let right = area.right.max(EDGE + text::width(&title, LABEL));
        self.svg.text("muted", (right, self.below), LABEL, Anchor::End, &title);
    }

    /// Writes a vertical axis of numbers, with lines across the plot; returns the plot and its scale.
    pub fn value_axis(&mut self, ticks: &Ticks, height: f64) -> (Area, Span) {
        let labels: Vec<(f64, String)> =
            ticks.all().into_iter().map(|at| (at, self.numbers.tick(at, ticks.step))).collect();
        let widest = labels.iter().map(|(_, label)| text::width(label, LABEL));
        let left = EDGE + widest.fold(0.0, f64::max) + 8.0;
        let top = self.below + 6.0;
        let area = Area { left, top, right: WIDTH - EDGE, bottom: top + height };
        let span = Span { low: ticks.low, high: ticks.high, from: area.bottom, to: area.top };
        for (value, label) in &labels {
            let y = span.at(*value);
            let class = if *value == 0.0 { "axis" } else { "grid" };
            self.svg.line(class, (area.left, y), (area.right, y));
            self.svg.text("muted", (area.left - 6.0, y + 4.0), LABEL, Anchor::End, label);
        }
        self.below = area.bottom;
        (area, span)
    }

    /// Says that there is nothing to draw.
    pub fn nothing(&mut self, what: &str) {
        self.below += 80.0;
        self.svg.text("muted", (WIDTH / 2.0, self.below), 14.0, Anchor::Middle, what);
        self.below += 60.0;
        self.told.push(format!("{what}."));
    }

    /// Ends the picture.
    pub fn finish(self) -> Drawn {
        let height = number((self.below + EDGE).ceil());
        let width = number(WIDTH);
        let kind = match self.kind {
            ChartKind::Line => "Line chart",
            ChartKind::Bar => "Bar chart",
            ChartKind::Stacked => "Stacked bar chart",
            ChartKind::Scatter => "Scatter plot",
            ChartKind::Heatmap => "Heat map",
            ChartKind::Number => "A number",
        };
        let mut described = vec![format!("{kind}.")];
        described.extend(self.told);
        described.extend(self.notes.iter().map(|note| format!("{note}.")));
        let (name, title) = (&self.name, escape(&self.title));
        let described = escape(&described.join(" "));
        let (css, body) = (style::css(self.scheme), self.svg.into_text());
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pgspec-chart\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\">\n\
             <title id=\"{name}-title\">{title}</title>\n<desc id=\"{name}-desc\">{described}</desc>\n\
             <style>\n{css}</style>\n\
             <rect class=\"surface\" width=\"{width}\" height=\"{height}\"/>\n{body}</svg>\n"
        );
        Drawn { svg, notes: self.notes }
    }
}

/// Returns the title of an axis: what is written, or the names of its columns, with the unit.
pub(super) fn axis_title(
    written: Option<&String>,
    columns: &[&str],
    unit: Option<&String>,
) -> String {
    let title = match (written, columns) {
        (Some(written), _) => written.clone(),
        (None, [column]) => column.replace('_', " "),
        (None, _) => String::new(),
    };
    match (unit, title.is_empty()) {
        (None, _) => title,
        (Some(unit), true) => unit.clone(),
        (Some(unit), false) => format!("{title} ({unit})"),
    }
}
