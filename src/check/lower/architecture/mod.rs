//! Systems: their names are followed, and what they say of the database is looked up in it.

mod needs;
mod purge;
mod said;

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{
    DataFlow, DataStore, FileSource, NodeKind, Point, Route, System, SystemNode, TradeOff,
    Transform, Zone,
};
use crate::source::{Entries, Span, Spanned};
use crate::spec::{self, Spec};

use super::{relation::names, schedule, text};
use purge::Purges;
use said::{class, sentence, standing, titled};

/// What runs by itself, which the database does not know.
pub(super) struct Running<'r> {
    pub sources: &'r BTreeMap<String, FileSource>,
    pub transforms: &'r BTreeMap<String, Transform>,
}

/// Lowers every system.
pub(super) fn lower(
    context: &mut Context,
    spec: &Spec,
    running: &Running,
) -> BTreeMap<String, System> {
    let mut systems = BTreeMap::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let declared = spec.documents.iter().flat_map(|document| document.systems.iter());
    let declared: Vec<_> = declared.collect();
    if declared.is_empty() {
        return systems;
    }
    let purges = Purges::find(context, running);
    for (name, keys) in declared {
        super::project::check_file_name(context, "system", name);
        if let Some(first) = places.insert(name.value.clone(), name.span) {
            let message = format!("system `{}` is declared twice", name.value);
            let finding = Diagnostic::error("duplicate_object", name.span, message);
            context.report(finding.with_other(first, "first declared here"));
        }
        let system = Lowering { keys, running, purges: &purges }.lower(context, name);
        systems.insert(name.value.clone(), system);
    }
    systems
}

/// One system on its way.
struct Lowering<'l> {
    keys: &'l spec::System,
    running: &'l Running<'l>,
    purges: &'l Purges,
}

impl Lowering<'_> {
    fn lower(&self, context: &mut Context, name: &Spanned<String>) -> System {
        self.names_once(context);
        System {
            title: text(&self.keys.title).unwrap_or_else(|| name.value.clone()),
            description: sentence(&self.keys.description),
            zones: self.zones(context),
            nodes: self.nodes(context),
            stores: self.stores(context),
            flows: self.flows(context),
            paths: self.paths(context),
            concerns: self.points(context, &self.keys.concerns),
            qualities: self.points(context, &self.keys.qualities),
            assumptions: self.keys.assumptions.iter().map(said::line).collect(),
            trade_offs: self.keys.trade_offs.iter().map(trade_off).collect(),
        }
    }

    /// Zones, nodes and stores are named in the same places, so a name is one thing.
    fn names_once(&self, context: &mut Context) {
        let mut places: BTreeMap<&str, Span> = BTreeMap::new();
        let keys = self.keys.zones.keys().chain(self.keys.nodes.keys());
        for name in keys.chain(self.keys.stores.keys()) {
            if let Some(first) = places.insert(name.as_str(), name.span) {
                let message = format!("a zone, node or store `{}` is declared already", name.value);
                let finding = Diagnostic::error("duplicate_object", name.span, message);
                context.report(finding.with_other(first, "first declared here"));
            }
        }
    }

    fn zones(&self, context: &mut Context) -> BTreeMap<String, Zone> {
        let mut zones = BTreeMap::new();
        for (name, keys) in &self.keys.zones {
            if let Some(within) = &keys.r#in {
                self.known_zone(context, within);
                self.no_circle(context, name, within);
            }
            let zone = Zone {
                title: titled(&keys.title, name),
                kind: text(&keys.kind),
                within: text(&keys.r#in),
                trusted: keys.trusted,
                description: sentence(&keys.description),
            };
            zones.insert(name.value.clone(), zone);
        }
        zones
    }

    /// A zone that lies in itself lies nowhere.
    fn no_circle(&self, context: &mut Context, name: &Spanned<String>, within: &Spanned<String>) {
        let mut next = Some(within);
        for _ in 0..self.keys.zones.len() {
            let Some(zone) = next else { return };
            if zone.value == name.value {
                let message = format!("zone `{}` lies in itself", name.value);
                let finding = Diagnostic::error("invalid_value", within.span, message);
                context.report(finding.with_help("take one `in` out of the circle"));
                return;
            }
            next = self.keys.zones.get(&zone.value).and_then(|zone| zone.r#in.as_ref());
        }
    }

    fn known_zone(&self, context: &mut Context, zone: &Spanned<String>) {
        let known: Vec<&str> = self.keys.zones.keys().map(|it| it.as_str()).collect();
        dangling(context, zone, &known, "zone");
    }

    fn known_part(&self, context: &mut Context, part: &Spanned<String>) {
        let known = self.keys.nodes.keys().chain(self.keys.stores.keys());
        let known: Vec<&str> = known.map(|it| it.as_str()).collect();
        dangling(context, part, &known, "node or store");
    }

    fn nodes(&self, context: &mut Context) -> BTreeMap<String, SystemNode> {
        let mut nodes = BTreeMap::new();
        for (name, keys) in &self.keys.nodes {
            keys.zone.iter().for_each(|zone| self.known_zone(context, zone));
            keys.roles.iter().for_each(|role| context.check_role(role));
            let node = self.node(context, name, keys);
            nodes.insert(name.value.clone(), node);
        }
        nodes
    }

    fn node(
        &self,
        context: &mut Context,
        name: &Spanned<String>,
        keys: &spec::SystemNode,
    ) -> SystemNode {
        let queries: Vec<String> = context.names.queries.keys().cloned().collect();
        let queries = needs::named(context, &keys.queries, &queries, "query");
        let sources: Vec<String> = self.running.sources.keys().cloned().collect();
        let sources = needs::named(context, &keys.sources, &sources, "source");
        let transforms: Vec<String> = self.running.transforms.keys().cloned().collect();
        let transforms = needs::named(context, &keys.transforms, &transforms, "transform");
        let reads = needs::relations(context, &keys.reads);
        let writes = needs::relations(context, &keys.writes);
        let says = !(keys.reads.is_empty()
            && keys.writes.is_empty()
            && keys.queries.is_empty()
            && keys.sources.is_empty()
            && keys.transforms.is_empty());
        let runs_as = sources.iter().filter_map(|it| Some(&self.running.sources.get(it)?.run_as));
        let runs_as = runs_as.chain(
            transforms.iter().filter_map(|it| Some(&self.running.transforms.get(it)?.run_as)),
        );
        let mut node = SystemNode {
            standing: standing(name, keys),
            kind: keys.kind.as_ref().map_or(NodeKind::Application, |kind| kind.value),
            classification: class(&keys.classification),
            roles: names(&keys.roles).into_iter().collect(),
            runs_as: runs_as.cloned().collect(),
            needs: says.then(|| needs::as_said(reads, writes)),
            queries,
            sources,
            transforms,
        };
        needs::of_what_runs(context, self.running, &mut node);
        node
    }

    fn stores(&self, context: &mut Context) -> BTreeMap<String, DataStore> {
        let mut stores = BTreeMap::new();
        for (name, keys) in &self.keys.stores {
            keys.zone.iter().for_each(|zone| self.known_zone(context, zone));
            if let (Some(_), Some(until)) = (&keys.retention, &keys.kept_until) {
                let message = "data is kept for a time, or until something happens";
                let finding = Diagnostic::error("contradicting_keys", until.span, message);
                context.report(finding.with_help("leave `retention` or `kept_until` out"));
            }
            let relations = needs::relations(context, &keys.tables);
            let retention = keys.retention.as_ref();
            let retention = retention.and_then(|written| schedule::duration(context, written));
            let store = DataStore {
                standing: standing(name, keys),
                holds: sentence(&keys.holds),
                purges: self.purges.of(context, &relations),
                relations,
                classification: class(&keys.classification),
                retention,
                kept_until: sentence(&keys.kept_until),
                purge: sentence(&keys.purge),
                encryption_at_rest: protection(&keys.encryption_at_rest),
                backup: sentence(&keys.backup),
            };
            stores.insert(name.value.clone(), store);
        }
        stores
    }

    fn flows(&self, context: &mut Context) -> BTreeMap<String, DataFlow> {
        let mut flows = BTreeMap::new();
        for (name, keys) in &self.keys.flows {
            self.known_part(context, &keys.from);
            self.known_part(context, &keys.to);
            let flow = DataFlow {
                from: keys.from.value.clone(),
                to: keys.to.value.clone(),
                both_ways: keys.both_ways,
                what: sentence(&keys.what),
                protocol: sentence(&keys.protocol),
                encryption: protection(&keys.encryption),
                authentication: protection(&keys.authentication),
                classification: class(&keys.classification),
            };
            flows.insert(name.value.clone(), flow);
        }
        flows
    }

    fn paths(&self, context: &mut Context) -> BTreeMap<String, Route> {
        let mut paths = BTreeMap::new();
        for (name, keys) in &self.keys.paths {
            keys.through.iter().for_each(|part| self.known_part(context, part));
            let route = Route {
                description: sentence(&keys.description),
                through: names(&keys.through),
                highly_available: keys.highly_available,
            };
            paths.insert(name.value.clone(), route);
        }
        paths
    }

    fn points(&self, context: &mut Context, points: &Entries<Option<spec::Point>>) -> Vec<Point> {
        let known = self.keys.nodes.keys().chain(self.keys.stores.keys());
        let known: Vec<&str> = known.chain(self.keys.zones.keys()).map(|it| it.as_str()).collect();
        let mut lowered = Vec::new();
        for (name, keys) in points {
            let keys = keys.clone().unwrap_or_default();
            for part in keys.answers.keys() {
                dangling(context, part, &known, "node, store or zone");
            }
            let answers = keys.answers.iter();
            lowered.push(Point {
                name: name.value.clone(),
                asks: sentence(&keys.asks),
                answers: answers.map(|(by, how)| (by.value.clone(), said::line(how))).collect(),
            });
        }
        lowered
    }
}

/// Reports a name that is none of those that are known.
fn dangling(context: &mut Context, name: &Spanned<String>, known: &[&str], what: &str) {
    if known.contains(&name.as_str()) {
        return;
    }
    let message = format!("no {what} `{}`", name.value);
    let finding = Diagnostic::error("unknown_node", name.span, message);
    let help = match known.is_empty() {
        true => "declare it in this system".to_owned(),
        false => suggest(name, known, "name"),
    };
    context.report(finding.with_help(help));
}

/// Takes how something is protected; `none` says that it is not.
fn protection(written: &Option<Spanned<String>>) -> Option<String> {
    sentence(written).filter(|words| !words.eq_ignore_ascii_case("none"))
}

fn trade_off(keys: &spec::TradeOff) -> TradeOff {
    TradeOff {
        choice: said::line(&keys.choice),
        instead_of: sentence(&keys.instead_of),
        because: said::line(&keys.because),
        cost: sentence(&keys.cost),
    }
}
