//! What comes from what: from files to tables, from tables to tables, to queries and those who ask them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{ObjectName, Project};

/// A column that is a copy of others, or computed from them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ColumnFlow {
    /// What makes it so.
    pub by: Node,
    /// What the column is of.
    pub to: Node,
    /// The column.
    pub column: String,
    /// The columns that it comes from, each with what it is of.
    pub from: BTreeSet<(Node, String)>,
}

/// Something that rows come from, go to, or go through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum Node {
    /// Files that arrive: folder and pattern.
    Files(String),
    /// A source.
    Source(String),
    /// A table.
    Table(ObjectName),
    /// A view or materialized view.
    View(ObjectName),
    /// A transform.
    Transform(String),
    /// A named query.
    Query(String),
    /// A role.
    Role(String),
}

impl Node {
    /// Returns a name that no other node has.
    pub fn id(&self) -> String {
        match self {
            Self::Files(name) => format!("files {name}"),
            Self::Source(name) => format!("source {name}"),
            Self::Table(name) => format!("table {name}"),
            Self::View(name) => format!("view {name}"),
            Self::Transform(name) => format!("transform {name}"),
            Self::Query(name) => format!("query {name}"),
            Self::Role(name) => format!("role {name}"),
        }
    }
}

impl Project {
    /// Returns which rows go where, from node to node.
    pub fn flows(&self) -> BTreeSet<(Node, Node)> {
        let mut flows = BTreeSet::new();
        for (name, source) in &self.sources {
            let own = Node::Source(name.clone());
            let files = format!("{}/{}", source.folder, source.pattern);
            flows.insert((Node::Files(files), own.clone()));
            for landing in [&source.accepted, &source.rejected] {
                flows.insert((own.clone(), Node::Table(landing.table.clone())));
                let beside = landing.folder.iter();
                flows.extend(beside.map(|folder| (own.clone(), Node::Files(folder.clone()))));
            }
        }
        for (name, transform) in &self.transforms {
            let own = Node::Transform(name.clone());
            let reads = self.read_at_once(&transform.reads);
            flows.extend(reads.map(|table| (self.relation(table), own.clone())));
            flows.extend(transform.writes.iter().map(|table| (own.clone(), self.relation(table))));
        }
        // What a view reads, and a query: by their columns, and where these are not known by their names.
        for flow in &self.column_flows {
            let is_copied = matches!(flow.by, Node::View(_) | Node::Query(_));
            let from = flow.from.iter().filter(|_| is_copied);
            flows.extend(from.map(|(node, _)| (node.clone(), flow.to.clone())));
        }
        for (name, query) in &self.queries {
            let own = Node::Query(name.clone());
            flows.insert((own.clone(), Node::Role(query.run_as.clone())));
            let runs = self.database.roles.iter().filter(|(_, role)| role.runs.contains(name));
            flows.extend(runs.map(|(role, _)| (own.clone(), Node::Role(role.clone()))));
        }
        flows.retain(|(from, to)| from != to);
        flows
    }

    /// Returns a relation as a node.
    pub fn relation(&self, name: &ObjectName) -> Node {
        match self.database.views.contains_key(name) {
            true => Node::View(name.clone()),
            false => Node::Table(name.clone()),
        }
    }

    /// Leaves out what is read through a view that is read.
    fn read_at_once<'r>(
        &'r self,
        reads: &'r BTreeSet<ObjectName>,
    ) -> impl Iterator<Item = &'r ObjectName> {
        let views = reads.iter().filter_map(|name| self.database.views.get_key_value(name));
        let behind: BTreeSet<ObjectName> = views
            .flat_map(|(name, view)| {
                let id = super::ObjectId::in_schema(view.kind(), name);
                let needed = self.database.dependencies.get(&id).into_iter().flatten().cloned();
                self.database.relations_behind(needed.collect())
            })
            .collect();
        reads.iter().filter(move |name| !behind.contains(*name))
    }
}
