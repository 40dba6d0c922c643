//! From what the YAML library hands out to [`Node`]: spans, spellings, keys, merges.
//!
//! Every pair of equal keys and every key that is not text is reported here; the first pair stays.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_yaml::Spanned as Placed;

use super::yaml::Raw;
use super::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};

/// The key that takes over the entries of another mapping.
const MERGE_KEY: &str = "<<";

/// Builds the tree of `file` and reports keys that cannot stand.
pub(super) fn build(
    file: FileId,
    text: &str,
    raw: Placed<Raw>,
    findings: &mut Vec<Diagnostic>,
) -> Node {
    Builder { file, text, findings }.node(raw)
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    findings: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn node(&mut self, raw: Placed<Raw>) -> Node {
        let range = byte_range(&raw.defined, self.text);
        match raw.value {
            Raw::Null => self.finish(range, NodeKind::Null),
            Raw::Bool(value) => {
                let text = self.spelling(&range, value.to_string());
                self.finish(range, NodeKind::Bool(text))
            }
            Raw::Number(fallback) => {
                let text = self.spelling(&range, fallback);
                self.finish(range, NodeKind::Number(text))
            }
            Raw::Text(text) => {
                let trimmed = self.text[range.clone()].trim_end().len();
                self.finish(range.start..range.start + trimmed, NodeKind::String(text))
            }
            Raw::Sequence(items) => {
                let items: Vec<Node> = items.into_iter().map(|item| self.node(item)).collect();
                let range = self.extent(range, items.iter().map(|item| item.span));
                self.finish(range, NodeKind::Sequence(items))
            }
            Raw::Mapping(pairs) => {
                let pairs: Vec<(Node, Node)> =
                    pairs.into_iter().map(|(k, v)| (self.node(k), self.node(v))).collect();
                let places = pairs.iter().flat_map(|(key, value)| [key.span, value.span]);
                let range = self.extent(range, places);
                let entries = self.entries(pairs);
                self.finish(range, NodeKind::Mapping(entries))
            }
        }
    }

    fn finish(&self, range: Range<usize>, kind: NodeKind) -> Node {
        Node { span: Span::new(self.file, range), kind }
    }

    /// Returns a plain scalar as written; a quoted one under `!!int` has no spelling of its own.
    fn spelling(&self, range: &Range<usize>, fallback: String) -> String {
        let written = self.text[range.clone()].trim();
        let plain = written.starts_with(|c: char| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if plain && !written.contains(char::is_whitespace) { written.to_owned() } else { fallback }
    }

    /// Stretches the opening of a list or mapping over its children and its closing bracket.
    fn extent(&self, open: Range<usize>, children: impl Iterator<Item = Span>) -> Range<usize> {
        let end = children
            .map(|span| span.range().end)
            .filter(|end| *end >= open.end)
            .max()
            .unwrap_or(open.end);
        let close = match self.text.as_bytes().get(open.start) {
            Some(b'[') if !open.is_empty() => ']',
            Some(b'{') if !open.is_empty() => '}',
            _ => return open.start..end,
        };
        open.start..closing(&self.text[end..], close).map_or(end, |offset| end + offset)
    }

    /// Turns pairs into entries: text keys only, each once, merged ones last.
    fn entries(&mut self, pairs: Vec<(Node, Node)>) -> Vec<(Spanned<String>, Node)> {
        let mut entries = Vec::with_capacity(pairs.len());
        let mut merges = Vec::new();
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        for (key, value) in pairs {
            let Some(name) = self.key(key) else { continue };
            if let Some(first) = places.get(&name.value) {
                let finding = duplicate(&name, *first);
                self.findings.push(finding);
                continue;
            }
            places.insert(name.value.clone(), name.span);
            // In quotes it is a name like any other.
            if name.value == MERGE_KEY && self.text.get(name.span.range()) == Some(MERGE_KEY) {
                merges.push(value);
            } else {
                entries.push((name, value));
            }
        }
        for (key, value) in merges.into_iter().flat_map(|merge| self.merged(merge)) {
            if !places.contains_key(&key.value) {
                places.insert(key.value.clone(), key.span);
                entries.push((key, value));
            }
        }
        entries
    }

    fn key(&mut self, key: Node) -> Option<Spanned<String>> {
        if let NodeKind::String(name) = key.kind {
            return Some(Spanned::new(name, key.span));
        }
        let message = format!("a key must be text, found {}", key.describe());
        let help = match key.text() {
            Some(text) => format!("write it in quotes: `\"{text}\":`"),
            None => "give every value a name of its own".into(),
        };
        self.findings.push(Diagnostic::error("key_not_text", key.span, message).with_help(help));
        None
    }

    /// Returns what a merge key brings in: one mapping, or several of which the first wins.
    fn merged(&mut self, value: Node) -> Vec<(Spanned<String>, Node)> {
        match value.kind {
            NodeKind::Mapping(entries) => entries,
            NodeKind::Sequence(items) => {
                items.into_iter().flat_map(|item| self.merged(item)).collect()
            }
            _ => {
                let message = format!("`<<` merges mappings, found {}", value.describe());
                let help = "name an anchored mapping: `<<: *defaults`";
                let finding = Diagnostic::error("merge_not_mapping", value.span, message);
                self.findings.push(finding.with_help(help));
                Vec::new()
            }
        }
    }
}

fn duplicate(name: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::error("duplicate_key", name.span, format!("duplicate key `{}`", name.value))
        .with_label("written again here")
        .with_other(first, "first written here")
        .with_help("remove one of the two, or merge them")
}

/// Returns the library's location as bytes within `text`.
fn byte_range(location: &serde_yaml::Location, text: &str) -> Range<usize> {
    let span = location.span();
    let bytes = span.byte_offset().zip(span.byte_len());
    let (start, len) = bytes.map_or((0, 0), |(start, len)| (start as usize, len as usize));
    clamp(start..start.saturating_add(len), text)
}

/// Shrinks `range` until it lies on characters of `text`.
pub(super) fn clamp(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.floor_char_boundary(range.end).max(start)
}

/// Finds the bracket that closes a flow collection after its last child, past commas, comments and
/// aliases (which stand elsewhere in the tree).
fn closing(rest: &str, close: char) -> Option<usize> {
    let mut comment = false;
    for (offset, c) in rest.char_indices() {
        match c {
            '\n' => comment = false,
            _ if comment => {}
            '#' => comment = true,
            c if c == close => return Some(offset + 1),
            '[' | ']' | '{' | '}' | '"' | '\'' => return None,
            _ => {}
        }
    }
    None
}
