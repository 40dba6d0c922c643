//! Parsing YAML text into a spanned tree, within limits.
//!
//! The grammar and the limits on expansion are the library's; this module asks it for everything
//! that was written (all pairs of a mapping, merge keys as ordinary keys) and judges that itself in
//! [`super::tree`], because the library stops at its first finding. A syntax error ends its file:
//! there is no tree to go on with.

use std::fmt;
use std::panic::resume_unwind;
use std::thread;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned as Placed;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::{Node, tree, yaml_error};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// How deep lists and mappings may nest, aliases expanded.
pub const MAX_DEPTH: usize = 64;
/// How many values one file may hold.
pub const MAX_NODES: usize = 500_000;
/// How many values all aliases of a file may stand for together.
pub const MAX_ALIASED: usize = 50_000;

/// The library recurses with frames of many kilobytes; a caller's thread may have little stack.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Parses `text`, the text of `file`, and reports what is wrong with it.
///
/// Returns `None` if no tree could be made; an empty file is a tree of nothing.
pub fn parse(file: FileId, text: &str, findings: &mut Vec<Diagnostic>) -> Option<Node> {
    let parse = || parse_here(file, text);
    let (node, mut found) = thread::scope(|scope| {
        match thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, parse) {
            Ok(worker) => worker.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => parse(),
        }
    });
    findings.append(&mut found);
    node
}

fn parse_here(file: FileId, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let node = match serde_yaml::from_str_with_options::<Placed<Raw>>(text, options()) {
        Ok(raw) => Some(tree::build(file, text, raw, &mut findings)),
        Err(error) => {
            findings.push(yaml_error::diagnose(file, text, &error));
            None
        }
    };
    (node, findings)
}

/// LastWins is the one policy under which the library hands out every pair of a mapping; it
/// withholds some only behind a whole number as key, which is a finding of its own.
fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 4 * MAX_NODES,
            max_aliases: 10_000,
            max_anchors: 10_000,
            max_recorded_anchor_events: 4 * MAX_NODES,
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 2 * MAX_ALIASED,
            max_replay_stack_depth: 8,
        },
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        strict_booleans: true,
        ignore_binary_tag_for_string: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

/// A value as the library hands it out.
pub(super) enum Raw {
    Null,
    Bool(bool),
    /// A number; its spelling is taken from the file, this is the fallback for `!!int "1"`.
    Number(String),
    Text(String),
    Sequence(Vec<Placed<Raw>>),
    Mapping(Vec<(Placed<Raw>, Placed<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Mapping(entries))
    }
}
