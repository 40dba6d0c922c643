//! From a spanned tree to the types of the spec, reporting every fault and going on after it.
//!
//! The spec's types are plain `#[derive(Deserialize)]` structs. What serde cannot say is said by
//! this module's types: [`List`] and [`Entries`] skip a bad element, [`ShortOrLong`] and
//! [`OneOrMany`] choose by the kind of value, and [`Spanned`](super::Spanned) keeps the place.
//!
//! A struct's field cannot be skipped from within, as serde's derived code stops at the first
//! error. So a field that failed is remembered, and the nearest element of a collection (or the
//! whole file) is decoded again without it: an optional field is then absent, and a required one
//! takes its struct along, silently, because its own fault is reported already.
//!
//! Not supported: `#[serde(flatten)]` (its keys are not known beforehand) and `untagged`.

mod deserializer;
mod error;
mod forms;
mod parts;
mod sink;
#[cfg(test)]
mod tests;

pub use forms::{Entries, List, OneOrMany, ScalarOrList, ShortOrLong};

use std::cell::RefCell;

use serde::de::DeserializeOwned;

use super::Node;
use crate::diagnostic::Diagnostic;
use deserializer::NodeDeserializer;
use sink::Sink;

/// Names that only this module's deserializer understands.
pub(super) mod magic {
    pub const SPANNED: &str = "$pgspec::Spanned";
    pub const LIST: &str = "$pgspec::List";
    pub const ENTRIES: &str = "$pgspec::Entries";
    pub const ONE_OR_MANY: &str = "$pgspec::OneOrMany";
    pub const SHORT_OR_LONG: &str = "$pgspec::ShortOrLong";
    pub const SCALAR_OR_LIST: &str = "$pgspec::ScalarOrList";
}

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
