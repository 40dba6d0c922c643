//! Order by the bodies of routines, whose needs PostgreSQL does not record: a body is text to it.
//!
//! Whatever calls a routine while it is made (a check, an index, the default of a new column) comes
//! after what the words of the body name. A word may be anything, so each is a wish only.

use std::collections::{BTreeMap, BTreeSet};

use super::Edges;
use crate::diff::nodes::Node;
use crate::facts::{Id, Kind};

/// What the words of bodies may name: nodes by the name of their object, lower case.
type Names = BTreeMap<String, Vec<Node>>;

impl Edges<'_> {
    /// Adds the wishes of whatever calls routines.
    pub(super) fn of_words(&mut self) {
        let names = self.named_nodes();
        let nodes: Vec<Node> = self.work.keys().filter(|node| calls(node)).cloned().collect();
        for node in nodes {
            for named in self.reached(&node, &names) {
                if named.id() != node.id() {
                    self.graph.wish(&node, &named);
                }
            }
        }
    }

    fn named_nodes(&self) -> Names {
        let mut names = Names::new();
        for node in self.work.keys() {
            let (Node::Create(id) | Node::Alter(id)) = node else { continue };
            let name = match id.kind {
                Kind::Column => &id.part,
                Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence => &id.name,
                Kind::Routine | Kind::Type => &id.name,
                _ => continue,
            };
            names.entry(name.to_lowercase()).or_default().push(node.clone());
        }
        names
    }

    /// Returns what the bodies name that are run when a thing is done.
    fn reached(&self, node: &Node, names: &Names) -> BTreeSet<Node> {
        let facts = self.context.desired;
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::<Id>::new();
        let is_routine = |id: &&Id| id.kind == Kind::Routine;
        let mut queue: Vec<Id> = match node.id().kind {
            Kind::Routine => vec![node.id().clone()],
            _ => facts.needs_of(node.id()).filter(is_routine).cloned().collect(),
        };
        while let Some(routine) = queue.pop() {
            let Some(fact) = facts.get(&routine).filter(|_| seen.insert(routine.clone())) else {
                continue;
            };
            for named in words(fact.word("definition")).filter_map(|word| names.get(&word)) {
                queue.extend(named.iter().map(Node::id).filter(is_routine).cloned());
                found.extend(named.iter().cloned());
            }
        }
        found
    }
}

/// Returns whether routines may run when a thing is done.
fn calls(node: &Node) -> bool {
    let (Node::Create(id) | Node::Alter(id)) = node else { return false };
    matches!(
        id.kind,
        Kind::Constraint
            | Kind::DomainConstraint
            | Kind::Index
            | Kind::MaterializedView
            | Kind::Default
            | Kind::Column
            | Kind::Routine
    )
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}
