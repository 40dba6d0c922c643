use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::Graph;

fn graph(nodes: &[(&'static str, &str, usize)]) -> Graph<&'static str> {
    let mut graph = Graph::default();
    for (id, group, rank) in nodes {
        graph.add(*id, group, *rank);
    }
    graph
}

#[test]
fn orders_by_rank_then_name_where_nothing_is_needed() {
    let graph = graph(&[("b", "", 1), ("a", "", 1), ("z", "", 0)]);
    assert_eq!(graph.order(), Ok(vec!["z", "a", "b"]));
}

#[test]
fn puts_what_is_needed_first() {
    let mut graph = graph(&[("a", "", 0), ("b", "", 0), ("c", "", 0)]);
    graph.require(&"a", &"c");
    assert_eq!(graph.order(), Ok(vec!["b", "c", "a"]));
}

#[test]
fn keeps_groups_together_and_puts_a_needed_group_first() {
    let mut graph = graph(&[("a1", "a", 0), ("a2", "a", 0), ("b1", "b", 0), ("b2", "b", 0)]);
    graph.require(&"a2", &"b2");
    assert_eq!(graph.order(), Ok(vec!["b1", "b2", "a1", "a2"]));
    graph.require(&"b1", &"a1");
    assert_eq!(graph.order(), Ok(vec!["a1", "b1", "b2", "a2"]), "no unbroken run is possible");
}

#[test]
fn puts_a_group_outside_a_cycle_of_groups_in_its_place() {
    let mut graph = graph(&[("a", "a", 0), ("c1", "c", 0), ("c2", "c", 0), ("d", "d", 0)]);
    graph.require(&"c2", &"d");
    graph.require(&"d", &"c1");
    graph.require(&"a", &"c2");
    assert_eq!(graph.order(), Ok(vec!["c1", "d", "c2", "a"]));
}

#[test]
fn grants_wishes_that_no_cycle_forbids() {
    let mut graph = graph(&[("a", "", 0), ("b", "", 0), ("c", "", 0)]);
    graph.wish(&"b", &"c");
    graph.wish(&"c", &"b");
    graph.wish(&"a", &"c");
    assert_eq!(graph.order(), Ok(vec!["b", "c", "a"]), "only a wish inside the cycle is dropped");
}

#[test]
fn drops_a_wish_inside_a_group_before_it_leaves_the_group() {
    let mut graph = graph(&[("a1", "a", 0), ("a2", "a", 0), ("b", "b", 0)]);
    graph.wish(&"a1", &"a2");
    graph.wish(&"a2", &"a1");
    assert_eq!(graph.order(), Ok(vec!["a1", "a2", "b"]));
}

#[test]
fn leaves_the_group_before_it_drops_a_wish_that_can_still_come_true() {
    let mut graph = graph(&[("a1", "a", 0), ("a2", "a", 0), ("b1", "b", 0), ("b2", "b", 0)]);
    graph.wish(&"a2", &"b1");
    graph.wish(&"b2", &"a1");
    assert_eq!(graph.order(), Ok(vec!["a1", "b1", "b2", "a2"]));
}

#[test]
fn prefers_a_requirement_to_a_wish() {
    let mut graph = graph(&[("a", "", 0), ("b", "", 0)]);
    graph.wish(&"a", &"b");
    graph.require(&"b", &"a");
    assert_eq!(graph.order(), Ok(vec!["a", "b"]));
}

#[test]
fn names_the_shortest_cycle() {
    let mut graph = graph(&[("a", "", 0), ("b", "", 0), ("c", "", 0), ("d", "", 0), ("e", "", 0)]);
    for (id, needed) in [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "c"), ("e", "a")] {
        graph.require(&id, &needed);
    }
    assert_eq!(graph.order(), Err(vec!["c", "d"]));
    graph.relax(&"d", &"c");
    assert_eq!(graph.order(), Err(vec!["a", "b", "c"]));
    graph.relax(&"c", &"a");
    assert!(graph.order().is_ok());
}

#[test]
fn ignores_what_was_never_added_and_what_needs_itself() {
    let mut graph = graph(&[("a", "", 0)]);
    graph.require(&"a", &"nowhere");
    graph.require(&"a", &"a");
    graph.require(&"nowhere", &"a");
    assert_eq!(graph.order(), Ok(vec!["a"]));
    assert!(graph.contains(&"a") && !graph.contains(&"nowhere"));
}

#[test]
fn orders_ten_thousand_nodes_at_once() {
    let mut graph = Graph::default();
    for id in 0..10_000_u32 {
        graph.add(id, &format!("g{}", id % 50), (id % 7) as usize);
    }
    for id in 0..9_999_u32 {
        graph.require(&id, &(id + 1));
        graph.wish(&(id + 1), &id);
        graph.wish(&id, &((id * 7919 + 13) % 10_000));
    }
    let start = Instant::now();
    let order = graph.order().expect("requirements form a chain");
    assert_eq!(order.first(), Some(&9_999));
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
    graph.require(&9_999, &0);
    assert_eq!(graph.order().map_err(|cycle| cycle.len()), Err(10_000));
}

prop_compose! {
    fn edges()(edges in prop::collection::vec((0..40_u8, 0..40_u8), 0..120)) -> Vec<(u8, u8)> {
        edges
    }
}

fn build(required: &[(u8, u8)], wished: &[(u8, u8)]) -> Graph<u8> {
    let mut graph = Graph::default();
    for id in 0..40 {
        graph.add(id, ["a", "b", "c"][usize::from(id % 3)], usize::from(id % 5));
    }
    required.iter().for_each(|(id, needed)| graph.require(id, needed));
    wished.iter().for_each(|(id, needed)| graph.wish(id, needed));
    graph
}

proptest! {
    #[test]
    fn respects_every_requirement_and_names_only_true_cycles(
        required in edges(), wished in edges()
    ) {
        match build(&required, &wished).order() {
            Ok(order) => {
                let place: BTreeMap<u8, usize> = order.iter().copied().zip(0..).collect();
                prop_assert_eq!(place.len(), 40);
                for (id, needed) in required.iter().filter(|(id, needed)| id != needed) {
                    prop_assert!(place[needed] < place[id]);
                }
            }
            Err(cycle) => {
                let edges: BTreeSet<(u8, u8)> = required.iter().copied().collect();
                for (index, id) in cycle.iter().enumerate() {
                    let next = cycle[(index + 1) % cycle.len()];
                    prop_assert!(edges.contains(&(*id, next)));
                }
                prop_assert_eq!(cycle.iter().min(), cycle.first());
            }
        }
    }

    #[test]
    fn grants_every_wish_where_the_whole_has_no_cycle(required in edges(), wished in edges()) {
        let downward = |edges: &[(u8, u8)]| -> Vec<(u8, u8)> {
            edges.iter().map(|(a, b)| (*a.max(b), *a.min(b))).filter(|(a, b)| a != b).collect()
        };
        let (required, wished) = (downward(&required), downward(&wished));
        let order = build(&required, &wished).order().expect("edges lead downward");
        let place: BTreeMap<u8, usize> = order.iter().copied().zip(0..).collect();
        for (id, needed) in required.iter().chain(&wished) {
            prop_assert!(place[needed] < place[id]);
        }
    }

    #[test]
    fn does_not_depend_on_the_order_of_the_input(required in edges(), wished in edges()) {
        let reversed = |edges: &[(u8, u8)]| edges.iter().rev().copied().collect::<Vec<_>>();
        let one = build(&required, &wished).order();
        let other = build(&reversed(&required), &reversed(&wished)).order();
        prop_assert_eq!(one, other);
    }
}
