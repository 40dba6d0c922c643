//! Rules over all transforms: circles of them, tables that two would replace, names that lead nowhere.

use std::collections::BTreeMap;

use super::dependency_cycle::cycles;
use super::facts::Facts;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{ObjectName, TransformKind};
use crate::source::Span;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let places = facts.transform_places();
    let mut findings = unknown_names(facts, &places);
    findings.extend(circles(facts, &places));
    findings.extend(replaced_by_two(facts, &places));
    findings
}

/// `after` names a source or transform.
fn unknown_names(facts: &Facts, places: &BTreeMap<&str, Span>) -> Vec<Diagnostic> {
    let documents = || facts.spec.documents.iter();
    let sources = documents().flat_map(|document| document.sources.keys());
    let sources = sources.map(|name| name.value.as_str());
    let known: Vec<&str> = sources.chain(places.keys().copied()).collect();
    let transforms = documents().flat_map(|document| document.transforms.iter());
    let named = transforms.flat_map(|(_, keys)| keys.after.iter());
    let unknown = named.filter(|name| !known.contains(&name.value.as_str()));
    unknown
        .map(|name| {
            let message = format!("no source or transform `{}`", name.value);
            let finding = Diagnostic::error("unknown_value", name.span, message);
            finding.with_help(suggest(name, &known, "name"))
        })
        .collect()
}

/// Transforms that each wait for the other would never run.
fn circles(facts: &Facts, places: &BTreeMap<&str, Span>) -> Vec<Diagnostic> {
    let work = facts.project.work();
    let edges: BTreeMap<&&str, Vec<&&str>> =
        work.iter().map(|(name, before)| (name, before.iter().collect())).collect();
    let finding = |cycle: &Vec<&&str>| {
        let place = |at: usize| places.get(*cycle[at % cycle.len()]).copied();
        let label = |at: usize| format!("waits for `{}`", cycle[(at + 1) % cycle.len()]);
        let message = "these wait for each other, so none of them can run first";
        let finding = Diagnostic::error("dependency_cycle", place(0)?, message)
            .with_label(label(0))
            .with_help(
                "have one of them read what is there before the others run, or make them one",
            );
        Some((1..cycle.len()).fold(finding, |finding, at| match place(at) {
            Some(span) => finding.with_other(span, label(at)),
            None => finding,
        }))
    };
    cycles(&edges).iter().filter_map(finding).collect()
}

/// What replaces the rows of a table takes away what another put there.
fn replaced_by_two(facts: &Facts, places: &BTreeMap<&str, Span>) -> Vec<Diagnostic> {
    let project = facts.project;
    let mut fillers: BTreeMap<&ObjectName, Vec<(&str, bool)>> = BTreeMap::new();
    for (name, source) in &project.sources {
        for table in [&source.accepted.table, &source.rejected.table] {
            fillers.entry(table).or_default().push((name, false));
        }
    }
    for (name, transform) in &project.transforms {
        let replaces =
            matches!(transform.kind, TransformKind::Full { .. } | TransformKind::Time { .. });
        let target = transform.into.iter();
        target.for_each(|table| fillers.entry(table).or_default().push((name, replaces)));
    }
    let mut findings = Vec::new();
    for (table, fillers) in fillers {
        let Some((replacing, _)) = fillers.iter().find(|(_, replaces)| *replaces) else { continue };
        let Some((other, _)) = fillers.iter().find(|(name, _)| name != replacing) else { continue };
        let Some(span) = places.get(replacing) else { continue };
        let message =
            format!("`{replacing}` replaces the rows of `{table}`, which `{other}` fills too");
        let finding = Diagnostic::error("replaced_by_two", *span, message).with_help(
            "give each a table of its own, and a view or a third transform that joins them",
        );
        findings.push(match places.get(other) {
            Some(span) => finding.with_other(*span, "fills it too"),
            None => finding,
        });
    }
    findings
}
