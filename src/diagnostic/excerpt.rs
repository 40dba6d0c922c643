//! The lines of a file that a picture shows.
//!
//! A picture gets no more text than it needs: lines that are close together as one excerpt, others
//! as excerpts of their own, and of a very long line the part around the place.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Origin, Snippet};

use super::Label;
use super::render::visible;
use crate::source::{FileId, Sources};

/// Bytes that one excerpt spans at most.
const MAX_EXCERPT: usize = 4096;
/// Bytes that are kept of a long line before and behind a place.
const AROUND: usize = 400;

/// A label's place, cut to its first line.
struct Place<'a> {
    label: &'a Label,
    primary: bool,
    /// Counts from 1.
    line: usize,
    line_range: Range<usize>,
    range: Range<usize>,
}

/// Returns the excerpts that show `labels`, the first label's before the others.
pub(super) fn elements<'a>(labels: &'a [Label], sources: &'a Sources) -> Vec<Element<'a>> {
    let places = labels.iter().enumerate();
    let mut places: Vec<Place> =
        places.map(|(index, label)| place(label, index == 0, sources)).collect();
    let mut elements = Vec::new();
    while !places.is_empty() {
        let (near, far) = split(places);
        elements.extend(excerpt(near, sources));
        places = far;
    }
    elements
}

fn place<'a>(label: &'a Label, primary: bool, sources: &Sources) -> Place<'a> {
    let text = &sources.file(label.span.file).text;
    let span = label.span.range();
    let start = text.floor_char_boundary(span.start);
    let (line, line_range) = sources.line(label.span.file, start);
    let start = start.min(line_range.end);
    let end = text.ceil_char_boundary(span.end).clamp(start, line_range.end);
    Place { label, primary, line, line_range, range: start..end }
}

/// Splits off the places that fit one excerpt with the first.
fn split(places: Vec<Place>) -> (Vec<Place>, Vec<Place>) {
    let (file, first) = (places[0].label.span.file, places[0].line_range.clone());
    places.into_iter().partition(|place| {
        let start = place.line_range.start.min(first.start);
        let end = place.line_range.end.max(first.end);
        place.label.span.file == file
            && (place.line_range == first || end - start <= MAX_EXCERPT / 2)
    })
}

fn excerpt<'a>(places: Vec<Place<'a>>, sources: &'a Sources) -> Vec<Element<'a>> {
    let file = places[0].label.span.file;
    let text = &sources.file(file).text;
    if text.is_empty() {
        return vec![Origin::path(path(file, sources)).into()];
    }
    let lines = |pick: fn(&Place) -> usize| places.iter().map(pick);
    let start = lines(|place| place.line_range.start).min().unwrap_or(0);
    let end = lines(|place| place.line_range.end).max().unwrap_or(0);
    let line = lines(|place| place.line).min().unwrap_or(1);
    if end - start <= MAX_EXCERPT {
        let annotations = places.iter().map(|place| annotation(place, start, end));
        let snippet = Snippet::source(&text[start..end]).path(path(file, sources));
        return vec![snippet.line_start(line).annotations(annotations).into()];
    }
    places.iter().flat_map(|place| part_of_line(place, text, sources)).collect()
}

/// Shows a part of a long line; the header says the place in the whole line.
fn part_of_line<'a>(place: &Place<'a>, text: &'a str, sources: &'a Sources) -> [Element<'a>; 2] {
    let (line, range) = (&place.line_range, &place.range);
    let start = text.ceil_char_boundary(range.start.saturating_sub(AROUND).max(line.start));
    let end = text.floor_char_boundary((range.start + AROUND).min(line.end)).max(start);
    let position = sources.position(place.label.span);
    let origin = Origin::path(path(place.label.span.file, sources))
        .line(position.line)
        .char_column(position.column);
    let snippet = Snippet::source(&text[start..end]).line_start(place.line);
    [origin.into(), snippet.annotation(annotation(place, start, end)).into()]
}

/// Underlines a place in the excerpt of the bytes from `start` to `end`.
fn annotation<'a>(place: &Place<'a>, start: usize, end: usize) -> Annotation<'a> {
    let kind = if place.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let text = &place.label.text;
    let range = place.range.start - start..place.range.end.min(end) - start;
    kind.span(range).label((!text.is_empty()).then(|| visible(text)))
}

fn path(file: FileId, sources: &Sources) -> String {
    visible(sources.path(file))
}
