//! A plan as a picture: transactions as groups in their order, and in each what it works on, at what risk, and
//! which relations others wait for meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use super::{MODES, count, mode};
use crate::facts::Kind;
use crate::picture::flow::{Arrow, Flow, Group, Node, Shape};
use crate::plan::{HazardKind, Plan, Step};

/// Of more boxes than that those of one kind and schema are drawn as one, then those of one kind.
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
    let gather = fineness(plan);
    let mut batches: BTreeMap<u32, (bool, Vec<(String, Work)>)> = BTreeMap::new();
    for step in &plan.steps {
        let (_, works) = batches.entry(step.batch).or_insert((step.transactional, Vec::new()));
        let name = gather(&step.object);
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

/// Names what an object is drawn as.
type Gather = fn(&str) -> String;

/// Chooses how finely objects are drawn: each by itself, else those of one kind and schema as one, else those of a kind.
fn fineness(plan: &Plan) -> Gather {
    let is_readable = |gather: &Gather| {
        let drawn = plan.steps.iter().map(|step| (step.batch, gather(&step.object)));
        drawn.collect::<BTreeSet<_>>().len() <= MOST
    };
    let finer: [Gather; 2] = [str::to_owned, kind_and_schema];
    finer.into_iter().find(is_readable).unwrap_or(kind)
}

/// Returns the kind and schema of an object: `table sales.items` is one of `table sales.*`, and
/// `constraint items_cost_check on sales.items` one of `constraint * on sales.*`.
fn kind_and_schema(object: &str) -> String {
    let kind = kind(object);
    let (part, of) = match object.rsplit_once(" on ") {
        Some((_, of)) if of.contains('.') => (" * on", of),
        _ => ("", object.strip_prefix(kind.trim_end_matches('*')).unwrap_or_default()),
    };
    match of.split_once('.') {
        Some((schema, _)) => format!("{}{part} {schema}.*", kind.trim_end_matches(" *")),
        None => kind,
    }
}

/// Returns the kind of an object: `table sales.items` is one of `table *`.
fn kind(object: &str) -> String {
    let kinds = Kind::ALL.iter().map(|kind| kind.words());
    let kinds =
        kinds.filter(|words| object.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')));
    match kinds.max_by_key(|words| words.len()) {
        Some(words) => format!("{words} *"),
        None => object.to_owned(),
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
    use crate::plan::{Action, StateName};

    fn empty() -> Plan {
        let name = |name: &str| StateName { name: name.into(), fingerprint: String::new() };
        Plan {
            format: Plan::FORMAT,
            postgres: 15,
            from: name("a"),
            to: name("b"),
            roles: BTreeSet::new(),
            notes: Vec::new(),
            steps: Vec::new(),
        }
    }

    #[test]
    fn objects_of_one_kind_and_schema_are_one() {
        assert_eq!(kind_and_schema("table sales.items"), "table sales.*");
        assert_eq!(kind_and_schema("role analytics"), "role *");
        assert_eq!(kind_and_schema("event trigger audited"), "event trigger *");
        assert_eq!(kind_and_schema("the database"), "the database");
        assert_eq!(kind_and_schema("materialized view sales.a"), "materialized view sales.*");
        let constraint = "constraint items_cost_check on sales.items";
        assert_eq!(kind_and_schema(constraint), "constraint * on sales.*");
        assert_eq!(kind_and_schema("column sales.items.cost"), "column sales.*");
        assert_eq!(kind("constraint items_cost_check on sales.items"), "constraint *");
    }

    #[test]
    fn a_plan_of_any_size_has_few_boxes() {
        let step = |number: usize, object: String| Step {
            sql: String::new(),
            object,
            action: Action::Create,
            batch: u32::try_from(number / 300).unwrap(),
            transactional: true,
            lock_timeout_ms: 0,
            statement_timeout_ms: 0,
            locks: Vec::new(),
            rewrites: Vec::new(),
            scans: Vec::new(),
            rows: None,
            rehearsed_ms: None,
            hazards: Vec::new(),
        };
        let plan = |objects: usize, schemas: usize| {
            let constraint = |n: usize| step(n, format!("constraint c_{n} on s{}.t", n % schemas));
            Plan { steps: (0..objects).map(constraint).collect(), ..empty() }
        };
        let names =
            |plan: &Plan| picture(plan).nodes.into_iter().map(|it| it.name).collect::<Vec<_>>();
        assert_eq!(names(&plan(40, 3)).len(), 40);
        let by_schema = names(&plan(300, 3));
        assert_eq!(
            by_schema,
            ["constraint * on s0.*", "constraint * on s1.*", "constraint * on s2.*"]
        );
        assert_eq!(names(&plan(900, 100)), ["constraint *"; 3]);
    }

    #[test]
    fn an_empty_plan_is_an_empty_picture() {
        let flow = picture(&empty());
        assert_eq!((flow.heading.as_str(), flow.nodes.len()), ("From a to b", 0));
        assert!(flow.svg("x").starts_with("<!-- x -->\n<svg"));
    }
}
