//! `dependency_cycle`: objects that need each other to exist first, so that none can be created.
//!
//! Foreign keys, defaults and checks can be added after a table was created, and what the body of a
//! routine names is looked for when it runs; views, inheritance, partitions and types can not wait.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectId, ObjectKind};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let dependencies = facts.database().dependencies.iter();
    let edges: BTreeMap<&ObjectId, Vec<&ObjectId>> = dependencies
        .map(|(object, needed)| {
            (object, needed.iter().filter(|needed| cannot_wait(object.kind, needed.kind)).collect())
        })
        .collect();
    cycles(&edges).iter().filter_map(|cycle| finding(facts, cycle)).collect()
}

/// Returns whether an object of one kind cannot be created before the other exists.
fn cannot_wait(object: ObjectKind, needed: ObjectKind) -> bool {
    use ObjectKind::*;
    match object {
        View | MaterializedView | Type => matches!(needed, View | MaterializedView | Table | Type),
        Table => matches!(needed, Table | Type | View | MaterializedView),
        _ => false,
    }
}

fn finding(facts: &Facts, cycle: &[&ObjectId]) -> Option<Diagnostic> {
    let place = |object: &ObjectId| facts.context.places.get(object).copied();
    let label = |at: usize| {
        let needed = cycle[(at + 1) % cycle.len()];
        format!("needs {} `{}`", needed.kind.words(), needed.qualified())
    };
    let message = "these need each other, so none of them can be created first";
    let finding = Diagnostic::error("dependency_cycle", place(cycle[0])?, message)
        .with_label(label(0))
        .with_help("take one of these needs away, or put what both share into a third object");
    Some(cycle.iter().enumerate().skip(1).fold(finding, |finding, (at, object)| {
        match place(object) {
            Some(span) => finding.with_other(span, label(at)),
            None => finding,
        }
    }))
}

/// Returns a cycle of each tangle in a graph, each beginning at its smallest node.
pub(super) fn cycles<'a, N: Ord>(edges: &BTreeMap<&'a N, Vec<&'a N>>) -> Vec<Vec<&'a N>> {
    let mut cycles = Vec::new();
    let mut done: BTreeSet<&N> = BTreeSet::new();
    for start in edges.keys() {
        let mut path: Vec<(&N, usize)> = Vec::new();
        if done.insert(start) {
            path.push((start, 0));
        }
        while let Some((node, next)) = path.last_mut() {
            let Some(needed) = edges.get(*node).and_then(|needed| needed.get(*next)) else {
                path.pop();
                continue;
            };
            *next += 1;
            if let Some(at) = path.iter().position(|(on_path, _)| on_path == needed) {
                cycles.push(from_smallest(path[at..].iter().map(|(node, _)| *node).collect()));
            } else if done.insert(needed) {
                path.push((needed, 0));
            }
        }
    }
    cycles
}

fn from_smallest<N: Ord>(mut cycle: Vec<&N>) -> Vec<&N> {
    let smallest = (0..cycle.len()).min_by_key(|at| cycle[*at]).unwrap_or(0);
    cycle.rotate_left(smallest);
    cycle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: &[(&'static str, &[&'static str])]) -> Vec<Vec<&'static str>> {
        let edges: BTreeMap<&&str, Vec<&&str>> =
            edges.iter().map(|(node, needed)| (node, needed.iter().collect())).collect();
        cycles(&edges).into_iter().map(|cycle| cycle.into_iter().copied().collect()).collect()
    }

    #[test]
    fn finds_cycles_and_nothing_else() {
        assert_eq!(found(&[("a", &["b"]), ("b", &["c"]), ("c", &[])]), Vec::<Vec<&str>>::new());
        assert_eq!(found(&[("d", &["c"]), ("c", &["b"]), ("b", &["c"])]), [["b", "c"]]);
        assert_eq!(found(&[("a", &["a"])]), [["a"]]);
    }
}
