//! From a spanned tree to the types of the spec, reporting every fault and going on after it.
//!
//! The spec's types are plain `#[derive(Deserialize)]` structs. What serde cannot say is said by
//! the shapes of [`crate::source`]: [`List`](crate::source::List) and [`Entries`](crate::source::Entries) skip a bad element, [`ShortOrLong`](crate::source::ShortOrLong)
//! and [`OneOrMany`](crate::source::OneOrMany) choose by the kind of value, and [`Spanned`](crate::source::Spanned) keeps the place.
//!
//! A struct's field cannot be skipped from within, as serde's derived code stops at the first
//! error. So a field that failed is remembered, and the nearest element of a collection (or the
//! whole file) is decoded again without it: an optional field is then absent, and a required one
//! takes its struct along, silently, because its own fault is reported already.
//!
//! Not supported: `#[serde(flatten)]` (its keys are not known beforehand) and `untagged`.

mod deserializer;
mod error;
mod parts;
mod sink;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use serde::de::DeserializeOwned;

use super::Node;
use crate::diagnostic::Diagnostic;
use deserializer::NodeDeserializer;
use sink::Sink;

/// Decodes `node` and reports every fault in it, each once.
///
/// Returns `None` if the value as a whole cannot stand; a value that is returned lacks the parts
/// that were reported.
pub fn decode<T: DeserializeOwned>(node: &Node, findings: &mut Vec<Diagnostic>) -> Option<T> {
    let sink = RefCell::new(Sink::default());
    let deserializer = NodeDeserializer::new(node, node.span, &sink);
    let value = loop {
        match deserializer.attempt(|deserializer| T::deserialize(deserializer)) {
            Attempt::Done(value) => break Some(value),
            Attempt::Failed => break None,
            Attempt::Again => {}
        }
    };
    findings.append(&mut sink.into_inner().findings);
    value
}

/// How decoding one element went.
enum Attempt<T> {
    Done(T),
    /// Reported, and nothing changes by trying again.
    Failed,
    /// Reported; a field was set aside, so the element may do without it.
    Again,
}
