//! The table of numbers: a row for each part that something leaves, a column for each that something comes to.

use super::Overview;
use crate::picture::svg::{Said, Svg, number};
use crate::picture::text::{bold_width, shorten, width};

const MARGIN: f64 = 24.0;
const TOP: f64 = 74.0;
const CELL: (f64, f64) = (38.0, 26.0);
/// Names are cut at this width.
const WIDEST: f64 = 260.0;
const GAP: f64 = 12.0;
/// How names of columns lean: the sine and cosine of 45 degrees.
const LEAN: f64 = std::f64::consts::FRAC_1_SQRT_2;

impl Overview {
    /// Draws the numbers as a table.
    pub(super) fn matrix(&self, by: Option<&str>) -> String {
        let names: Vec<String> =
            self.parts.iter().map(|it| shorten(&it.name, 13.0 * 1.15, WIDEST)).collect();
        let details: Vec<&str> =
            self.parts.iter().map(|it| it.detail.as_deref().unwrap_or_default()).collect();
        let widest = |all: &mut dyn Iterator<Item = f64>| all.fold(0.0, f64::max);
        let wide = widest(&mut names.iter().map(|name| bold_width(name, 13.0)));
        let beside = widest(&mut details.iter().map(|line| width(line, 10.5)));
        let left = MARGIN + wide + GAP + beside + GAP;
        let leaning = LEAN * widest(&mut names.iter().map(|name| bold_width(name, 13.0)));
        let top = TOP + leaning + GAP;
        let right = left + CELL.0 * self.parts.len() as f64;
        let mut svg = Svg::default();
        svg.text(MARGIN, MARGIN + 8.0, "heading", &self.heading);
        let caption =
            format!("How many {}s lead from the part of a row to that of a column", self.word);
        svg.text(MARGIN, MARGIN + 34.0, "muted", &caption);
        for (at, part) in self.parts.iter().enumerate() {
            let y = top + CELL.1 * at as f64;
            let class = if at % 2 == 0 { "stripe" } else { "paper" };
            svg.rectangle((MARGIN, y), (right - MARGIN, CELL.1), 0.0, class);
            if let Some(link) = &part.link {
                svg.open("a", &[("href", link)]);
            }
            svg.text(MARGIN + wide, y + CELL.1 / 2.0, "name end", &names[at]);
            if part.link.is_some() {
                svg.close("a");
            }
            svg.text(MARGIN + wide + GAP, y + CELL.1 / 2.0, "small muted", details[at]);
            let x = left + CELL.0 * (at as f64 + 0.5);
            let turned =
                format!("translate({} {}) rotate(-45)", number(x), number(top - GAP / 2.0));
            svg.open("g", &[("transform", &turned)]);
            svg.text(0.0, 0.0, "name", &names[at]);
            svg.close("g");
            // Nothing leads from a part to itself.
            svg.rectangle((x - CELL.0 / 2.0, y), CELL, 0.0, "head");
        }
        self.cells(&mut svg, (left, top));
        let wide = (right + leaning).max(left + bold_width(&self.heading, 18.0)) + MARGIN;
        let high = top + CELL.1 * self.parts.len() as f64 + MARGIN;
        let description = self.words();
        svg.picture(&Said { by, heading: &self.heading, description: &description }, wide, high)
    }

    /// Draws the numbers; the larger one is, the stronger is its ground.
    fn cells(&self, svg: &mut Svg, (left, top): (f64, f64)) {
        let most = self.counts.values().copied().max().unwrap_or(1).max(1) as f64;
        for (&(from, to), &count) in &self.counts {
            let (x, y) = (left + CELL.0 * to as f64, top + CELL.1 * from as f64);
            svg.open("g", &[("class", "cell")]);
            svg.title(&format!("{} → {}: {count}", self.parts[from].name, self.parts[to].name));
            let strength = number(0.3 + 0.7 * (count as f64 / most).sqrt());
            svg.open("g", &[("fill-opacity", &strength)]);
            svg.rectangle((x + 1.0, y + 1.0), (CELL.0 - 2.0, CELL.1 - 2.0), 3.0, "h0");
            svg.close("g");
            svg.text(x + CELL.0 / 2.0, y + CELL.1 / 2.0, "mid", &count.to_string());
            svg.close("g");
        }
    }

    fn words(&self) -> String {
        let words = |(&(from, to), count): (&(usize, usize), &usize)| {
            format!("{} to {}: {count}", self.parts[from].name, self.parts[to].name)
        };
        self.counts.iter().map(words).collect::<Vec<_>>().join("; ")
    }
}
