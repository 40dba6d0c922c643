//! What serde reports, before it has a place.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::diagnostic::{Diagnostic, suggest};
use crate::reading::{Node, NodeKind};
use crate::source::Span;

/// An error on its way to the value that it is about.
#[derive(Debug)]
pub(super) enum DecodeError {
    /// In the sink already.
    Reported,
    WrongType {
        expected: String,
    },
    UnknownValue {
        found: String,
        known: &'static [&'static str],
    },
    MissingKey(&'static str),
    Other(String),
}

impl DecodeError {
    pub fn expected(expected: impl Into<String>) -> Self {
        Self::WrongType { expected: expected.into() }
    }

    /// Places the error at `node`, which stands under the key at `named_at`.
    pub fn diagnose(self, node: &Node, named_at: Span) -> Option<Diagnostic> {
        let visible = match node.kind {
            NodeKind::Null => named_at,
            _ => node.span,
        };
        Some(match self {
            Self::Reported => return None,
            Self::WrongType { expected } => {
                let message = format!("expected {expected}, found {}", node.describe());
                let help = match node.text() {
                    Some(text) if expected == "a list" => format!("write a list here: `[{text}]`"),
                    _ => format!("write {expected} here"),
                };
                Diagnostic::error("wrong_type", visible, message).with_help(help)
            }
            Self::UnknownValue { found, known } => {
                Diagnostic::error("unknown_value", visible, format!("unknown value `{found}`"))
                    .with_help(suggest(&found, known, "value"))
            }
            Self::MissingKey(key) => {
                Diagnostic::error("missing_key", named_at, format!("missing key `{key}`"))
                    .with_help(format!("add `{key}:`"))
            }
            Self::Other(message) => Diagnostic::error("invalid_value", visible, message),
        })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reported => formatter.write_str("reported"),
            Self::WrongType { expected } => write!(formatter, "expected {expected}"),
            Self::UnknownValue { found, .. } => write!(formatter, "unknown value `{found}`"),
            Self::MissingKey(key) => write!(formatter, "missing key `{key}`"),
            Self::Other(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }

    fn invalid_type(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::expected(expected.to_string())
    }

    fn invalid_value(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::expected(expected.to_string())
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::expected(expected.to_string())
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::UnknownValue { found: variant.to_owned(), known }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::MissingKey(field)
    }
}
