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

/// Transactions one after the other that are drawn as one, from a number to a number.
struct Batch {
    numbers: (usize, usize),
    transactional: bool,
    works: Vec<(String, Work)>,
}

/// Draws a plan.
pub fn picture(plan: &Plan) -> Flow {
    let batches = batches(plan);
    let heading = format!("From {} to {}", plan.from.name, plan.to.name);
    let mut flow = Flow { heading, rightwards: true, ..Flow::default() };
    let count = batches.last().map_or(0, |batch| batch.numbers.1);
    let mut before: Option<usize> = None;
    for (batch, group) in batches.into_iter().zip(0..) {
        flow.groups.push(Group { title: batch.title(count), within: None });
        let first = flow.nodes.len();
        let from = before.replace(first);
        flow.arrows.extend(from.map(|from| Arrow { from, to: first, ..Arrow::default() }));
        let nodes = batch.works.into_iter().map(|(name, work)| work.node(&name));
        flow.nodes.extend(nodes.map(|node| Node { group: Some(group), ..node }));
    }
    flow
}

/// Finds what each transaction works on; of many, those one after the other that do the same are one, then all that
/// are one after the other.
fn batches(plan: &Plan) -> Vec<Batch> {
    let gather = fineness(plan);
    let mut all: Vec<Batch> = Vec::new();
    let mut number = None;
    for step in &plan.steps {
        if number.replace(step.batch) != Some(step.batch) {
            let place = all.len() + 1;
            let transactional = step.transactional;
            all.push(Batch { numbers: (place, place), transactional, works: Vec::new() });
        }
        let works = &mut all.last_mut().expect("one was pushed").works;
        let name = gather(&step.object);
        let place = works.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            works.push((name, Work::default()));
            works.len() - 1
        });
        works[place].1.add(step);
    }
    let boxes = |all: &[Batch]| all.iter().map(|batch| batch.works.len()).sum::<usize>();
    for does_the_same in [Batch::does_the_same, |_: &Batch, _: &Batch| true] {
        if boxes(&all) <= MOST {
            break;
        }
        all = all.into_iter().fold(Vec::new(), |mut merged: Vec<Batch>, batch| {
            match merged.last_mut().filter(|last| {
                last.transactional == batch.transactional && does_the_same(last, &batch)
            }) {
                Some(last) => last.absorb(batch),
                None => merged.push(batch),
            }
            merged
        });
    }
    all
}

impl Batch {
    fn title(&self, count: usize) -> String {
        let (first, last) = self.numbers;
        match (first == last, self.transactional) {
            (true, true) => format!("{first} of {count}: transaction"),
            (true, false) => format!("{first} of {count}: outside of a transaction"),
            (false, true) => format!("{first} to {last} of {count}: transactions"),
            (false, false) => format!("{first} to {last} of {count}: outside of transactions"),
        }
    }

    fn does_the_same(&self, other: &Self) -> bool {
        let names = |batch: &Self| -> BTreeSet<String> {
            batch.works.iter().map(|(name, _)| name.clone()).collect()
        };
        names(self) == names(other)
    }

    fn absorb(&mut self, other: Self) {
        self.numbers.1 = other.numbers.1;
        for (name, work) in other.works {
            match self.works.iter_mut().find(|(known, _)| *known == name) {
                Some((_, own)) => own.absorb(work),
                None => self.works.push((name, work)),
            }
        }
    }
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
    fn absorb(&mut self, other: Self) {
        self.objects.extend(other.objects);
        self.statements += other.statements;
        self.hazards.extend(other.hazards);
        for (relation, rank) in other.locks {
            let strongest = self.locks.entry(relation).or_default();
            *strongest = rank.max(*strongest);
        }
    }

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
        let step = |number: usize, object: String| {
            let batch = u32::try_from(number / 300).unwrap();
            Step::new(String::new(), object, Action::Create, batch, true)
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

        // Of many transactions those that do the same are one; where they take turns, all are.
        let titles = |plan: &Plan| {
            picture(plan).groups.into_iter().map(|group| group.title).collect::<Vec<_>>()
        };
        let mut many = plan(60 * 300, 100);
        assert_eq!(titles(&many), ["1 to 60 of 60: transactions"]);
        many.steps[0].object = "role a".into();
        assert_eq!(titles(&many), ["1 of 60: transaction", "2 to 60 of 60: transactions"]);
        many.steps.last_mut().unwrap().transactional = false;
        many.steps.last_mut().unwrap().batch = 60;
        let last = "61 of 61: outside of a transaction";
        assert_eq!(titles(&many)[1..], ["2 to 60 of 61: transactions", last]);
        for (number, step) in many.steps.iter_mut().enumerate() {
            let kind = ["view", "index"][number / 300 % 2];
            step.object = format!("{kind} s.o_{number}");
        }
        assert_eq!(titles(&many), ["1 to 60 of 61: transactions", last]);
        assert_eq!(names(&many), ["view *", "index *", "index *"]);
        assert_eq!(titles(&plan(40, 3)), ["1 of 1: transaction"]);
    }

    #[test]
    fn an_empty_plan_is_an_empty_picture() {
        let flow = picture(&empty());
        assert_eq!((flow.heading.as_str(), flow.nodes.len()), ("From a to b", 0));
        assert!(flow.svg("x").starts_with("<!-- x -->\n<svg"));
    }
}
