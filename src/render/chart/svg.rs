//! Writes SVG. Text is escaped here and nowhere else.

use std::fmt::Write;

/// Where text stands upon its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// A part of a picture.
#[derive(Debug, Default)]
pub(super) struct Svg(String);

impl Svg {
    /// Returns what was written.
    pub fn into_text(self) -> String {
        self.0
    }

    /// Writes a line of markup.
    pub fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
        self.0.push('\n');
    }

    /// Writes a rectangle, with words for whoever points at it.
    pub fn rect(&mut self, class: &str, place: [f64; 4], more: &str, told: Option<&str>) {
        let [x, y, width, height] = place.map(number);
        let element = format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{more}"
        );
        self.told("rect", &element, told);
    }

    /// Writes a path.
    pub fn path(&mut self, class: &str, data: &str, more: &str, told: Option<&str>) {
        self.told("path", &format!("<path class=\"{class}\" d=\"{data}\"{more}"), told);
    }

    fn told(&mut self, element: &str, open: &str, told: Option<&str>) {
        match told {
            Some(told) => {
                let told = escape(told);
                let _ = writeln!(self.0, "{open}><title>{told}</title></{element}>");
            }
            None => {
                let _ = writeln!(self.0, "{open}/>");
            }
        }
    }

    /// Writes a straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        let _ = writeln!(
            self.0,
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        );
    }

    /// Writes text.
    pub fn text(&mut self, class: &str, place: (f64, f64), size: f64, anchor: Anchor, text: &str) {
        self.turned(class, place, size, anchor, text, 0.0);
    }

    /// Writes text that is turned about its place, in degrees.
    pub fn turned(
        &mut self,
        class: &str,
        place: (f64, f64),
        size: f64,
        anchor: Anchor,
        text: &str,
        degrees: f64,
    ) {
        let (x, y, size) = (number(place.0), number(place.1), number(size));
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let turn = match degrees == 0.0 {
            true => String::new(),
            false => format!(" transform=\"rotate({} {x} {y})\"", number(degrees)),
        };
        let text = escape(text);
        let _ = writeln!(
            self.0,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{turn}>{text}</text>"
        );
    }
}

/// Writes a number with at most two decimals.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Writes text as the content of an element or the value of an attribute; what XML does not hold becomes `�`.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<a b=\"'\">&\u{1}"), "&lt;a b=&quot;&#39;&quot;&gt;&amp;\u{fffd}");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(12.50), "12.5");
    }
}
