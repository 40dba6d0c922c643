//! One YAML value as written: its kind, its text, and where it stood.
//!
//! The tree keeps what the user wrote (`10.50`, `0x1f`, `True`) rather than what it means, because
//! SQL decides later what a literal is.

use crate::source::{Span, Spanned};

/// One YAML value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where the value was defined; for an alias this is the anchored value.
    pub span: Span,
    /// What the value is.
    pub kind: NodeKind,
}

/// What a YAML value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// Nothing, `null` or `~`.
    Null,
    /// `true` or `false`, as written.
    Bool(String),
    /// A plain scalar that reads as a number, as written.
    Number(String),
    /// Any other scalar; escapes, folding and indentation are resolved.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the file; each key stands once.
    Mapping(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// Returns the text of a scalar, or `None` for nothing, a list and a mapping.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Bool(text) | NodeKind::Number(text) | NodeKind::String(text) => Some(text),
            NodeKind::Null | NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// Returns the value under `key`, if this is a mapping that holds it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            NodeKind::Mapping(entries) => {
                entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
            }
            _ => None,
        }
    }

    /// Describes the value for a message: `a list`, `` `10` ``.
    pub fn describe(&self) -> String {
        const LONGEST_QUOTE: usize = 40;
        match &self.kind {
            NodeKind::Null => "nothing".into(),
            NodeKind::Sequence(_) => "a list".into(),
            NodeKind::Mapping(_) => "a mapping".into(),
            NodeKind::Bool(text) | NodeKind::Number(text) | NodeKind::String(text) => {
                let short = text.len() <= LONGEST_QUOTE && !text.contains(char::is_control);
                if short { format!("`{text}`") } else { "text".into() }
            }
        }
    }
}
