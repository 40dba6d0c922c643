//! Strongly connected components: which nodes lie on common cycles.

/// Numbers the component of each node, following both kinds of edge.
///
/// Tarjan's algorithm with a stack of its own, so that a long chain cannot exhaust the thread's.
pub(super) fn strongly_connected(first: &[Vec<usize>], second: &[Vec<usize>]) -> Vec<usize> {
    let mut search = Search {
        edges: [first, second],
        entered: vec![None; first.len()],
        lowest: vec![0; first.len()],
        component: vec![None; first.len()],
        open: Vec::new(),
        clock: 0,
        found: 0,
    };
    for node in 0..first.len() {
        if search.entered[node].is_none() {
            search.explore(node);
        }
    }
    search.component.into_iter().map(|c| c.expect("every node was explored")).collect()
}

struct Search<'a> {
    edges: [&'a [Vec<usize>]; 2],
    /// When a node was first seen.
    entered: Vec<Option<usize>>,
    /// The earliest node that a node is known to reach.
    lowest: Vec<usize>,
    component: Vec<Option<usize>>,
    /// Nodes that were seen and have no component yet.
    open: Vec<usize>,
    clock: usize,
    found: usize,
}

impl Search<'_> {
    fn explore(&mut self, root: usize) {
        let mut path = vec![(self.enter(root), 0)];
        while let Some(&mut (node, ref mut next)) = path.last_mut() {
            let edge = *next;
            *next += 1;
            match self.edge(node, edge) {
                Some(target) if self.entered[target].is_none() => {
                    path.push((self.enter(target), 0))
                }
                Some(target) if self.component[target].is_none() => {
                    let entered = self.entered[target].expect("it was just seen to be entered");
                    self.lowest[node] = self.lowest[node].min(entered);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    self.leave(node, path.last().map(|(parent, _)| *parent));
                }
            }
        }
    }

    fn enter(&mut self, node: usize) -> usize {
        self.entered[node] = Some(self.clock);
        self.lowest[node] = self.clock;
        self.clock += 1;
        self.open.push(node);
        node
    }

    fn edge(&self, node: usize, number: usize) -> Option<usize> {
        let [first, second] = self.edges;
        let beyond = number.checked_sub(first[node].len());
        beyond.map_or_else(|| first[node].get(number), |rest| second[node].get(rest)).copied()
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        if let Some(parent) = parent {
            self.lowest[parent] = self.lowest[parent].min(self.lowest[node]);
        }
        if self.entered[node] != Some(self.lowest[node]) {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.component[member] = Some(self.found);
            if member == node {
                break;
            }
        }
        self.found += 1;
    }
}
