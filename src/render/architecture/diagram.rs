//! A system as a picture: zones are groups, stores cylinders, flows arrows with what protects them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DataFlow, NodeKind, Project, Standing, System, Zone};
use crate::picture::flow::{Arrow, Domains, Flow, Group, Node, Shape};
use crate::picture::parts::MOST_WITH_WORDS;
use crate::render::names::Taken;
use crate::render::sheets::{Sheet, sheets};

/// What a node or store belongs to that stands in no zone.
const OUTSIDE: &str = "Outside of zones";

/// Returns the sheets that each system is drawn on: one, or an overview and one for each zone.
pub fn sheets_of(project: &Project) -> BTreeMap<&str, Vec<Sheet>> {
    let mut taken = Taken::default();
    // A system's own name comes before that of a part of another.
    for name in project.systems.keys() {
        taken.give(name.clone());
    }
    let systems = project.systems.iter();
    let drawn = systems.map(|(name, system)| {
        (name.as_str(), sheets(name, flow(system), &domains(system), &mut taken))
    });
    drawn.collect()
}

/// Finds the zone that each node is drawn with: the outermost, or one in it where that has more than fit a picture.
fn domains(system: &System) -> Domains {
    let names: Vec<&String> = system.nodes.keys().chain(system.stores.keys()).collect();
    let around: Vec<Vec<&str>> = names.iter().map(|name| system.zones_around(name)).collect();
    let mut depths = vec![1; names.len()];
    let zones = loop {
        let zones: Vec<Option<&str>> =
            around.iter().zip(&depths).map(|(around, depth)| zone_at(around, *depth)).collect();
        let mut changed = false;
        for (place, depth) in depths.iter_mut().enumerate() {
            let beside = zones.iter().filter(|zone| **zone == zones[place]).count();
            if beside > MOST_WITH_WORDS && *depth < around[place].len() {
                *depth += 1;
                changed = true;
            }
        }
        if !changed {
            break zones;
        }
    };
    let used: BTreeSet<&Option<&str>> = zones.iter().collect();
    let places: BTreeMap<&Option<&str>, usize> = used.iter().copied().zip(0..).collect();
    let title =
        |zone: &&Option<&str>| zone.map_or(OUTSIDE, |zone| system.title_of(zone)).to_owned();
    let kinds = system.nodes.keys().map(|_| "node");
    Domains {
        titles: used.iter().map(title).collect(),
        of: zones.iter().map(|zone| Some(places[zone])).collect(),
        kinds: kinds.chain(system.stores.keys().map(|_| "store")).collect(),
        word: "flow",
        most: MOST_WITH_WORDS,
    }
}

/// Returns the zone of so many from the outermost inwards, or the innermost.
fn zone_at<'z>(around: &[&'z str], depth: usize) -> Option<&'z str> {
    around.iter().rev().take(depth).next_back().copied()
}

/// Draws a system.
pub(super) fn flow(system: &System) -> Flow {
    let zones: BTreeMap<&str, usize> = system.zones.keys().map(String::as_str).zip(0..).collect();
    let zone =
        |name: &Option<String>| name.as_ref().and_then(|name| zones.get(name.as_str()).copied());
    let group = |it: &Zone| Group { title: title(it), within: zone(&it.within) };
    let node = |standing: &Standing, shape| Node {
        name: standing.title.clone(),
        detail: detail(standing),
        words: standing.description.clone(),
        shape,
        group: zone(&standing.zone),
        ..Node::default()
    };
    let nodes = system.nodes.values().map(|it| node(&it.standing, shape(it.kind)));
    let stores = system.stores.values();
    let stores = stores.map(|it| Node { colour: Some(0), ..node(&it.standing, Shape::Cylinder) });
    let names = system.nodes.keys().chain(system.stores.keys());
    let places: BTreeMap<&str, usize> = names.map(String::as_str).zip(0..).collect();
    let arrow = |it: &DataFlow| {
        let (from, to) = (places.get(it.from.as_str())?, places.get(it.to.as_str())?);
        Some(Arrow {
            from: *from,
            to: *to,
            label: Some(label(it)),
            both_ways: it.both_ways,
            ..Arrow::default()
        })
    };
    Flow {
        heading: system.title.clone(),
        rightwards: true,
        has_channels: true,
        groups: system.zones.values().map(group).collect(),
        nodes: nodes.chain(stores).collect(),
        arrows: system.flows.values().filter_map(arrow).collect(),
    }
}

fn title(zone: &Zone) -> String {
    // A title that says its kind need not say it twice.
    let is_said = |kind: &&String| zone.title.to_lowercase().contains(&kind.to_lowercase());
    let kind = zone.kind.iter().filter(|kind| !is_said(kind)).cloned();
    let trusted = zone.trusted.then(|| "trusted".to_owned());
    let words: Vec<String> = kind.chain(trusted).collect();
    match words.is_empty() {
        true => zone.title.clone(),
        false => format!("{} ({})", zone.title, words.join(", ")),
    }
}

fn shape(kind: NodeKind) -> Shape {
    match kind {
        NodeKind::Person => Shape::Circle,
        NodeKind::External => Shape::Slanted,
        NodeKind::Application => Shape::Box,
        NodeKind::Service => Shape::Round,
        NodeKind::Worker => Shape::Double,
        NodeKind::Stream => Shape::Hexagon,
        NodeKind::Tool => Shape::Stadium,
    }
}

/// Says what something is made of and how many there are, each on a line.
fn detail(standing: &Standing) -> Option<String> {
    let copies = (standing.replicas > 1).then(|| format!("{} at once", standing.replicas));
    let technology = standing.technology.iter().map(|words| brief(words).to_owned());
    let lines: Vec<String> = technology.chain(copies).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Says what goes; how, and under which lock; and how either end knows the other.
fn label(flow: &DataFlow) -> String {
    let lock = flow.encryption.as_deref().map_or("not encrypted", brief);
    let way = match &flow.protocol {
        Some(protocol) if protocol == lock => lock.to_owned(),
        Some(protocol) => format!("{protocol}, {lock}"),
        None => lock.to_owned(),
    };
    let known = flow.authentication.as_deref().map_or("not authenticated", brief);
    let lines: Vec<String> = flow.what.iter().cloned().chain([way, known.to_owned()]).collect();
    lines.join("\n")
}

/// Takes what stands before the first comma: a picture has room for that.
fn brief(words: &str) -> &str {
    words.split([',', ';']).next().unwrap_or(words).trim()
}
