//! What a large flow falls into.

use super::*;
use crate::picture::parts::{MOST, MOST_BESIDE};

/// Domains of so many nodes each in a chain; every chain is fed by the one before it, and all by a node of none.
fn chains(domains: usize, each: usize) -> (Flow, Domains) {
    let count = domains * each;
    let node = |number: usize| Node {
        name: format!("node_{number}"),
        group: Some(number / each),
        ..Node::default()
    };
    let nodes = (0..count).map(node).chain([Node { name: "everywhere".into(), ..Node::default() }]);
    let arrow = |from: usize, to: usize| Arrow { from, to, ..Arrow::default() };
    let next = (0..count - 1).map(|at| arrow(at, at + 1));
    let group = |number: usize| Group { title: format!("domain {number}"), within: None };
    let flow = Flow {
        heading: "All".into(),
        rightwards: true,
        has_channels: false,
        groups: (0..domains).map(group).collect(),
        nodes: nodes.collect(),
        arrows: next.chain((0..count).map(|at| arrow(count, at))).collect(),
    };
    let domains = Domains {
        titles: (0..domains).map(|number| format!("domain {number}")).collect(),
        of: (0..count).map(|number| Some(number / each)).chain([None]).collect(),
        kinds: (0..count).map(|_| "table").chain([""]).collect(),
        word: "flow",
        most: MOST,
    };
    (flow, domains)
}

#[test]
fn every_node_and_arrow_is_in_a_part() {
    let (flow, domains) = chains(5, 30);
    assert!(flow.is_too_large());
    let (overview, parts) = flow.divide(&domains);
    assert_eq!(overview.parts.len(), 5);
    assert_eq!(overview.parts[0].detail.as_deref(), Some("30 tables"));
    assert_eq!(overview.counts, (0..4).map(|at| ((at, at + 1), 1)).collect());
    assert_eq!(parts[1].flow.heading, "All: domain 1");
    // Its 30, one before, one behind, and that of no domain; what stands beside has its own group.
    assert_eq!(parts[1].shown.len(), 33);
    assert_eq!(parts[1].flow.groups.len(), 3);
    let drawn = |part: &Part| {
        let of = |place: usize| match part.shown[place] {
            Shown::Node(node) => node,
            Shown::Part(_) => panic!("few stand beside"),
        };
        let ends = part.flow.arrows.iter().map(|arrow| (of(arrow.from), of(arrow.to)));
        ends.collect::<BTreeSet<_>>()
    };
    let all: BTreeSet<(usize, usize)> = parts.iter().flat_map(drawn).collect();
    assert_eq!(all, flow.arrows.iter().map(|arrow| (arrow.from, arrow.to)).collect());
    assert!(parts.iter().all(|part| !part.flow.is_too_large()));
}

#[test]
fn a_large_domain_falls_into_numbered_parts() {
    let (flow, domains) = chains(2, 100);
    let (_, parts) = flow.divide(&domains);
    let titles: Vec<&str> = parts.iter().map(|part| part.title.as_str()).collect();
    assert_eq!(titles[..3], ["domain 0 1 of 3", "domain 0 2 of 3", "domain 0 3 of 3"]);
    assert!(parts.iter().all(|part| part.shown.len() <= MOST + MOST_BESIDE));
}

#[test]
fn what_stands_beside_in_numbers_is_one_box_a_part() {
    let (mut flow, domains) = chains(4, 30);
    // The first node of the last domain is fed by all of the others.
    let arrow = |from: usize| Arrow { from, to: 90, label: Some("x".into()), ..Arrow::default() };
    flow.arrows.extend((0..89).map(arrow));
    let (_, parts) = flow.divide(&domains);
    let last = &parts[3];
    let gathered: Vec<&Shown> =
        last.shown.iter().filter(|shown| matches!(shown, Shown::Part(_))).collect();
    assert_eq!(gathered, [&Shown::Part(0), &Shown::Part(1), &Shown::Part(2)]);
    let of_first = last.shown.iter().position(|shown| *shown == Shown::Part(0)).unwrap();
    assert_eq!(last.flow.nodes[of_first].detail.as_deref(), Some("30 of it"));
    let lines = last.flow.arrows.iter().filter(|arrow| arrow.from == of_first).count();
    assert_eq!(lines, 1, "thirty arrows are one");
}
