//! What the document of a system says, part by part.

use serde::Serialize;

use super::{access, kept};
use crate::model::{Classification, Duration, Point, Project, Standing, System, TradeOff};
use crate::render::sheets::Sheet;

/// What the template sees.
#[derive(Debug, Serialize)]
pub(super) struct Document<'d> {
    name: &'d str,
    /// Names and titles of the pictures of its parts, where the first is an overview of them.
    parts: Vec<(&'d str, &'d str)>,
    title: &'d str,
    description: Option<&'d str>,
    zones: Vec<ZoneRow<'d>>,
    nodes: Vec<NodeRow<'d>>,
    stores: Vec<StoreRow<'d>>,
    flows: Vec<FlowRow<'d>>,
    /// What is said of scaling and failures, of nodes and stores alike.
    standing: Vec<&'d Standing>,
    paths: Vec<PathRow<'d>>,
    access: Vec<access::May>,
    concerns: Vec<Answered<'d>>,
    qualities: Vec<Answered<'d>>,
    trade_offs: &'d [TradeOff],
    assumptions: &'d [String],
    /// Whether a store holds tables of the project, so that something is taken from the model.
    is_held: bool,
}

#[derive(Debug, Serialize)]
struct ZoneRow<'d> {
    title: &'d str,
    kind: &'d str,
    within: &'d str,
    trusted: bool,
    description: &'d str,
}

#[derive(Debug, Serialize)]
struct NodeRow<'d> {
    #[serde(flatten)]
    standing: &'d Standing,
    kind: &'static str,
    in_zone: &'d str,
    classification: &'static str,
    runs: Vec<String>,
}

#[derive(Debug, Serialize)]
struct StoreRow<'d> {
    #[serde(flatten)]
    standing: &'d Standing,
    in_zone: &'d str,
    holds: &'d str,
    schemas: Vec<&'d str>,
    classification: &'static str,
    /// How long data stays, or until what.
    keeping: Option<String>,
    purge: &'d str,
    encryption: &'d str,
    backup: &'d str,
    kept: Vec<kept::Kept>,
}

#[derive(Debug, Serialize)]
struct FlowRow<'d> {
    from: &'d str,
    to: &'d str,
    both_ways: bool,
    what: &'d str,
    protocol: &'d str,
    encryption: &'d str,
    authentication: &'d str,
    classification: &'static str,
    crosses: bool,
}

#[derive(Debug, Serialize)]
struct PathRow<'d> {
    name: String,
    description: &'d str,
    through: Vec<&'d str>,
    highly_available: bool,
    /// What of it there is more than one, in more than one place.
    redundant: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Answered<'d> {
    name: String,
    asks: Option<&'d str>,
    answers: Vec<(&'d str, &'d str)>,
}

impl<'d> Document<'d> {
    pub(super) fn of(
        project: &'d Project,
        name: &'d str,
        system: &'d System,
        sheets: &'d [Sheet],
    ) -> Self {
        let nodes = system.nodes.values().map(|node| &node.standing);
        let standing = nodes.chain(system.stores.values().map(|store| &store.standing));
        let says = |it: &&Standing| it.scaling.is_some() || it.on_failure.is_some();
        let part = |sheet: &'d Sheet| (sheet.name.as_str(), sheet.title.as_str());
        Self {
            name,
            parts: sheets.iter().skip(1).map(part).collect(),
            title: &system.title,
            description: system.description.as_deref(),
            zones: zones(system),
            nodes: nodes_of(system),
            stores: stores(project, system),
            flows: flows(system),
            standing: standing.filter(says).collect(),
            paths: paths(system),
            access: access::rows(&project.database, system),
            concerns: answered(system, &system.concerns),
            qualities: answered(system, &system.qualities),
            trade_offs: &system.trade_offs,
            assumptions: &system.assumptions,
            is_held: system.stores.values().any(|store| !store.relations.is_empty()),
        }
    }
}

fn or_empty(words: &Option<String>) -> &str {
    words.as_deref().unwrap_or_default()
}

fn class(class: Option<Classification>) -> &'static str {
    class.map_or("", Classification::words)
}

fn title_of_zone<'d>(system: &'d System, zone: &'d Option<String>) -> &'d str {
    zone.as_deref().map_or("", |zone| system.title_of(zone))
}

fn zones(system: &System) -> Vec<ZoneRow<'_>> {
    let zones = system.zones.values().map(|zone| ZoneRow {
        title: &zone.title,
        kind: or_empty(&zone.kind),
        within: title_of_zone(system, &zone.within),
        trusted: zone.trusted,
        description: or_empty(&zone.description),
    });
    zones.collect()
}

fn nodes_of(system: &System) -> Vec<NodeRow<'_>> {
    let nodes = system.nodes.values().map(|node| {
        let runs = [
            ("queries", &node.queries),
            ("sources", &node.sources),
            ("transforms", &node.transforms),
        ];
        let runs = runs.into_iter().filter(|(_, names)| !names.is_empty()).map(|(what, names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            format!("{what} {}", names.join(", "))
        });
        NodeRow {
            standing: &node.standing,
            kind: node.kind.words(),
            in_zone: title_of_zone(system, &node.standing.zone),
            classification: class(node.classification),
            runs: runs.collect(),
        }
    });
    nodes.collect()
}

fn stores<'d>(project: &'d Project, system: &'d System) -> Vec<StoreRow<'d>> {
    let stores = system.stores.values().map(|store| {
        let schemas: std::collections::BTreeSet<&str> =
            store.relations.iter().map(|name| name.schema.as_str()).collect();
        let until = store.kept_until.as_ref().map(|words| format!("until {words}"));
        StoreRow {
            standing: &store.standing,
            in_zone: title_of_zone(system, &store.standing.zone),
            holds: or_empty(&store.holds),
            schemas: schemas.into_iter().collect(),
            classification: class(store.classification),
            keeping: store.retention.map(Duration::words).or(until),
            purge: or_empty(&store.purge),
            encryption: or_empty(&store.encryption_at_rest),
            backup: or_empty(&store.backup),
            kept: kept::tables(project, store),
        }
    });
    stores.collect()
}

fn flows(system: &System) -> Vec<FlowRow<'_>> {
    let flows = system.flows.values().map(|flow| FlowRow {
        from: system.title_of(&flow.from),
        to: system.title_of(&flow.to),
        both_ways: flow.both_ways,
        what: or_empty(&flow.what),
        protocol: or_empty(&flow.protocol),
        encryption: or_empty(&flow.encryption),
        authentication: or_empty(&flow.authentication),
        classification: class(flow.classification),
        crosses: system.crosses_boundary(flow),
    });
    flows.collect()
}

fn paths(system: &System) -> Vec<PathRow<'_>> {
    let paths = system.paths.iter().map(|(name, route)| {
        let parts = route.through.iter().filter_map(|part| system.standing(part));
        let redundant = parts.filter(|it| it.is_redundant()).map(|it| {
            let domains: Vec<&str> = it.failure_domains.iter().map(String::as_str).collect();
            format!("{}: {} in {}", it.title, it.replicas, domains.join(", "))
        });
        PathRow {
            name: heading(name),
            description: or_empty(&route.description),
            through: route.through.iter().map(|part| system.title_of(part)).collect(),
            highly_available: route.highly_available,
            redundant: redundant.collect(),
        }
    });
    paths.collect()
}

fn answered<'d>(system: &'d System, points: &'d [Point]) -> Vec<Answered<'d>> {
    let points = points.iter().map(|point| {
        let answers = point.answers.iter();
        Answered {
            name: heading(&point.name),
            asks: point.asks.as_deref(),
            answers: answers.map(|(by, how)| (system.title_of(by), how.as_str())).collect(),
        }
    });
    points.collect()
}

/// Makes a heading of a name: `least_privilege` becomes `Least privilege`.
fn heading(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
