//! A topological order that never depends on chance.
//!
//! Nodes stand in groups and have a rank. Of all that could come next, the order stays in the group
//! it is in, then takes the lowest rank, then the smallest node. Two kinds of edge: a *requirement*
//! always holds; a *wish* is dropped where a cycle leaves no other way. Without a cycle over groups,
//! every group is one unbroken run. Knows nothing of databases; O((V + E) log V).

mod components;
mod cycle;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

/// What needs what.
#[derive(Debug, Clone)]
pub struct Graph<Id> {
    nodes: BTreeMap<Id, Node<Id>>,
}

#[derive(Debug, Clone)]
struct Node<Id> {
    group: String,
    rank: usize,
    required: BTreeSet<Id>,
    wished: BTreeSet<Id>,
}

impl<Id> Default for Graph<Id> {
    fn default() -> Self {
        Self { nodes: BTreeMap::new() }
    }
}

impl<Id: Ord + Clone> Graph<Id> {
    /// Adds a node; a second call for the same node moves it to another group and rank.
    pub fn add(&mut self, id: Id, group: &str, rank: usize) {
        let empty = || Node {
            group: String::new(),
            rank,
            required: BTreeSet::new(),
            wished: BTreeSet::new(),
        };
        let node = self.nodes.entry(id).or_insert_with(empty);
        node.group = group.to_owned();
        node.rank = rank;
    }

    /// Demands that `needed` comes before `id`; without effect while `id` is no node.
    ///
    /// What is needed and never added is ignored, and so is a node that needs itself.
    pub fn require(&mut self, id: &Id, needed: &Id) {
        if let Some(node) = self.nodes.get_mut(id)
            && id != needed
        {
            node.required.insert(needed.clone());
        }
    }

    /// Asks for `needed` to come before `id` where no cycle forbids it.
    pub fn wish(&mut self, id: &Id, needed: &Id) {
        if let Some(node) = self.nodes.get_mut(id)
            && id != needed
        {
            node.wished.insert(needed.clone());
        }
    }

    /// Turns a requirement into a wish.
    pub fn relax(&mut self, id: &Id, needed: &Id) {
        if let Some(node) = self.nodes.get_mut(id)
            && node.required.remove(needed)
        {
            node.wished.insert(needed.clone());
        }
    }

    /// Returns whether `id` was added.
    pub fn contains(&self, id: &Id) -> bool {
        self.nodes.contains_key(id)
    }

    /// Returns every node, what it needs before itself.
    ///
    /// # Errors
    /// A shortest cycle of requirements, beginning at its smallest node: each needs the next, the
    /// last needs the first.
    pub fn order(&self) -> Result<Vec<Id>, Vec<Id>> {
        let indexed = self.indexed();
        let ids: Vec<&Id> = self.nodes.keys().collect();
        let named = |indices: Vec<usize>| indices.into_iter().map(|i| ids[i].clone()).collect();
        walk::Walk::new(&indexed).run().map(named).map_err(named)
    }

    /// Replaces identities by their position and groups by their place in the order of groups.
    fn indexed(&self) -> Indexed {
        let position: BTreeMap<&Id, usize> = self.nodes.keys().zip(0..).collect();
        let find =
            |ids: &BTreeSet<Id>| ids.iter().filter_map(|id| position.get(id).copied()).collect();
        let required: Vec<Vec<usize>> = self.nodes.values().map(|n| find(&n.required)).collect();
        let wished = self.nodes.values().zip(&required).map(|(node, required)| {
            let mut wished: Vec<usize> = find(&node.wished);
            wished.retain(|index| required.binary_search(index).is_err());
            wished
        });
        let wished = wished.collect();
        let groups = self.group_order(&position);
        let preference = self.nodes.values().map(|n| (groups[n.group.as_str()], n.rank)).collect();
        Indexed { required, wished, preference }
    }

    /// Orders the groups by the edges between their nodes, each of which is a wish.
    fn group_order(&self, position: &BTreeMap<&Id, usize>) -> BTreeMap<&str, usize> {
        let nodes: Vec<&Node<Id>> = self.nodes.values().collect();
        let mut groups = Graph::<&str>::default();
        for node in &nodes {
            groups.add(&node.group, "", 0);
        }
        for node in &nodes {
            for needed in node.required.iter().chain(&node.wished) {
                if let Some(index) = position.get(needed) {
                    groups.wish(&node.group.as_str(), &nodes[*index].group.as_str());
                }
            }
        }
        if groups.nodes.len() < 2 {
            return groups.nodes.into_keys().zip(0..).collect();
        }
        let order = groups.order().expect("wishes alone cannot form a cycle of requirements");
        order.into_iter().zip(0..).collect()
    }
}

/// A graph over positions; edges are ordered and lead from a node to what it needs.
struct Indexed {
    required: Vec<Vec<usize>>,
    wished: Vec<Vec<usize>>,
    /// Group, then rank.
    preference: Vec<(usize, usize)>,
}
