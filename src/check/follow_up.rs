//! Findings that follow from a file, or a part of one, that could not be read.
//!
//! What such a file declares is missing, and everything that names it would be reported too. Where
//! the name stands in the text of a file with a gap, the finding is left out: it may well be
//! declared there, and the gap itself is reported.
//!
//! Systems are held to the whole project, so that one wrong word in one may make much of the rest look wrong: what follows
//! from another finding is left out too.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};
use crate::spec::Spec;

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

/// Findings about an entry of a system, which a fault within the entry explains.
const OF_ENTRY: [&str; 8] = [
    "access_wider_than_need",
    "broken_path",
    "classification_too_low",
    "retention_without_purge",
    "single_point_of_failure",
    "unanswered_concern",
    "unprotected_flow",
    "unprotected_store",
];

/// Faults of a value or key that were seen when it was lowered; those that were seen when it was read are in the spec.
const FAULTS: [&str; 3] = ["invalid_value", "missing_key", "unknown_value"];

/// Names that lead nowhere.
const ASTRAY: [&str; 4] =
    ["pattern_without_match", "unknown_node", "unknown_query", "unknown_role"];

/// Faults by which a statement that purges is not understood.
const NOT_UNDERSTOOD: [&str; 5] =
    ["sql_syntax", "unknown_column", "unknown_function", "unknown_relation", "unknown_type"];

/// What may explain a finding: its place, and its code where it was found by the check.
type Cause = (Span, Option<&'static str>);

/// Leaves out findings that a gap in an incomplete file explains, or another finding.
///
/// A file that could not be read at all may have declared anything.
pub(super) fn leave_out(
    findings: Vec<Diagnostic>,
    spec: &Spec,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut findings = without_gaps(findings, &spec.incomplete, sources);
    let of_check = |finding: &Diagnostic| Some((finding.labels.first()?.span, Some(finding.code)));
    let read = spec.faults.iter().map(|place| (*place, None));
    let causes: Vec<Cause> = read.chain(findings.iter().filter_map(of_check)).collect();
    findings.retain(|finding| !causes.iter().any(|cause| explains(*cause, finding, sources)));
    findings
}

/// Whether a finding about systems follows from another.
fn explains((place, code): Cause, finding: &Diagnostic, sources: &Sources) -> bool {
    let has = |codes: &[&str]| code.is_some_and(|code| codes.contains(&code));
    let is_fault = code.is_none() || has(&FAULTS);
    let is_in_system = || {
        let file = sources.iter().find(|(id, _)| *id == place.file);
        file.is_some_and(|(_, file)| file.text.contains("systems:"))
    };
    let of_entry = || finding.labels.iter().any(|label| is_within(place, label.span, sources));
    match finding.code {
        "role_without_node" => (is_fault || has(&["unknown_role"])) && is_in_system(),
        "retention_without_purge" if has(&NOT_UNDERSTOOD) => true,
        "access_wider_than_need" | "broken_path" | "orphan_node" if has(&ASTRAY) => {
            finding.labels[0].span.file == place.file && is_in_system()
        }
        "missing_key" => code.is_none() && finding.labels.iter().any(|it| is_in(place, it.span)),
        code => OF_ENTRY.contains(&code) && is_fault && of_entry(),
    }
}

/// Whether a place lies in a mapping.
fn is_in(place: Span, mapping: Span) -> bool {
    place.file == mapping.file && mapping.start <= place.start && place.end <= mapping.end
}

/// Whether a place lies in the entry of a mapping that begins at a key: on its line, or below and further to the right.
fn is_within(place: Span, key: Span, sources: &Sources) -> bool {
    if place.file != key.file || place.start < key.start {
        return false;
    }
    let text = &sources.file(key.file).text;
    let (key, place) = (key.range().start, place.range().start);
    let begin = text[..key].rfind('\n').map_or(0, |end| end + 1);
    let end = text[place..].find('\n').map_or(text.len(), |end| place + end);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = text[begin..end].lines();
    let of_key = lines.next().map_or(0, indent);
    lines.all(|line| line.trim().is_empty() || indent(line) > of_key)
}

fn without_gaps(
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
        is_absent(finding) && may_be_declared()
            || LACKING.contains(&finding.code) && may_be_granted()
    };
    findings.into_iter().filter(|finding| !explained(finding)).collect()
}

/// Whether a finding says that a name is not declared.
fn is_absent(finding: &Diagnostic) -> bool {
    let is_profile = finding.code == "unknown_value" && finding.message.starts_with("no profile ");
    ABSENT.contains(&finding.code) || is_profile
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
    use crate::source::SourceFile;

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
            let spec = Spec { incomplete, ..Spec::default() };
            leave_out(vec![at(5..10), at(16..21)], &spec, &sources).len()
        };
        assert_eq!(left(&[broken]), 1, "`items` may be declared there, `ordrs` is nowhere");
        let profile =
            Diagnostic::error("unknown_value", Span::new(other, 5..10), "no profile `items`");
        let spec = Spec { incomplete: [broken].into(), ..Spec::default() };
        assert_eq!(leave_out(vec![profile.clone()], &spec, &sources), []);
        assert_eq!(leave_out(vec![profile], &Spec::default(), &sources).len(), 1);
        assert_eq!(left(&[]), 2);
    }

    #[test]
    fn what_follows_from_a_fault_of_the_same_entry_is_left_out() {
        let mut sources = Sources::default();
        let text =
            "systems:\n  s:\n    stores:\n      a:\n        key: 1\n      b:\n        key: 2\n";
        let file =
            sources.add(SourceFile { path: "architecture/s.yaml".into(), text: text.into() });
        let at = |words: &str| {
            let begin = text.find(words).unwrap();
            Span::new(file, begin..begin + 1)
        };
        let left = |code: &'static str, faults: &[Span], others: &[(&'static str, Span)]| {
            let spec = Spec { faults: faults.to_vec(), ..Spec::default() };
            let others = others.iter().map(|(code, place)| Diagnostic::error(code, *place, ""));
            let found = others.chain([Diagnostic::error(code, at("a:"), "")]).collect();
            leave_out(found, &spec, &sources).len()
        };
        assert_eq!(left("unprotected_store", &[at("key: 1")], &[]), 0);
        assert_eq!(left("unprotected_store", &[at("key: 2")], &[]), 1, "the fault is of another");
        assert_eq!(left("unprotected_store", &[], &[("invalid_value", at("key: 1"))]), 1);
        assert_eq!(left("orphan_node", &[at("key: 1")], &[]), 1, "flows are elsewhere");
        assert_eq!(left("orphan_node", &[], &[("unknown_node", at("key: 2"))]), 1);
        assert_eq!(left("unprotected_store", &[], &[("unknown_node", at("key: 2"))]), 2);
        assert_eq!(left("role_without_node", &[], &[("unknown_role", at("key: 2"))]), 1);
        assert_eq!(left("retention_without_purge", &[], &[("unknown_column", at("key: 2"))]), 1);
    }
}
