//! `classification_too_low`: a store or node is called less than what lies in it, what comes to it, or what its roles read.

use super::{class_of, place_of, stores, systems};
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{Classification, Privilege, System};
use crate::source::Span;
use crate::spec;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (keys, system) in systems(facts) {
        findings.extend(of_columns(facts, keys, system));
        findings.extend(of_roles(facts, keys, system));
        findings.extend(of_flows(keys, system));
    }
    findings
}

/// A store says at least what its columns say.
fn of_columns(facts: &Facts, keys: &spec::System, system: &System) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (name, keys, store) in stores(keys, system) {
        let classes =
            store.relations.iter().filter_map(|table| Some((table, class_of(facts, table)?)));
        let highest = classes.max_by_key(|(table, (class, _))| (*class, std::cmp::Reverse(*table)));
        let Some((table, (class, column))) = highest else { continue };
        if store.classification.is_some_and(|said| said >= class) {
            continue;
        }
        let what = format!("`{table}.{column}` in it is `{}`", class.words());
        findings.push(finding(
            &name.value,
            store.classification,
            written(keys, name.span),
            &what,
            class,
        ));
    }
    findings
}

/// A node says at least what the roles read that it connects as, or that what it runs runs as.
fn of_roles(facts: &Facts, keys: &spec::System, system: &System) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (name, keys) in &keys.nodes {
        let (Some(node), Some(written)) =
            (system.nodes.get(&name.value), keys.classification.as_ref())
        else {
            continue;
        };
        let read = node.roles.iter().chain(&node.runs_as).filter_map(|role| {
            let (class, column) = read_by(facts, role)?;
            Some((class, column, role))
        });
        let Some((class, column, role)) = read.max_by_key(|(class, ..)| *class) else { continue };
        if written.value < class {
            let what = format!("`{role}` reads `{column}`, which is `{}`", class.words());
            findings.push(finding(&name.value, Some(written.value), written.span, &what, class));
        }
    }
    findings
}

/// Returns the highest class of the columns that a role may read, and the first such column.
fn read_by(facts: &Facts, role: &str) -> Option<(Classification, String)> {
    if facts.is_faulty(role) || !facts.database().roles.contains_key(role) {
        return None;
    }
    let columns = facts
        .database()
        .tables
        .iter()
        .flat_map(|(table, it)| it.columns.iter().map(move |column| (table, column)));
    let read = columns.filter_map(|(table, column)| {
        let class = Classification::of_column(column.classification.as_deref()?);
        let verdict = facts.access.on_table(role, table, Some(&column.name), Privilege::Select);
        verdict.is_allowed().then(|| (class, format!("{table}.{}", column.name)))
    });
    read.reduce(|highest, next| if next.0 > highest.0 { next } else { highest })
}

/// Nodes and stores say at least what flows to them say; nodes that say nothing are not judged.
fn of_flows(keys: &spec::System, system: &System) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (name, flow) in &system.flows {
        let Some(class) = flow.classification else { continue };
        let back = flow.both_ways.then_some(&flow.from);
        for to in std::iter::once(&flow.to).chain(back) {
            let said = match (system.stores.get(to), system.nodes.get(to)) {
                (Some(store), _) => store.classification,
                (None, Some(node)) if node.classification.is_some() => node.classification,
                _ => continue,
            };
            let Some(place) = place_of(keys, to).filter(|_| said.is_none_or(|it| it < class))
            else {
                continue;
            };
            let what = format!("the flow `{name}` brings what is `{}`", class.words());
            findings.push(finding(to, said, place, &what, class));
        }
    }
    findings
}

fn written(keys: &spec::DataStore, name: Span) -> Span {
    keys.classification.as_ref().map_or(name, |class| class.span)
}

fn finding(
    name: &str,
    said: Option<Classification>,
    place: Span,
    what: &str,
    class: Classification,
) -> Diagnostic {
    let said = match said {
        Some(said) => format!("is called `{}`", said.words()),
        None => "has no classification".to_owned(),
    };
    let message = format!("`{name}` {said}, and {what}");
    let finding = Diagnostic::error("classification_too_low", place, message);
    finding.with_help(format!("write `classification: {}`, or keep that out of it", class.words()))
}
