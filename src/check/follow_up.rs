//! Findings that follow from a file, or a part of one, that could not be read.
//!
//! What such a file declares is missing, and everything that names it would be reported too. Where
//! the name stands in the text of a file with a gap, the finding is left out: it may well be
//! declared there, and the gap itself is reported. A key that means nothing leaves a gap too; as
//! the rest of its file is known, the name has to stand there once more than where it is missed.
//!
//! Systems are held to the whole project, so that one wrong word in one may make much of the rest
//! look wrong: what follows from another finding is left out too.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{FileId, Sources, Span};
use crate::spec::Spec;

/// Findings that say that a name is not declared.
const ABSENT: [&str; 12] = [
    "foreign_key_without_key",
    "grant_on_unknown_object",
    "pattern_without_match",
    "unknown_column",
    "unknown_function",
    "unknown_index",
    "unknown_node",
    "unknown_parameter",
    "unknown_query",
    "unknown_relation",
    "unknown_role",
    "unknown_type",
];

/// Words with which a finding of another code says so.
const NO_NAME: [&str; 5] =
    ["no door ", "no foreign key ", "no profile ", "no schema ", "no source or transform "];

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

/// Findings that a key explains which an object does not have.
const WITHOUT_KEY: [&str; 6] = [
    "denied_yet_granted",
    "missing_key",
    "password_without_login",
    "policy_without_effect",
    "policy_without_row_security",
    "unexpected_column",
];

/// Findings about what flows between the nodes of a system.
const OF_FLOWS: [&str; 2] = ["broken_path", "orphan_node"];

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

/// Findings that weigh one thing against all that the project says.
const OF_PROJECT: [&str; 2] = ["access_wider_than_need", "retention_without_purge"];

/// Faults by which a statement is not understood, and what it does is not known.
const NOT_UNDERSTOOD: [&str; 8] = [
    "sql_syntax",
    "unexpected_column",
    "unknown_column",
    "unknown_function",
    "unknown_parameter",
    "unknown_relation",
    "unknown_role",
    "unknown_type",
];

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
    let mut findings = without_gaps(findings, spec, sources);
    let of_check = |finding: &Diagnostic| Some((finding.labels.first()?.span, Some(finding.code)));
    let read = spec.faults.iter().map(|place| (*place, None));
    let causes: Vec<Cause> = read.chain(findings.iter().filter_map(of_check)).collect();
    findings.retain(|finding| !causes.iter().any(|cause| explains(*cause, finding, sources)));
    findings
}

/// Whether a finding follows from another.
fn explains((place, code): Cause, finding: &Diagnostic, sources: &Sources) -> bool {
    let has = |codes: &[&str]| code.is_some_and(|code| codes.contains(&code));
    let is_read = code.is_none();
    let is_fault = is_read || has(&FAULTS);
    let is_in_system = || {
        let file = sources.iter().find(|(id, _)| *id == place.file);
        file.is_some_and(|(_, file)| file.text.contains("systems:"))
    };
    let any = |is_so: &dyn Fn(Span) -> bool| finding.labels.iter().any(|label| is_so(label.span));
    let of_entry = || any(&|label| sources.is_in_entry(place, label));
    let of_object = || any(&|label| sources.are_of_one_object(place, label));
    match finding.code {
        "role_without_node" => (is_fault || has(&["unknown_role"])) && is_in_system(),
        code if OF_PROJECT.contains(&code)
            && (has(&NOT_UNDERSTOOD) || is_fault && !is_in_system()) =>
        {
            true
        }
        "access_wider_than_need" | "broken_path" | "orphan_node" if has(&ASTRAY) => {
            finding.labels[0].span.file == place.file && is_in_system()
        }
        // Without its language, a body is read as SQL.
        "sql_syntax" => {
            is_read && of_object() && nearest(sources.text(place), ["language"]).is_some()
        }
        code if WITHOUT_KEY.contains(&code) && is_read => match is_in_system() {
            true => any(&|label| is_in(place, label)),
            false => of_object(),
        },
        code => OF_ENTRY.contains(&code) && is_fault && of_entry(),
    }
}

/// Whether a place lies in a mapping.
fn is_in(place: Span, mapping: Span) -> bool {
    place.file == mapping.file && mapping.start <= place.start && place.end <= mapping.end
}

fn without_gaps(findings: Vec<Diagnostic>, spec: &Spec, sources: &Sources) -> Vec<Diagnostic> {
    if spec.incomplete.is_empty() && spec.misnamed.is_empty() {
        return findings;
    }
    let gaps = Gaps::new(spec, sources);
    findings.into_iter().filter(|finding| !gaps.explain(finding)).collect()
}

/// What is not known of the files.
struct Gaps<'a> {
    spec: &'a Spec,
    sources: &'a Sources,
    /// Whether a file could not be read at all.
    unread: bool,
    /// Words of incomplete files.
    words: BTreeSet<&'a str>,
    /// How often a word stands in files that hold a key without meaning.
    of_misnamed: BTreeMap<&'a str, usize>,
    /// Whether grants may be among what is not known.
    grants: bool,
}

impl<'a> Gaps<'a> {
    fn new(spec: &'a Spec, sources: &'a Sources) -> Self {
        let readable: BTreeSet<FileId> = sources.iter().map(|(id, _)| id).collect();
        let unread = !spec.incomplete.is_subset(&readable);
        let text = |file: &FileId| sources.file(*file).text.as_str();
        let known = spec.incomplete.intersection(&readable);
        let files = known.clone().chain(&spec.misnamed);
        let grants = unread || files.map(text).any(|text| text.contains("roles:"));
        let mut of_misnamed = BTreeMap::new();
        for word in spec.misnamed.iter().map(text).flat_map(words) {
            *of_misnamed.entry(word).or_default() += 1;
        }
        let words = known.map(text).flat_map(words).collect();
        Self { spec, sources, unread, words, of_misnamed, grants }
    }

    fn explain(&self, finding: &Diagnostic) -> bool {
        let place = finding.labels[0].span;
        let may_be_granted = || self.grants || self.spec.incomplete.contains(&place.file);
        is_absent(finding) && self.may_declare(finding, place)
            || LACKING.contains(&finding.code) && may_be_granted()
            || OF_PROJECT.contains(&finding.code)
            || OF_FLOWS.contains(&finding.code) && self.spec.misnamed.contains(&place.file)
    }

    /// Whether the name that a finding misses may be declared where nothing is known.
    fn may_declare(&self, finding: &Diagnostic, place: Span) -> bool {
        let text = self.sources.text(place);
        let missed = finding.message.rsplit('`').nth(1);
        let mut missed_words = [text].into_iter().chain(missed).flat_map(words_of_name);
        let in_misnamed = |word: &str| {
            let all = self.of_misnamed.get(word).copied().unwrap_or_default();
            let is_here = self.spec.misnamed.contains(&place.file);
            let here = || words(text).filter(|it| *it == word).count();
            all > if is_here { here() } else { 0 }
        };
        self.unread
            || missed_words.any(|word| self.words.contains(word) || in_misnamed(word))
            || finding.code == "unknown_index"
                && self.words.iter().any(|table| is_of_table(text, table))
    }
}

/// Whether a finding says that a name is not declared.
fn is_absent(finding: &Diagnostic) -> bool {
    let says = |words: &&str| finding.message.starts_with(words);
    ABSENT.contains(&finding.code) || NO_NAME.iter().any(says)
}

/// Whether an index may be one that PostgreSQL names after a table: `orders_pkey`.
fn is_of_table(index: &str, table: &str) -> bool {
    let index = index.rsplit('.').next().unwrap_or(index);
    index.strip_prefix(table).is_some_and(|rest| rest.starts_with('_'))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A schema alone explains a name in it only where nothing else of the name is known.
fn words_of_name(name: &str) -> impl Iterator<Item = &str> {
    let name = name.split('(').next().unwrap_or(name);
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
