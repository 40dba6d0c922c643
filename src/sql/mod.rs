//! Reads SQL text offline; knows PostgreSQL's grammar and nothing of this project.
//!
//! Two kinds of text come here: *fragments* (the part of a statement that stands in a YAML value,
//! read by [`column`], [`index`], [`trigger`] and their like) and whole *statements*
//! ([`syntax`], [`function`], [`object`]). Every reader returns plain values or [`SyntaxError`]s
//! with byte ranges into the text it was given; what it cannot represent it refuses by name.
//! What a text *means* (whether a column exists, which operator is called) is the server's to say.

pub mod column;
pub mod constraint;
pub mod function;
pub mod index;
pub mod name;
pub mod object;
pub mod partition;
pub mod quote;
pub mod sequence;
pub mod syntax;
pub mod trigger;
pub mod types;

mod guard;
mod parse;
mod tree;

pub use quote::{quote_identifier, quote_literal, quote_qualified};

#[cfg(test)]
mod fuzz;

use std::fmt;
use std::ops::Range;

/// A defect of a piece of SQL text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong: lower case, no full stop, values in backticks.
    pub message: String,
    /// The bytes that are wrong; lies within the text that was read, on character boundaries.
    pub range: Range<usize>,
}

impl SyntaxError {
    /// Builds an error about `range`.
    pub fn new(message: impl Into<String>, range: Range<usize>) -> Self {
        Self { message: message.into(), range }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// The defects of one text, in the order in which they stand; never empty in an `Err`.
pub type SyntaxErrors = Vec<SyntaxError>;

/// A piece of the text that was read, kept as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// The SQL as written, without surrounding white space.
    pub text: String,
    /// Where it stood in the text that was read, in bytes.
    pub range: Range<usize>,
}
