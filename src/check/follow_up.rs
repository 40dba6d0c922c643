//! Findings that follow from a file, or a part of one, that could not be read.
//!
//! What such a file declares is missing, and everything that names it would be reported too. Where
//! the name stands in the text of a file with a gap, the finding is left out: it may well be
//! declared there, and the gap itself is reported.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};

/// Findings that say that a name is not declared.
const ABSENT: [&str; 10] = [
    "foreign_key_without_key",
    "grant_on_unknown_object",
    "pattern_without_match",
    "unknown_column",
    "unknown_function",
    "unknown_index",
    "unknown_query",
    "unknown_relation",
    "unknown_role",
    "unknown_type",
];

/// Findings that say that something is not granted or not switched on.
const LACKING: [&str; 7] = [
    "grant_without_privilege",
    "grant_without_schema_usage",
    "insert_without_sequence",
    "login_without_connect",
    "policy_without_row_security",
    "query_without_privilege",
    "update_without_select",
];

/// Leaves out findings that a gap in `incomplete` files explains.
///
/// A file that could not be read at all may have declared anything.
pub(super) fn leave_out(
    findings: Vec<Diagnostic>,
    incomplete: &BTreeSet<FileId>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    if incomplete.is_empty() {
        return findings;
    }
    let texts = || incomplete.iter().map(|file| sources.file(*file).text.as_str());
    let readable: BTreeSet<FileId> = sources.iter().map(|(id, _)| id).collect();
    let unread = !incomplete.is_subset(&readable);
    let words: BTreeSet<&str> = texts().flat_map(words).collect();
    let grants_unknown = unread || texts().any(|text| text.contains("roles:"));
    let explained = |finding: &Diagnostic| {
        let place = finding.labels[0].span;
        let may_be_declared =
            || unread || words_of_name(sources.text(place)).any(|word| words.contains(word));
        let may_be_granted = || grants_unknown || incomplete.contains(&place.file);
        ABSENT.contains(&finding.code) && may_be_declared()
            || LACKING.contains(&finding.code) && may_be_granted()
    };
    findings.into_iter().filter(|finding| !explained(finding)).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A schema alone explains a name in it only where nothing else of the name is known.
fn words_of_name(name: &str) -> impl Iterator<Item = &str> {
    let last = name.rsplit(['.', ' ']).next().unwrap_or(name);
    words(if last == "*" { name } else { last })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, Span};

    #[test]
    fn what_a_gap_may_declare_is_not_missed() {
        let mut sources = Sources::default();
        let mut add = |path: &str, text: &str| {
            sources.add(SourceFile { path: path.into(), text: text.into() })
        };
        let broken = add("schema/a.yaml", "tables:\n  items: [");
        let other = add("queries/b.yaml", "from items join ordrs");
        let at = |range| Diagnostic::error("unknown_relation", Span::new(other, range), "");
        let left = |incomplete: &[FileId]| {
            let incomplete = incomplete.iter().copied().collect();
            leave_out(vec![at(5..10), at(16..21)], &incomplete, &sources).len()
        };
        assert_eq!(left(&[broken]), 1, "`items` may be declared there, `ordrs` is nowhere");
        assert_eq!(left(&[]), 2);
    }
}
