//! A plan as a picture: transactions as groups in their order, and in each what it works on, at what risk, and
//! which relations others wait for meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use super::{MODES, count, mode};
use crate::picture::flow::{Arrow, Flow, Group, Node, Shape};
use crate::plan::{HazardKind, Plan, Step};

/// Of more objects than that those of one kind and schema are drawn as one.
const MOST: usize = 40;
/// Of more relations than that, their number is said.
const MOST_LOCKS: usize = 3;
/// Locks below this one let others read and write.
const WAITS: &str = "ShareLock";

/// What steps do to one object in one transaction.
#[derive(Debug, Default)]
struct Work {
    objects: BTreeSet<String>,
    statements: usize,
    hazards: BTreeSet<HazardKind>,
    locks: BTreeMap<String, usize>,
}

/// Draws a plan.
pub fn picture(plan: &Plan) -> Flow {
    let objects: BTreeSet<(u32, &str)> =
        plan.steps.iter().map(|step| (step.batch, step.object.as_str())).collect();
    let is_gathered = objects.len() > MOST;
    let mut batches: BTreeMap<u32, (bool, Vec<(String, Work)>)> = BTreeMap::new();
    for step in &plan.steps {
        let (_, works) = batches.entry(step.batch).or_insert((step.transactional, Vec::new()));
        let name = if is_gathered { kind_and_schema(&step.object) } else { step.object.clone() };
        let place = works.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            works.push((name, Work::default()));
            works.len() - 1
        });
        works[place].1.add(step);
    }
    let heading = format!("From {} to {}", plan.from.name, plan.to.name);
    let mut flow = Flow { heading, rightwards: true, ..Flow::default() };
    let count = batches.len();
    let mut before: Option<usize> = None;
    for ((_, (transactional, works)), number) in batches.into_iter().zip(1..) {
        let kind = if transactional { "transaction" } else { "outside of a transaction" };
        flow.groups.push(Group { title: format!("{number} of {count}: {kind}"), within: None });
        let first = flow.nodes.len();
        let from = before.replace(first);
        flow.arrows.extend(from.map(|from| Arrow { from, to: first, ..Arrow::default() }));
        let nodes = works.into_iter().map(|(name, work)| work.node(&name));
        flow.nodes.extend(nodes.map(|node| Node { group: Some(number - 1), ..node }));
    }
    flow
}

/// Returns the kind and schema of an object: `table sales.items` is one of `table sales.*`.
fn kind_and_schema(object: &str) -> String {
    match object.split_once('.') {
        Some((before, _)) => format!("{before}.*"),
        None => format!("{} *", object.split(' ').next().unwrap_or(object)),
    }
}

impl Work {
    fn add(&mut self, step: &Step) {
        self.objects.insert(step.object.clone());
        self.statements += 1;
        self.hazards.extend(step.hazards.iter().map(|hazard| hazard.kind));
        let rank = |mode: &str| MODES.iter().position(|known| *known == mode);
        for lock in &step.locks {
            let waits = rank(WAITS).zip(rank(&lock.mode)).filter(|(least, rank)| rank >= least);
            if let Some((_, rank)) = waits {
                let strongest = self.locks.entry(lock.relation.clone()).or_default();
                *strongest = rank.max(*strongest);
            }
        }
    }

    fn node(&self, name: &str) -> Node {
        let mut words = vec![count(self.statements, "statement")];
        if self.objects.len() > 1 {
            words.insert(0, count(self.objects.len(), "object"));
        }
        let mut lines = vec![words.join(", ")];
        let hazards: Vec<&str> = self.hazards.iter().map(|kind| kind.name()).collect();
        lines.extend((!hazards.is_empty()).then(|| hazards.join(", ")));
        let lock =
            |(relation, rank): (&String, &usize)| format!("{} on {relation}", mode(MODES[*rank]));
        lines.extend(self.locks.iter().take(MOST_LOCKS).map(lock));
        let more = self.locks.len().saturating_sub(MOST_LOCKS);
        lines.extend((more > 0).then(|| format!("and {more} more relations")));
        Node {
            name: name.to_owned(),
            detail: Some(lines.join("\n")),
            shape: if self.hazards.is_empty() { Shape::Round } else { Shape::Hexagon },
            colour: (!self.hazards.is_empty()).then_some(4),
            ..Node::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::StateName;

    #[test]
    fn objects_of_one_kind_and_schema_are_one() {
        assert_eq!(kind_and_schema("table sales.items"), "table sales.*");
        assert_eq!(kind_and_schema("role analytics"), "role *");
    }

    #[test]
    fn an_empty_plan_is_an_empty_picture() {
        let name = |name: &str| StateName { name: name.into(), fingerprint: String::new() };
        let plan = Plan {
            format: Plan::FORMAT,
            postgres: 15,
            from: name("a"),
            to: name("b"),
            roles: BTreeSet::new(),
            notes: Vec::new(),
            steps: Vec::new(),
        };
        let flow = picture(&plan);
        assert_eq!((flow.heading.as_str(), flow.nodes.len()), ("From a to b", 0));
        assert!(flow.svg("x").starts_with("<!-- x -->\n<svg"));
    }
}
