//! What of a YAML file belongs together, as its indentation shows.

use super::{Sources, Span};

impl Sources {
    /// Tells whether a place lies in the entry of a mapping that begins at a key: on its line, or
    /// below and further to the right.
    pub fn is_in_entry(&self, place: Span, key: Span) -> bool {
        if place.file != key.file || place.start < key.start {
            return false;
        }
        let text = &self.file(key.file).text;
        let (key, place) = (key.range().start, place.range().start);
        let begin = text[..key].rfind('\n').map_or(0, |end| end + 1);
        let mut lines = text[begin..end_of_line(text, place)].lines();
        let of_key = lines.next().map_or(0, indentation);
        lines.all(|line| line.trim().is_empty() || indentation(line) > of_key)
    }

    /// Tells whether two places are of one entry of a section: a table, a role, a transform.
    pub fn are_of_one_object(&self, one: Span, other: Span) -> bool {
        let text = &self.file(one.file).text;
        let is_key = |line: &str| indentation(line) == 2 && !line.trim_start().starts_with('#');
        let object = |place: Span| {
            let lines = text[..end_of_line(text, place.range().start)].lines().enumerate();
            lines.filter(|(_, line)| is_key(line)).last().map(|(number, _)| number)
        };
        one.file == other.file && object(one) == object(other)
    }
}

fn end_of_line(text: &str, place: usize) -> usize {
    text[place..].find('\n').map_or(text.len(), |end| place + end)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn indentation_tells_what_belongs_together() {
        let text = "tables:\n  a:\n    columns:\n      x: text\n\n      y: text\n  # A comment.\n    \
                    unique: [x]\n  b: { z: text }\n";
        let mut sources = Sources::default();
        let file = sources.add(SourceFile { path: "a.yaml".into(), text: text.into() });
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(file, start..start + 1)
        };
        assert!(sources.is_in_entry(at("y:"), at("columns:")));
        assert!(sources.is_in_entry(at("z:"), at("b:")));
        assert!(!sources.is_in_entry(at("unique:"), at("columns:")));
        assert!(!sources.is_in_entry(at("a:"), at("x:")), "it stands before");
        assert!(sources.are_of_one_object(at("x:"), at("unique:")));
        assert!(!sources.are_of_one_object(at("x:"), at("z:")));
    }
}
