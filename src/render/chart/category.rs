//! Labels of categories along the bottom: upright where they fit, else fewer of them, else turned.

use super::page::{Area, LABEL, Page};
use super::svg::Anchor;
use super::text;

/// Most room that a turned label takes.
const LONGEST: f64 = 130.0;
/// How much of a line a turned label takes.
const LINE: f64 = 15.0;

/// Returns whether every label fits upright.
pub(super) fn fit(labels: &[String], room: f64) -> bool {
    let slot = room / labels.len().max(1) as f64;
    labels.iter().all(|label| text::width(label, LABEL) + 8.0 <= slot)
}

/// Writes labels below the plot. Words are turned where they do not fit, and clipped; what is in an order of its own
/// (times, numbers) is written at every second, third … place.
pub(super) fn below(page: &mut Page, area: Area, labels: &[String], are_words: bool) {
    let slot = (area.right - area.left) / labels.len().max(1) as f64;
    let middle = |at: usize| area.left + slot * (at as f64 + 0.5);
    let widest = labels.iter().map(|label| text::width(label, LABEL)).fold(0.0, f64::max);
    let turned = are_words && widest + 8.0 > slot;
    let each = every(if turned { LINE } else { widest + 8.0 }, slot);
    let mut depth: f64 = 16.0;
    for (at, label) in labels.iter().enumerate().step_by(each) {
        if turned {
            let label = text::clip(label, LABEL, LONGEST);
            depth = depth.max(text::width(&label, LABEL) + 8.0);
            let place = (middle(at) + 4.0, area.bottom + 8.0);
            page.svg.turned("muted", place, LABEL, Anchor::End, &label, -90.0);
        } else {
            // The first and the last stay on the page.
            let half = text::width(label, LABEL) / 2.0;
            let x = middle(at).clamp(half + 2.0, (super::page::WIDTH - half - 2.0).max(half + 2.0));
            page.svg.text("muted", (x, area.bottom + 16.0), LABEL, Anchor::Middle, label);
        }
    }
    page.below = area.bottom + depth + 2.0;
}

/// Returns at how many places one label is written.
fn every(needed: f64, slot: f64) -> usize {
    let mut each = 1;
    while slot * f64::from(each) < needed {
        each += 1;
    }
    usize::try_from(each).unwrap_or(1)
}
