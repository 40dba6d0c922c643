//! Kahn's algorithm with groups, ranks and wishes.
//!
//! Every node of a strongly connected component waits for another of its nodes. Once such a
//! component waits for nothing else, one of its wishes has to go: of the node that loses fewest.

use std::collections::BTreeSet;

use super::components::strongly_connected;
use super::{Indexed, cycle};

/// The group of a component that spans several.
const SEVERAL: usize = usize::MAX;

/// The state of the algorithm.
pub(super) struct Walk<'a> {
    graph: &'a Indexed,
    /// Nodes that need a node, with how.
    dependents: Vec<Vec<(usize, Edge)>>,
    component_of: Vec<usize>,
    components: Vec<Component>,
    pending: Vec<Pending>,
    /// Nodes that need nothing any more: group, rank, position.
    ready: BTreeSet<(usize, usize, usize)>,
    /// Components that cannot go on by themselves: group, position.
    stuck: BTreeSet<(usize, usize)>,
    done: Vec<bool>,
}

/// How a node needs another.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// Whether it cannot be dropped: a requirement, or a wish that no cycle forbids.
    firm: bool,
    /// Whether it leads out of the component.
    outward: bool,
}

/// How many of a node's needs are still to come.
#[derive(Debug, Clone, Copy, Default)]
struct Pending {
    firm: usize,
    loose: usize,
}

/// A strongly connected component.
#[derive(Debug, Clone, Default)]
struct Component {
    group: Option<usize>,
    /// Edges that lead out of it, to nodes still to come.
    outward: usize,
    /// How many of its nodes are ready.
    ready: usize,
    /// Nodes that only wishes hold back: how many, group, rank, position.
    held: BTreeSet<(usize, usize, usize, usize)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(graph: &'a Indexed) -> Self {
        let count = graph.required.len();
        let component_of = strongly_connected(&graph.required, &graph.wished);
        let components = component_of.iter().max().map_or(0, |last| last + 1);
        let mut walk = Self {
            graph,
            dependents: vec![Vec::new(); count],
            component_of,
            components: vec![Component::default(); components],
            pending: vec![Pending::default(); count],
            ready: BTreeSet::new(),
            stuck: BTreeSet::new(),
            done: vec![false; count],
        };
        (0..count).for_each(|node| walk.count_needs(node));
        (0..count).for_each(|node| walk.offer(node));
        (0..components).for_each(|component| walk.file(component));
        walk
    }

    /// Returns all nodes in order, or a cycle of requirements.
    pub(super) fn run(mut self) -> Result<Vec<usize>, Vec<usize>> {
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

    fn count_needs(&mut self, node: usize) {
        let component = self.component_of[node];
        let group = self.graph.preference[node].0;
        let home = self.components[component].group.get_or_insert(group);
        if *home != group {
            *home = SEVERAL;
        }
        let required = self.graph.required[node].iter().map(|needed| (*needed, true));
        let wished = self.graph.wished[node].iter().map(|needed| (*needed, false));
        for (needed, required) in required.chain(wished) {
            let outward = self.component_of[needed] != component;
            let edge = Edge { firm: required || outward, outward };
            self.dependents[needed].push((node, edge));
            *self.pending[node].count(edge) += 1;
            self.components[component].outward += usize::from(outward);
        }
    }

    /// Files a node under what may come next, if it may.
    fn offer(&mut self, node: usize) {
        let (group, rank) = self.graph.preference[node];
        let component = &mut self.components[self.component_of[node]];
        match self.pending[node] {
            Pending { firm: 0, loose: 0 } => {
                component.ready += usize::from(self.ready.insert((group, rank, node)));
            }
            Pending { firm: 0, loose } => {
                component.held.insert((loose, group, rank, node));
            }
            _ => {}
        }
    }

    /// Files a component under those that are stuck, or takes it away from them.
    fn file(&mut self, index: usize) {
        let component = &self.components[index];
        let key = (component.group.unwrap_or(SEVERAL), index);
        let waits = component.outward > 0 || component.ready > 0 || component.held.is_empty();
        if waits {
            self.stuck.remove(&key);
        } else {
            self.stuck.insert(key);
        }
    }

    /// Takes the node to come next: of this group, else of the first, else one that wishes hold.
    fn take(&mut self, group: usize) -> Option<usize> {
        let here = self.ready.range((group, 0, 0)..(group + 1, 0, 0)).next().copied();
        let stuck_here = self.stuck.range((group, 0)..(group + 1, 0)).next().copied();
        let found = match (here, stuck_here) {
            (None, Some((_, component))) => return self.release(component),
            (None, None) => self.ready.first().copied(),
            (here, _) => here,
        };
        let Some((group, rank, node)) = found else {
            let (_, component) = self.stuck.first().copied()?;
            return self.release(component);
        };
        self.ready.remove(&(group, rank, node));
        let component = self.component_of[node];
        self.components[component].ready -= 1;
        Some(node)
    }

    /// Takes the node of a component that has the fewest wishes left.
    fn release(&mut self, component: usize) -> Option<usize> {
        self.components[component].held.pop_first().map(|(_, _, _, node)| node)
    }

    fn finish(&mut self, node: usize) {
        self.done[node] = true;
        for (dependent, edge) in std::mem::take(&mut self.dependents[node]) {
            if self.done[dependent] {
                continue;
            }
            let (group, rank) = self.graph.preference[dependent];
            let index = self.component_of[dependent];
            let component = &mut self.components[index];
            component.held.remove(&(self.pending[dependent].loose, group, rank, dependent));
            component.outward -= usize::from(edge.outward);
            *self.pending[dependent].count(edge) -= 1;
            self.offer(dependent);
            self.file(index);
        }
        self.file(self.component_of[node]);
    }
}

impl Pending {
    fn count(&mut self, edge: Edge) -> &mut usize {
        if edge.firm { &mut self.firm } else { &mut self.loose }
    }
}
