//! From a place inside a scalar's value to its place in the file.
//!
//! YAML changes text on the way to a value: it strips indentation, folds lines, resolves escapes.
//! Each reading here walks the file's text beside the value and pairs every character with its
//! place; a reading that does not give the value is not the right one. What none explains is
//! answered with the whole scalar.

mod quoted;

use std::ops::Range;

use super::{Sources, Span, Spanned};

/// The place in the file of each character of a value.
type Places = Vec<Range<usize>>;

impl Sources {
    /// Maps a byte range of `outer`'s value to the span in the file.
    ///
    /// Exact for plain, quoted and literal block scalars and for whole files; in a folded scalar a
    /// line break may stand for a space. A range beyond the value ends with it.
    pub fn locate(&self, outer: &Spanned<String>, range: Range<usize>) -> Span {
        let text = &self.file(outer.span.file).text;
        let value = outer.value.as_str();
        let Some(places) = places(text, outer.span.range(), value) else { return outer.span };
        let index = |offset: usize| value[..value.floor_char_boundary(offset)].chars().count();
        let (first, after) = (index(range.start), index(range.end));
        let end_of_value = places.last().map_or(outer.span.range().start, |place| place.end);
        let start = places.get(first).map_or(end_of_value, |place| place.start);
        let end = if after > first { places[after - 1].end } else { start };
        Span::new(outer.span.file, start..end.max(start))
    }
}

/// Pairs every character of `value` with its place in `text`, where its scalar stands at `span`.
fn places(text: &str, span: Range<usize>, value: &str) -> Option<Places> {
    let raw = text.get(span.clone())?;
    if let Some(places) = quoted::places(raw, value) {
        return Some(shift(places, span.start));
    }
    // A block scalar's span starts behind the indentation of its first line that is not blank.
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = span.start - line_start(span.start);
    let blank_lines = value.chars().take_while(|c| *c == '\n').count();
    let start =
        (0..blank_lines).fold(span.start, |at, _| line_start(line_start(at).saturating_sub(1)));
    literal(&text[start..], indent, value)
        .map(|places| shift(places, start))
        .or_else(|| Some(shift(folded(&text[span.start..], indent, value)?, span.start)))
}

fn shift(places: Places, by: usize) -> Places {
    places.into_iter().map(|place| place.start + by..place.end + by).collect()
}

/// Reads lines as they are, each without its indentation.
fn literal(raw: &str, indent: usize, value: &str) -> Option<Places> {
    let mut cursor = Cursor { raw, at: 0 };
    value
        .chars()
        .map(|c| {
            if c != '\n' {
                return cursor.take(c);
            }
            let place = match cursor.take_break() {
                Some(place) => place,
                // The last line of a file may lack the break that a block scalar ends with.
                None if cursor.at == raw.len() => cursor.at..cursor.at,
                None => return None,
            };
            cursor.skip_spaces(indent);
            Some(place)
        })
        .collect()
}

/// Reads lines that are joined: a break may stand for a space, and a blank line for a break.
fn folded(raw: &str, indent: usize, value: &str) -> Option<Places> {
    let mut cursor = Cursor { raw, at: 0 };
    value
        .chars()
        .map(|c| {
            if c == ' ' || c == '\n' {
                let place = cursor.take(c).or_else(|| cursor.take_break());
                let place = place.unwrap_or(cursor.at..cursor.at);
                if raw[place.clone()].contains(['\n', '\r']) {
                    cursor.skip_spaces(indent);
                }
                return Some(place);
            }
            cursor.take(c).or_else(|| {
                cursor.skip_whitespace();
                cursor.take(c)
            })
        })
        .collect()
}

/// A place in the file's text that moves forward.
struct Cursor<'a> {
    raw: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        &self.raw[self.at..]
    }

    fn advance(&mut self, bytes: usize) -> Range<usize> {
        self.at += bytes;
        self.at - bytes..self.at
    }

    fn take(&mut self, c: char) -> Option<Range<usize>> {
        self.rest().starts_with(c).then(|| self.advance(c.len_utf8()))
    }

    fn take_break(&mut self) -> Option<Range<usize>> {
        let bytes = ["\r\n", "\n", "\r"].iter().find(|end| self.rest().starts_with(**end))?.len();
        Some(self.advance(bytes))
    }

    fn skip_spaces(&mut self, most: usize) {
        let spaces = self.rest().bytes().take(most).take_while(|byte| *byte == b' ').count();
        self.advance(spaces);
    }

    fn skip_whitespace(&mut self) {
        let rest = self.rest();
        let bytes = rest.len() - rest.trim_start().len();
        self.advance(bytes);
    }
}
