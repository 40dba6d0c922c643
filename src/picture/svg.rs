//! An SVG document, element by element.

use super::text::{push_xml, xml};

/// Colours on a light ground, as CSS.
pub const LIGHT: &str = include_str!("light.css");
/// Colours on a dark ground: rules that change those of [`LIGHT`].
pub const DARK: &str = include_str!("dark.css");

/// What shapes look like in any colours, as CSS.
pub const SHAPES: &str = include_str!("shapes.css");

/// Fonts that readers have; the last is whatever sans-serif there is.
const FONTS: &str = "Inter,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif";

/// Writes a length: with one decimal at most, as a tenth of a pixel cannot be seen.
pub(super) fn number(value: f64) -> String {
    // Beyond what any picture has, the number of tenths ends at the largest.
    let tenths = (value * 10.0).round() as i64;
    let (whole, rest) = (tenths / 10, tenths.unsigned_abs() % 10);
    match rest {
        0 => whole.to_string(),
        _ if tenths < 0 && whole == 0 => format!("-0.{rest}"),
        _ => format!("{whole}.{rest}"),
    }
}

/// Returns the size of the text of a class, as `shapes.css` has it.
fn size(class: &str) -> f64 {
    let sizes = [("heading", 18.0), ("name", 13.0), ("small", 10.5), ("mark", 9.0)];
    let named = sizes.iter().find(|(name, _)| class.split(' ').any(|word| word == *name));
    named.map_or(12.0, |(_, size)| *size)
}

/// What a picture says of itself.
pub(super) struct Said<'s> {
    /// Who wrote it; nobody where it is a part of a page.
    pub by: Option<&'s str>,
    /// Its heading.
    pub heading: &'s str,
    /// What is on it.
    pub description: &'s str,
}

/// Elements so far.
#[derive(Debug, Default)]
pub(super) struct Svg {
    body: String,
}

impl Svg {
    /// Adds an element without content.
    pub fn empty(&mut self, element: &str, attributes: &[(&str, &str)]) {
        self.open_tag(element, attributes);
        self.body.push_str("/>\n");
    }

    /// Begins an element.
    pub fn open(&mut self, element: &str, attributes: &[(&str, &str)]) {
        self.open_tag(element, attributes);
        self.body.push_str(">\n");
    }

    fn open_tag(&mut self, element: &str, attributes: &[(&str, &str)]) {
        self.body.push('<');
        self.body.push_str(element);
        for (name, value) in attributes {
            self.body.extend([" ", name, "=\""]);
            push_xml(&mut self.body, value);
            self.body.push('"');
        }
    }

    /// Ends an element.
    pub fn close(&mut self, element: &str) {
        self.body.extend(["</", element, ">\n"]);
    }

    /// Adds a line of text whose middle is at that height.
    pub fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        // Half the height of a capital: not every viewer centres text by itself.
        let (x, y) = (number(x), number(y + 0.36 * size(class)));
        self.open_tag("text", &[("x", &x), ("y", &y), ("class", class)]);
        self.body.push('>');
        push_xml(&mut self.body, text);
        self.body.push_str("</text>\n");
    }

    /// Says what an element is, to who points at it and to who has it read out.
    pub fn title(&mut self, text: &str) {
        self.body.push_str("<title>");
        push_xml(&mut self.body, text);
        self.body.push_str("</title>\n");
    }

    /// Adds a rectangle with round corners.
    pub fn rectangle(&mut self, at: (f64, f64), size: (f64, f64), round: f64, class: &str) {
        let [x, y, width, height, round] = [at.0, at.1, size.0, size.1, round].map(number);
        let attributes = [
            ("x", x.as_str()),
            ("y", &y),
            ("width", &width),
            ("height", &height),
            ("rx", &round),
            ("class", class),
        ];
        self.empty("rect", &attributes);
    }

    /// Adds a path.
    pub fn path(&mut self, data: &str, class: &str) {
        self.empty("path", &[("d", data), ("class", class)]);
    }

    /// Returns the picture, as wide and high as that; heading and description are said to who has it read out.
    ///
    /// A file says who wrote it and has its colours with it; a part of a page has neither.
    pub fn picture(self, said: &Said<'_>, width: f64, height: f64) -> String {
        let (wide, high) = (number(width), number(height));
        let ground = format!("<rect class=\"paper\" width=\"{wide}\" height=\"{high}\"/>");
        let Said { by, heading, description } = said;
        // In a page, parts of it may lead on: an image has no parts.
        let role = if by.is_none() { "group" } else { "img" };
        let (first, style) = match by {
            None => (String::new(), String::new()),
            Some(by) => {
                let dark = format!("@media (prefers-color-scheme: dark) {{\n{DARK}}}\n");
                // Two dashes would end a comment, or none.
                let first = format!("<!-- {} -->\n", by.replace("--", "- -"));
                (first, format!("<style>\n{SHAPES}{LIGHT}{dark}</style>\n"))
            }
        };
        format!(
            "{first}<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pgspec\" width=\"{wide}\" height=\"{high}\" \
             viewBox=\"0 0 {wide} {high}\" role=\"{role}\" font-family=\"{FONTS}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n{style}{ground}\n{}</svg>\n",
            xml(heading),
            xml(description),
            self.body
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_style() {
        for (class, rule) in [
            ("heading", ".heading{font-size:18px"),
            ("name mid", ".name{font-size:13px"),
            ("small", ".small{font-size:10.5px"),
            ("mark", ".mark{font-size:9px"),
            ("", "text{font-size:12px"),
        ] {
            assert!(SHAPES.contains(rule), "{rule}");
            assert!(rule.contains(&format!("{}px", size(class))), "{class}");
        }
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(
            [0.04, -0.04, 12.0, 12.25, -3.1412, -0.52, -12.0].map(number),
            ["0", "0", "12", "12.3", "-3.1", "-0.5", "-12"]
        );
    }
}
