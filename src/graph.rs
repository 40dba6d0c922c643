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
        Walk::new(&indexed).run().map(named).map_err(named)
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

/// The state of Kahn's algorithm.
struct Walk<'a> {
    graph: &'a Indexed,
    /// Nodes that need a node, with whether it is a requirement.
    dependents: Vec<Vec<(usize, bool)>>,
    component: Vec<usize>,
    pending: Vec<Pending>,
    /// Nodes that need nothing any more: group, rank, position.
    ready: BTreeSet<(usize, usize, usize)>,
    /// Nodes held by wishes within a cycle alone: how many, then as above.
    held: BTreeSet<(usize, usize, usize, usize)>,
    done: Vec<bool>,
}

/// How many of a node's needs are still to come.
#[derive(Debug, Clone, Copy, Default)]
struct Pending {
    /// Requirements, and wishes that no cycle can forbid.
    firm: usize,
    /// Wishes for nodes that can also reach this one.
    loose: usize,
}

impl<'a> Walk<'a> {
    fn new(graph: &'a Indexed) -> Self {
        let count = graph.required.len();
        let mut walk = Self {
            graph,
            dependents: vec![Vec::new(); count],
            component: components::strongly_connected(&graph.required, &graph.wished),
            pending: vec![Pending::default(); count],
            ready: BTreeSet::new(),
            held: BTreeSet::new(),
            done: vec![false; count],
        };
        for node in 0..count {
            walk.count_needs(node);
            walk.offer(node);
        }
        walk
    }

    fn count_needs(&mut self, node: usize) {
        for &needed in &self.graph.required[node] {
            self.dependents[needed].push((node, true));
            self.pending[node].firm += 1;
        }
        for &needed in &self.graph.wished[node] {
            let firm = self.component[needed] != self.component[node];
            self.dependents[needed].push((node, firm));
            let pending = &mut self.pending[node];
            *(if firm { &mut pending.firm } else { &mut pending.loose }) += 1;
        }
    }

    /// Files a node under what may come next, if it may.
    fn offer(&mut self, node: usize) {
        let (group, rank) = self.graph.preference[node];
        match self.pending[node] {
            Pending { firm: 0, loose: 0 } => {
                self.ready.insert((group, rank, node));
            }
            Pending { firm: 0, loose } => {
                self.held.insert((loose, group, rank, node));
            }
            _ => {}
        }
    }

    fn run(mut self) -> Result<Vec<usize>, Vec<usize>> {
        let mut order = Vec::with_capacity(self.done.len());
        let mut group = 0;
        while let Some(node) = self.take(group) {
            group = self.graph.preference[node].0;
            order.push(node);
            self.finish(node);
        }
        if order.len() < self.done.len() {
            return Err(cycle::shortest(&self.graph.required, &self.done));
        }
        Ok(order)
    }

    /// Takes the node to come next: of this group, else of the first, else one that wishes hold.
    fn take(&mut self, group: usize) -> Option<usize> {
        let here = self.ready.range((group, 0, 0)..(group + 1, 0, 0)).next().copied();
        if let Some(found) = here.or_else(|| self.ready.first().copied()) {
            self.ready.remove(&found);
            return Some(found.2);
        }
        self.held.pop_first().map(|(_, _, _, node)| node)
    }

    fn finish(&mut self, node: usize) {
        self.done[node] = true;
        for (dependent, firm) in std::mem::take(&mut self.dependents[node]) {
            if self.done[dependent] {
                continue;
            }
            let (group, rank) = self.graph.preference[dependent];
            let pending = &mut self.pending[dependent];
            self.held.remove(&(pending.loose, group, rank, dependent));
            *(if firm { &mut pending.firm } else { &mut pending.loose }) -= 1;
            self.offer(dependent);
        }
    }
}
