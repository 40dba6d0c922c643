//! What is not known of the files, since a part could not be read or decoded, or since a key means
//! nothing.

use std::collections::BTreeSet;

use super::Spec;
use super::read::is_project_file;
use crate::diagnostic::{Diagnostic, suggest};
use crate::source::{Sources, Span};

/// What of a file is not known.
enum Gap {
    /// Any part of it.
    Anywhere,
    /// What stands below a key.
    Below,
}

/// Keeps in the spec what the findings of reading leave unknown; leaves out findings that follow
/// from others.
pub(super) fn find(spec: &mut Spec, findings: &mut Vec<Diagnostic>, sources: &Sources) {
    let slips = slips(findings, sources);
    for finding in &*findings {
        let Some(place) = finding.labels.first().map(|label| label.span) else { continue };
        spec.faults.push(place);
        if is_project_file(sources.path(place.file)) {
            continue;
        }
        match gap(finding, place, &slips, sources) {
            Some(Gap::Anywhere) => _ = spec.incomplete.insert(place.file),
            Some(Gap::Below) => _ = spec.misnamed.insert(place.file),
            None => {}
        }
    }
}

/// Returns the keys that mean nothing where another key is missing that they are a slip for; the
/// slip alone stays a finding.
fn slips(findings: &mut Vec<Diagnostic>, sources: &Sources) -> BTreeSet<Span> {
    let slip = |missing: &Diagnostic| {
        let key = missing.message.split('`').nth(1)?;
        let entry = missing.labels[0].span;
        let mut slips = findings.iter().filter(|it| is_meant(it, key)).map(|it| it.labels[0].span);
        slips.find(|place| sources.is_in_entry(*place, entry))
    };
    let of_missing = |it: &Diagnostic| if it.code == "missing_key" { slip(it) } else { None };
    let slips: Vec<Option<Span>> = findings.iter().map(of_missing).collect();
    let mut of_each = slips.iter();
    findings.retain(|_| of_each.next().is_none_or(Option::is_none));
    slips.into_iter().flatten().collect()
}

/// Whether a finding is that a key means nothing, and that another is probably meant.
fn is_meant(finding: &Diagnostic, key: &str) -> bool {
    finding.code == "unknown_key" && finding.help == Some(suggest(key, &[key], "key"))
}

/// Returns the gap that a finding leaves; a key that stands twice leaves none.
fn gap(
    finding: &Diagnostic,
    place: Span,
    slips: &BTreeSet<Span>,
    sources: &Sources,
) -> Option<Gap> {
    match finding.code {
        "duplicate_key" | "two_project_files" => None,
        "unknown_key" => {
            let text = &sources.file(place.file).text;
            let is_first = sources.position(place).column == 1;
            let value = text[place.range().end..].lines().next().unwrap_or_default();
            let value = value.trim_start_matches([':', ' ', '\'', '"']);
            // One value says nothing of other names, but for those by which an object is known.
            let says_more = value.is_empty() || value.starts_with(['{', '[', '#']);
            let is_name = ["arguments", "references"].iter().any(|key| is_meant(finding, key));
            match is_first {
                true => Some(Gap::Anywhere),
                false => (says_more || is_name || slips.contains(&place)).then_some(Gap::Below),
            }
        }
        _ => Some(Gap::Anywhere),
    }
}
