//! In which order the objects of a database are made.
//!
//! The order follows from references alone. Only roles, schemas and extensions are apart: they come
//! before everything else. A foreign key stays within its table's statement where its target comes
//! earlier; otherwise it is a step of its own.

mod edges;
mod rank;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;

use crate::graph::Graph;
use crate::model::{Database, ObjectId, ObjectKind, ObjectName, RoutineKind, RoutineName};

/// One step on the way to the whole database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Making an object; for a constraint, adding it to a table that exists.
    Make(ObjectId),
    /// Tying a sequence to the column that owns it.
    TieSequence(ObjectName),
}

/// The order in which the objects of a database are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// What is made, in its order.
    pub steps: Vec<Step>,
    /// Constraints that are added after their table was made; each has a step.
    pub separate: BTreeSet<ObjectId>,
    /// Routines whose bodies mention what is made after them.
    pub unchecked: BTreeSet<ObjectId>,
}

/// Objects that need each other: each the next, the last the first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Cycle(pub Vec<ObjectId>);

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let around = self.0.iter().chain(self.0.first());
        let names: Vec<String> = around.map(|id| format!("`{id}`")).collect();
        write!(f, "no order creates what needs itself: {}", names.join(" needs "))?;
        f.write_str("; take one of these references out")
    }
}

/// Finds the order in which a database is made from nothing.
///
/// # Errors
/// Objects other than foreign keys and function bodies that need each other.
pub fn order(database: &Database) -> Result<Order, Cycle> {
    let mut edges = edges::Edges::of(database);
    let mut loosened = Vec::new();
    let sequence = loop {
        match edges.graph.order() {
            Ok(sequence) => break sequence,
            Err(cycle) => loosened.push(loosen(&mut edges.graph, database, cycle)?),
        }
    };
    let place = |step: &Step| sequence.iter().position(|other| other == step);
    let unchecked = loosened.into_iter().filter(|(routine, needed)| place(routine) < place(needed));
    let unchecked = unchecked.filter_map(|(routine, _)| routine.into_object()).collect();
    let separate = edges.separate(&sequence);
    let steps = sequence.into_iter().filter(|step| match step {
        Step::Make(id) if id.kind == ObjectKind::Constraint => separate.contains(id),
        _ => true,
    });
    Ok(Order { steps: steps.collect(), separate, unchecked })
}

impl Step {
    fn into_object(self) -> Option<ObjectId> {
        match self {
            Self::Make(id) => Some(id),
            Self::TieSequence(_) => None,
        }
    }
}

/// Breaks a cycle where a routine's body, which the server need not check, is part of it.
fn loosen(
    graph: &mut Graph<Step>,
    database: &Database,
    cycle: Vec<Step>,
) -> Result<(Step, Step), Cycle> {
    let next = |index: usize| &cycle[(index + 1) % cycle.len()];
    let mut edges = cycle.iter().enumerate().map(|(index, step)| (step, next(index)));
    let found = edges.clone().find(|(step, needed)| {
        may_wait(database, step, needed)
            && matches!(needed, Step::Make(id) if id.kind == ObjectKind::Routine)
    });
    match found.or_else(|| edges.find(|(step, needed)| may_wait(database, step, needed))) {
        Some((step, needed)) => {
            graph.relax(step, needed);
            Ok((step.clone(), needed.clone()))
        }
        None => Err(Cycle(cycle.into_iter().filter_map(Step::into_object).collect())),
    }
}

/// Whether `step` makes a routine that mentions `needed` in its body alone, as far as one can tell.
///
/// A body after `begin atomic` is parsed when it is created, whatever `check_function_bodies` says.
fn may_wait(database: &Database, step: &Step, needed: &Step) -> bool {
    let (Step::Make(id), Step::Make(needed)) = (step, needed) else { return false };
    if id.kind != ObjectKind::Routine {
        return false;
    }
    let name = RoutineName { name: id.object_name(), arguments: id.part.clone() };
    database.routines.get(&name).is_some_and(|routine| {
        let words: Vec<&str> = routine.definition.split_whitespace().collect();
        let atomic = |pair: &[&str]| {
            pair[0].eq_ignore_ascii_case("begin") && pair[1].eq_ignore_ascii_case("atomic")
        };
        routine.kind != RoutineKind::Aggregate
            && !words.windows(2).any(atomic)
            && needed.kind != ObjectKind::Type
            && (needed.kind == ObjectKind::Routine || !id.part.contains(&needed.qualified()))
    })
}
