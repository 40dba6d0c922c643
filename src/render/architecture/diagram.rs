//! A system as a Mermaid flowchart: zones are subgraphs, stores cylinders, flows arrows with what protects them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{DataFlow, NodeKind, Standing, System};
use crate::render::erd::text::quoted;
use crate::render::filters;

/// What the template sees: every line of the picture in its order, without the statements of its form.
#[derive(Debug, Serialize)]
pub(super) struct Drawing {
    title: String,
    /// Lines that make zones, nodes and stores, each indented by how deep it lies.
    shapes: Vec<String>,
    flows: Vec<String>,
}

impl Drawing {
    pub(super) fn of(system: &System) -> Self {
        let ids = ids(system);
        let mut shapes = Vec::new();
        let outermost = system.zones.iter().filter(|(_, zone)| zone.within.is_none());
        for (name, _) in outermost {
            zone(system, &ids, name, 1, &mut shapes);
        }
        shapes.extend(parts(system, &ids, None).map(|part| format!("    {part}")));
        Self {
            title: filters::quoted(&system.title),
            shapes,
            flows: system.flows.values().map(|flow| arrow(&ids, flow)).collect(),
        }
    }
}

/// Names that no word of Mermaid is.
fn ids(system: &System) -> BTreeMap<&str, String> {
    let zones = system.zones.keys().zip(1..).map(|(name, at)| (name.as_str(), format!("z{at}")));
    let nodes = system.nodes.keys().zip(1..).map(|(name, at)| (name.as_str(), format!("n{at}")));
    let stores = system.stores.keys().zip(1..).map(|(name, at)| (name.as_str(), format!("s{at}")));
    zones.chain(nodes).chain(stores).collect()
}

fn zone(
    system: &System,
    ids: &BTreeMap<&str, String>,
    name: &str,
    depth: usize,
    lines: &mut Vec<String>,
) {
    let Some(zone_here) = system.zones.get(name) else { return };
    let indent = "    ".repeat(depth);
    // A title that says its kind need not say it twice.
    let is_said = |kind: &&String| zone_here.title.to_lowercase().contains(&kind.to_lowercase());
    let kind = zone_here.kind.iter().filter(|kind| !is_said(kind)).cloned();
    let trusted = zone_here.trusted.then(|| "trusted".to_owned());
    let words: Vec<String> = kind.chain(trusted).collect();
    let title = match words.is_empty() {
        true => zone_here.title.clone(),
        false => format!("{} ({})", zone_here.title, words.join(", ")),
    };
    lines.push(format!("{indent}subgraph {}[{}]", id(ids, name), quoted(&title)));
    let inner = system.zones.iter().filter(|(_, it)| it.within.as_deref() == Some(name));
    for (inner, _) in inner {
        zone(system, ids, inner, depth + 1, lines);
    }
    lines.extend(parts(system, ids, Some(name)).map(|part| format!("{indent}    {part}")));
    lines.push(format!("{indent}end"));
}

/// Returns the nodes and stores of a zone, or those that stand in none.
fn parts<'s>(
    system: &'s System,
    ids: &'s BTreeMap<&str, String>,
    zone: Option<&'s str>,
) -> impl Iterator<Item = String> + 's {
    let nodes = system.nodes.iter().filter(move |(_, it)| it.standing.zone.as_deref() == zone);
    let stores = system.stores.iter().filter(move |(_, it)| it.standing.zone.as_deref() == zone);
    let nodes = nodes.map(|(name, node)| {
        let (open, close) = form(node.kind);
        format!("{}{open}{}{close}", id(ids, name), label(&node.standing))
    });
    let stores =
        stores.map(|(name, store)| format!("{}[({})]", id(ids, name), label(&store.standing)));
    nodes.chain(stores)
}

fn id<'i>(ids: &'i BTreeMap<&str, String>, name: &str) -> &'i str {
    ids.get(name).map_or("", String::as_str)
}

fn form(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Person => ("((", "))"),
        NodeKind::External => ("[/", "/]"),
        NodeKind::Application => ("[", "]"),
        NodeKind::Service => ("(", ")"),
        NodeKind::Worker => ("[[", "]]"),
        NodeKind::Stream => ("{{", "}}"),
        NodeKind::Tool => ("([", "])"),
    }
}

/// Writes a title, what it is made of and how many there are, each on a line.
fn label(standing: &Standing) -> String {
    let copies = (standing.replicas > 1).then(|| format!("{} at once", standing.replicas));
    let technology = standing.technology.iter().map(|words| brief(words).to_owned());
    lines(std::iter::once(standing.title.clone()).chain(technology).chain(copies))
}

/// Writes what goes; how, and under which lock; and how either end knows the other.
fn arrow(ids: &BTreeMap<&str, String>, flow: &DataFlow) -> String {
    let lock = flow.encryption.as_deref().map_or("not encrypted", brief);
    let way = match &flow.protocol {
        Some(protocol) if protocol == lock => lock.to_owned(),
        Some(protocol) => format!("{protocol}, {lock}"),
        None => lock.to_owned(),
    };
    let known = flow.authentication.as_deref().map_or("not authenticated", brief);
    let text = lines(flow.what.iter().cloned().chain([way, known.to_owned()]));
    let line = if flow.both_ways { "<-->" } else { "-->" };
    format!("{} {line}|{text}| {}", id(ids, &flow.from), id(ids, &flow.to))
}

/// Takes what stands before the first comma: a picture has room for that.
fn brief(words: &str) -> &str {
    words.split([',', ';']).next().unwrap_or(words).trim()
}

fn lines(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.map(|part| quoted(&part).trim_matches('"').to_owned()).collect();
    format!("\"{}\"", parts.join("<br/>"))
}
