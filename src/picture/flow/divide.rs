//! A flow that is too large to be read, in parts: each has the nodes of one domain with what they are next to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Arrow, Flow, Group, Node, Shape};
use crate::picture::overview::Overview;
use crate::picture::parts::{counted, gather, numbered};

/// More boxes than that are divided.
const MOST_NODES: usize = 100;
/// So are more arrows, each with words being three.
const MOST_LINES: usize = 150;

/// What a flow is divided by.
#[derive(Debug, Clone, Default)]
pub struct Domains {
    /// Titles of the domains.
    pub titles: Vec<String>,
    /// The domain of each node; a node of none is drawn wherever it is next to something.
    pub of: Vec<Option<usize>>,
    /// What each node is, as it is counted (`table`); nothing where it is not.
    pub kinds: Vec<&'static str>,
    /// What an arrow from one domain to another is: `flow`.
    pub word: &'static str,
    /// How many nodes a part may have; beside it stand half as many, or one for each of the other parts.
    pub most: usize,
}

/// A part of a flow.
#[derive(Debug, Clone)]
pub struct Part {
    /// Title.
    pub title: String,
    /// The picture.
    pub flow: Flow,
    /// What each of its boxes is.
    pub shown: Vec<Shown>,
}

/// What a box of a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// A node of the whole, by its index.
    Node(usize),
    /// Several nodes of another part, by the index of that.
    Part(usize),
}

/// The members of a part while it is made.
struct Members {
    title: String,
    nodes: BTreeSet<usize>,
}

impl Flow {
    /// Returns whether nobody could read it as one picture.
    pub fn is_too_large(&self) -> bool {
        let lines = |arrow: &Arrow| if arrow.label.is_some() { 3 } else { 1 };
        self.nodes.len() > MOST_NODES || self.arrows.iter().map(lines).sum::<usize>() > MOST_LINES
    }

    /// Divides it: an overview of its parts, and each of them.
    pub fn divide(&self, domains: &Domains) -> (Overview, Vec<Part>) {
        let parts = self.members(domains);
        let mut part_of: Vec<Option<usize>> = vec![None; self.nodes.len()];
        for (part, place) in parts.iter().zip(0..) {
            part.nodes.iter().for_each(|node| part_of[*node] = Some(place));
        }
        let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for arrow in &self.arrows {
            let ends = part_of[arrow.from].zip(part_of[arrow.to]);
            let ends = ends.filter(|(from, to)| from != to);
            ends.inspect(|ends| *counts.entry(*ends).or_default() += 1);
        }
        let node = |part: &Members| Node {
            name: part.title.clone(),
            detail: Some(domains.counts(&part.nodes)),
            shape: Shape::Round,
            ..Node::default()
        };
        let overview = Overview {
            heading: self.heading.clone(),
            parts: parts.iter().map(node).collect(),
            counts,
            word: domains.word,
        };
        let drawn = (0..parts.len())
            .map(|place| self.part(&parts, &part_of, place, domains.most / 2))
            .collect();
        (overview, drawn)
    }

    /// Finds the nodes of each part: a domain, or those of a large one that are next to each other.
    fn members(&self, domains: &Domains) -> Vec<Members> {
        let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for Arrow { from, to, .. } in &self.arrows {
            if domains.of[*from] == domains.of[*to] {
                next.entry(*from).or_default().insert(*to);
                next.entry(*to).or_default().insert(*from);
            }
        }
        let mut parts = Vec::new();
        for (title, domain) in domains.titles.iter().zip(0..) {
            let own = domains.of.iter().zip(0..).filter(|(of, _)| **of == Some(domain));
            let own: Vec<usize> = own.map(|(_, node)| node).collect();
            // One picture bears a few more nodes than a part that is cut out of a domain.
            let gathered = match own.len() <= domains.most + domains.most / 2 {
                true if own.is_empty() => Vec::new(),
                true => vec![own.into_iter().collect()],
                false => gather(&own, &next, domains.most),
            };
            let count = gathered.len();
            let parts_of = gathered.into_iter().zip(1..);
            parts.extend(
                parts_of.map(|(nodes, number)| Members {
                    title: numbered(title, number, count),
                    nodes,
                }),
            );
        }
        parts
    }

    /// Draws a part, with what it is next to.
    fn part(
        &self,
        parts: &[Members],
        part_of: &[Option<usize>],
        place: usize,
        most_beside: usize,
    ) -> Part {
        let Members { title, nodes: own } = &parts[place];
        let is_drawn = |arrow: &&Arrow| own.contains(&arrow.from) || own.contains(&arrow.to);
        let arrows: Vec<&Arrow> = self.arrows.iter().filter(is_drawn).collect();
        let ends = arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]);
        let beside: BTreeSet<usize> = ends.filter(|node| !own.contains(node)).collect();
        let is_gathered = beside.len() > most_beside;
        let shown = |node: usize| match part_of[node] {
            Some(part) if is_gathered && part != place => Shown::Part(part),
            _ => Shown::Node(node),
        };
        let boxes: BTreeSet<Shown> = own.iter().chain(&beside).map(|node| shown(*node)).collect();
        let boxes: Vec<Shown> = boxes.into_iter().collect();
        let at: BTreeMap<Shown, usize> = boxes.iter().copied().zip(0..).collect();
        let groups = self.groups_of(&boxes);
        let node = |of: &Shown| match of {
            Shown::Node(index) => {
                let node = &self.nodes[*index];
                Node { group: node.group.map(|group| groups[&group]), ..node.clone() }
            }
            Shown::Part(part) => {
                let count = beside.iter().filter(|node| part_of[**node] == Some(*part)).count();
                Node {
                    name: parts[*part].title.clone(),
                    detail: Some(format!("{count} of it")),
                    shape: Shape::Round,
                    ..Node::default()
                }
            }
        };
        let nodes = boxes.iter().map(node).collect();
        let mut kept: Vec<Arrow> = Vec::new();
        let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
        for arrow in arrows {
            let (from, to) = (shown(arrow.from), shown(arrow.to));
            let ends = (at[&from], at[&to]);
            let is_one = matches!((from, to), (Shown::Node(_), Shown::Node(_)));
            if is_one {
                kept.push(Arrow { from: ends.0, to: ends.1, ..arrow.clone() });
            } else if seen.insert(ends) {
                kept.push(Arrow { from: ends.0, to: ends.1, ..Arrow::default() });
            }
        }
        let group = |(old, _): (&usize, &usize)| Group {
            title: self.groups[*old].title.clone(),
            within: self.groups[*old].within.map(|of| groups[&of]),
        };
        let flow = Flow {
            heading: format!("{}: {title}", self.heading),
            rightwards: self.rightwards,
            has_channels: self.has_channels,
            groups: groups.iter().map(group).collect(),
            nodes,
            arrows: kept,
        };
        Part { title: title.clone(), flow, shown: boxes }
    }

    /// Groups that nodes stand in, with those around them, by what they are called now: in the same order.
    fn groups_of(&self, boxes: &[Shown]) -> BTreeMap<usize, usize> {
        let mut used = BTreeSet::new();
        for shown in boxes {
            let Shown::Node(node) = shown else { continue };
            let mut next = self.nodes[*node].group;
            while let Some(group) = next.filter(|group| used.insert(*group)) {
                next = self.groups[group].within;
            }
        }
        used.into_iter().zip(0..).collect()
    }
}

impl Domains {
    /// Counts nodes by what they are.
    fn counts(&self, nodes: &BTreeSet<usize>) -> String {
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for kind in nodes.iter().map(|node| self.kinds[*node]).filter(|kind| !kind.is_empty()) {
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind, 1)),
            }
        }
        let words: Vec<String> =
            kinds.into_iter().map(|(kind, count)| counted(count, kind)).collect();
        words.join(", ")
    }
}

#[cfg(test)]
mod tests;
