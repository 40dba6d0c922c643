//! Systems: what stands around the database, and what of it the database itself carries out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Duration, ObjectName, Privilege};

pub use crate::spec::{Classification, NodeKind};

/// A system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct System {
    /// Title.
    pub title: String,
    /// What it does.
    pub description: Option<String>,
    /// Zones by name.
    pub zones: BTreeMap<String, Zone>,
    /// Nodes by name.
    pub nodes: BTreeMap<String, SystemNode>,
    /// Stores by name.
    pub stores: BTreeMap<String, DataStore>,
    /// Flows by name.
    pub flows: BTreeMap<String, DataFlow>,
    /// Ways through it by name.
    pub paths: BTreeMap<String, Route>,
    /// What stakeholders ask, in the order of the file.
    pub concerns: Vec<Point>,
    /// What it has to be, in the order of the file.
    pub qualities: Vec<Point>,
    /// What is taken for granted.
    pub assumptions: Vec<String>,
    /// What was chosen, and at what cost.
    pub trade_offs: Vec<TradeOff>,
}

/// A zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Title.
    pub title: String,
    /// What it is.
    pub kind: Option<String>,
    /// The zone that it lies in.
    pub within: Option<String>,
    /// Whether what lies in it trusts each other.
    pub trusted: bool,
    /// What it is for.
    pub description: Option<String>,
}

/// What nodes and stores have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Title.
    pub title: String,
    /// What it does.
    pub description: Option<String>,
    /// What it is made of.
    pub technology: Option<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// The zone that it stands in.
    pub zone: Option<String>,
    /// How many of it there are at once.
    pub replicas: u32,
    /// What these do not share.
    pub failure_domains: BTreeSet<String>,
    /// How it grows and shrinks.
    pub scaling: Option<String>,
    /// What happens when it fails.
    pub on_failure: Option<String>,
}

/// What acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemNode {
    /// What stores have too.
    pub standing: Standing,
    /// What it is.
    pub kind: NodeKind,
    /// The highest class of the data that it handles.
    pub classification: Option<Classification>,
    /// Roles that it connects as.
    pub roles: BTreeSet<String>,
    /// Roles that its sources and transforms run as.
    pub runs_as: BTreeSet<String>,
    /// What it says that it does with the database; nothing where it does not say.
    pub needs: Option<Needs>,
    /// Named queries that it asks.
    pub queries: BTreeSet<String>,
    /// Sources that it takes.
    pub sources: BTreeSet<String>,
    /// Transforms that it runs.
    pub transforms: BTreeSet<String>,
}

/// Relations of the database that something reads and writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Those that it reads.
    pub reads: BTreeSet<ObjectName>,
    /// Those that it writes.
    pub writes: BTreeSet<ObjectName>,
    /// The columns that its SQL names, by what it does with them.
    pub columns: BTreeMap<ObjectName, BTreeMap<Privilege, BTreeSet<String>>>,
    /// Those of which it may need columns that no SQL of its own names.
    pub whole: BTreeSet<ObjectName>,
}

impl Needs {
    /// Adds what something else needs.
    pub fn add(&mut self, other: Self) {
        self.reads.extend(other.reads);
        self.writes.extend(other.writes);
        self.whole.extend(other.whole);
        for (relation, privileges) in other.columns {
            let own = self.columns.entry(relation).or_default();
            for (privilege, columns) in privileges {
                own.entry(privilege).or_default().extend(columns);
            }
        }
    }

    /// Returns whether a column is needed, or may be; what is written may be read too.
    pub fn has_column(&self, relation: &ObjectName, column: &str, privilege: Privilege) -> bool {
        let Some(needed) = self.columns.get(relation).filter(|_| !self.whole.contains(relation))
        else {
            return true;
        };
        let named = |columns: &BTreeSet<String>| columns.contains(column);
        match privilege {
            Privilege::Select => needed.values().any(named),
            _ => needed.get(&privilege).is_some_and(named),
        }
    }
}

/// What keeps data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataStore {
    /// What nodes have too.
    pub standing: Standing,
    /// What it holds, in words.
    pub holds: Option<String>,
    /// Relations of the project that lie in it.
    pub relations: BTreeSet<ObjectName>,
    /// The highest class of the data in it.
    pub classification: Option<Classification>,
    /// How long data stays.
    pub retention: Option<Duration>,
    /// What ends the keeping where that is no age.
    pub kept_until: Option<String>,
    /// What deletes the data, in words.
    pub purge: Option<String>,
    /// What of the project deletes rows of its tables or writes over their personal data, by table.
    pub purges: BTreeMap<ObjectName, Vec<Purge>>,
    /// How it is encrypted where it lies.
    pub encryption_at_rest: Option<String>,
    /// How it is backed up.
    pub backup: Option<String>,
}

/// What deletes rows of a table, or writes over their personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    /// Whether it is a transform; else a named query.
    pub is_transform: bool,
    /// Its name.
    pub name: String,
    /// The table whose rows it deletes itself, where those of this one go with them by a foreign key.
    pub by_cascade_of: Option<ObjectName>,
    /// How old a row has to be; nothing where the SQL does not say it as an interval.
    pub age: Option<Duration>,
    /// Whether some rows stay that are older: they have to meet something else too, or it is the young ones that go.
    pub is_partial: bool,
    /// Whether it deletes rows, and does not only write over personal data.
    pub deletes: bool,
    /// Whether it runs on a schedule.
    pub is_scheduled: bool,
    /// The longest that passes between two runs of its schedule.
    pub gap: Option<Duration>,
}

/// Data that goes from one to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFlow {
    /// Node or store that it comes from.
    pub from: String,
    /// Node or store that it goes to.
    pub to: String,
    /// Whether data goes back too.
    pub both_ways: bool,
    /// What goes.
    pub what: Option<String>,
    /// How.
    pub protocol: Option<String>,
    /// How it is encrypted; nothing where it is not.
    pub encryption: Option<String>,
    /// How either end knows the other; nothing where it does not.
    pub authentication: Option<String>,
    /// The highest class of what goes.
    pub classification: Option<Classification>,
}

/// A way through a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What is done by this way.
    pub description: Option<String>,
    /// Nodes and stores in their order.
    pub through: Vec<String>,
    /// Whether it has to go on when any one thing fails.
    pub highly_available: bool,
}

/// A concern or quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its name.
    pub name: String,
    /// What is asked.
    pub asks: Option<String>,
    /// Nodes, stores and zones that answer it, and how.
    pub answers: Vec<(String, String)>,
}

/// What was chosen, and at what cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TradeOff {
    /// What was chosen.
    pub choice: String,
    /// In place of what.
    pub instead_of: Option<String>,
    /// Why.
    pub because: String,
    /// What it costs.
    pub cost: Option<String>,
}

impl NodeKind {
    /// Returns the word for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::External => "external",
            Self::Application => "application",
            Self::Service => "service",
            Self::Worker => "worker",
            Self::Stream => "stream",
            Self::Tool => "tool",
        }
    }

    /// Returns whether others answer for it.
    pub fn is_outside(self) -> bool {
        matches!(self, Self::Person | Self::External)
    }
}

impl Classification {
    /// Returns the word for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
            Self::Pii => "pii",
        }
    }

    /// Reads what is said of a column.
    pub fn of_column(word: &str) -> Self {
        match word {
            "pii" => Self::Pii,
            "confidential" => Self::Confidential,
            "public" => Self::Public,
            _ => Self::Internal,
        }
    }
}

impl System {
    /// Returns what a node or store has in common.
    pub fn standing(&self, name: &str) -> Option<&Standing> {
        let node = self.nodes.get(name).map(|node| &node.standing);
        node.or_else(|| self.stores.get(name).map(|store| &store.standing))
    }

    /// Returns the title of a node, store or zone.
    pub fn title_of<'s>(&'s self, name: &'s str) -> &'s str {
        let zone = self.zones.get(name).map(|zone| zone.title.as_str());
        self.standing(name).map(|it| it.title.as_str()).or(zone).unwrap_or(name)
    }

    /// Returns a zone and those that it lies in, the innermost first.
    pub fn zones_around(&self, name: &str) -> Vec<&str> {
        let mut around: Vec<&str> = Vec::new();
        let mut next = self.standing(name).and_then(|it| it.zone.as_deref());
        while let Some(zone) = next.filter(|zone| !around.contains(zone)) {
            around.push(zone);
            next = self.zones.get(zone).and_then(|zone| zone.within.as_deref());
        }
        around
    }

    /// Returns whether a flow leaves what trusts each other: its ends stand in no trusted zone together.
    pub fn crosses_boundary(&self, flow: &DataFlow) -> bool {
        let there = self.zones_around(&flow.to);
        let mut common = self.zones_around(&flow.from).into_iter().filter(|it| there.contains(it));
        !common.any(|zone| self.zones.get(zone).is_some_and(|zone| zone.trusted))
    }

    /// Returns whether data goes from one to another.
    pub fn flows_from_to(&self, from: &str, to: &str) -> bool {
        self.flows.values().any(|flow| {
            (flow.from == from && flow.to == to)
                || (flow.both_ways && flow.from == to && flow.to == from)
        })
    }
}

impl Standing {
    /// Returns whether it goes on when one of it fails.
    pub fn is_redundant(&self) -> bool {
        self.replicas >= 2 && self.failure_domains.len() >= 2
    }
}

impl Purge {
    /// Returns how old a row can become before it is gone: the age, and what passes until the next run.
    pub fn greatest_age(&self) -> Option<Duration> {
        let seconds = self.age?.seconds.checked_add(self.gap?.seconds)?;
        Some(Duration::of_seconds(seconds))
    }

    /// Returns whether every row goes, on a schedule, once it is as old as a retention.
    pub fn carries_out(&self, retention: Duration) -> bool {
        let in_time = self.age.is_some_and(|age| age <= retention);
        let often = self.gap.is_some_and(|gap| gap <= retention);
        self.is_transform
            && self.is_scheduled
            && self.deletes
            && !self.is_partial
            && in_time
            && often
    }
}
