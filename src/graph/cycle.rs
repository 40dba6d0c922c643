//! A short cycle among nodes that could not be ordered.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use super::components::strongly_connected;

/// How many steps the search may take before it settles for the best it knows.
const PATIENCE: usize = 1_000_000;

/// Returns a shortest cycle among the nodes that are not `done`, beginning at its smallest node.
///
/// At least one cycle must be among them. Where thousands of nodes are tangled up, it is the
/// shortest of those that a bounded search meets.
pub(super) fn shortest(edges: &[Vec<usize>], done: &[bool]) -> Vec<usize> {
    let none = vec![Vec::new(); edges.len()];
    let component = strongly_connected(edges, &none);
    let mut best: Option<Vec<usize>> = None;
    let mut patience = PATIENCE;
    for start in (0..edges.len()).filter(|node| !done[*node]) {
        let limit = best.as_ref().map_or(usize::MAX, Vec::len);
        if limit == 2 || (patience == 0 && best.is_some()) {
            break;
        }
        if let Some(found) = through(start, edges, &component, limit, &mut patience) {
            best = Some(found);
        }
    }
    best.expect("nodes that cannot be ordered hold a cycle")
}

/// Returns a shortest cycle through `start` with fewer than `limit` nodes.
fn through(
    start: usize,
    edges: &[Vec<usize>],
    component: &[usize],
    limit: usize,
    patience: &mut usize,
) -> Option<Vec<usize>> {
    let mut came_from = BTreeMap::from([(start, start)]);
    let mut waiting = VecDeque::from([(start, 1)]);
    while let Some((node, length)) = waiting.pop_front() {
        *patience = patience.saturating_sub(1);
        if length >= limit {
            return None;
        }
        for &next in edges[node].iter().filter(|next| component[**next] == component[start]) {
            if next == start {
                return Some(path(start, node, &came_from));
            }
            if let Entry::Vacant(vacant) = came_from.entry(next) {
                vacant.insert(node);
                waiting.push_back((next, length + 1));
            }
        }
    }
    None
}

fn path(start: usize, mut node: usize, came_from: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut path = vec![node];
    while node != start {
        node = came_from[&node];
        path.push(node);
    }
    path.reverse();
    path
}
