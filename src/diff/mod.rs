//! What differs between two databases, and the statements for each difference.
//!
//! [`changes`] compares two states fact by fact. What differs is altered in place where PostgreSQL
//! can (`kinds/` is the one table of rules), and made anew where it cannot, together with what
//! depends on it: PostgreSQL's own dependency records say what that is. Tables and types whose values
//! would be lost are put aside, made anew, and their values taken over. One graph gives the order.
//!
//! Pure: two values in, statements out.

mod common;
mod context;
mod conversion;
mod fates;
mod grants;
mod hazard;
mod kinds;
mod merge;
mod nodes;
mod order;
mod renames;
mod statement;
#[cfg(test)]
mod tests;

pub use hazard::{Hazard, HazardKind};
pub use renames::{Renames, renames};
pub use statement::{Action, Statement};

use std::collections::BTreeSet;

use context::{Context, Fates};
use nodes::Node;

use crate::facts::privileges::Entry;
use crate::facts::{Facts, Id, Kind};

/// What is done with one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The object.
    pub id: Id,
    /// The statements, in their order.
    pub statements: Vec<Statement>,
}

/// Objects that need each other so that no order helps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these objects need each other, and no order of changes helps: {}", self.list())]
pub struct Cycle(pub Vec<Id>);

impl Cycle {
    fn list(&self) -> String {
        let names: Vec<String> = self.0.iter().map(|id| format!("`{id}`")).collect();
        names.join(", ")
    }
}

/// Returns the changes that lead from one state to another, in an order that holds.
///
/// `online` keeps writers and readers of tables that are in use from waiting, at the price of more
/// steps, some of them outside of a transaction.
///
/// # Errors
/// [`Cycle`] where the objects need each other in a circle that cannot be cut.
pub fn changes(current: &Facts, desired: &Facts, online: bool) -> Result<Vec<Change>, Cycle> {
    let mut context = fates::decide(current, desired, online);
    loop {
        let mut work = nodes::work(&context);
        match order::order(&context, &work) {
            Ok(order) => {
                let statements = |node: Node| {
                    let statements = work.remove(&node).unwrap_or_default();
                    Change { id: node.id().clone(), statements }
                };
                return Ok(merge::merge(order.into_iter().map(statements).collect()));
            }
            Err(cycle) => {
                if !unfold(&mut context, &cycle) {
                    return Err(Cycle(cycle.iter().map(|node| node.id().clone()).collect()));
                }
            }
        }
    }
}

/// Returns the default privileges that are in force where none are set.
pub fn default_privileges_base(id: &Id, postgres: u16) -> BTreeSet<Entry> {
    kinds::default_base(id, postgres)
}

/// Takes defaults and constraints out of the statements that make the tables and columns of a cycle;
/// returns whether there were any.
fn unfold(context: &mut Context<'_>, cycle: &[Node]) -> bool {
    let mut found = Vec::new();
    for id in cycle.iter().map(Node::id) {
        let whole = if id.kind == Kind::Column { id.whole(Kind::Table) } else { id.clone() };
        for kind in [Kind::Default, Kind::Constraint] {
            let parts = context.desired.parts_of(&whole, kind).map(|(part, _)| part.clone());
            found.extend(parts.filter(|part| context.folds(part)));
        }
    }
    let any = !found.is_empty();
    context.fates.unfolded.extend(found);
    any
}

/// Returns what differs between two states, for people: `index sales.items_name: definition`.
pub fn differences(current: &Facts, desired: &Facts) -> Vec<Difference> {
    let mut all = Vec::new();
    for (id, old) in &current.facts {
        match desired.get(id) {
            // They are rows, which nobody declares.
            None if id.kind == Kind::LargeObject => {}
            None => all.push(Difference { id: id.clone(), kind: DifferenceKind::Extra }),
            Some(new) => {
                let attributes = fates::differing(old, new);
                if !attributes.is_empty() {
                    let shown = attributes.into_iter().map(|name| {
                        let value = |fact: &crate::facts::Fact| match name {
                            "acl" => Some(grants::shown(fact)),
                            _ => fact.get(name).map(ToString::to_string),
                        };
                        (name, value(old), value(new))
                    });
                    let kind = DifferenceKind::Changed(shown.collect());
                    all.push(Difference { id: id.clone(), kind });
                }
            }
        }
    }
    let missing = desired.facts.keys().filter(|id| !current.contains(id));
    all.extend(missing.map(|id| Difference { id: id.clone(), kind: DifferenceKind::Missing }));
    all.sort_by(|one, other| one.id.cmp(&other.id));
    all
}

/// Leaves out the parts of what is missing or extra as a whole: a list for people says a table once.
pub fn wholes(differences: &[Difference]) -> Vec<&Difference> {
    let is_whole =
        |kind| matches!(kind, Kind::Table | Kind::View | Kind::MaterializedView | Kind::Type);
    let there_or_not = |kind: &DifferenceKind| !matches!(kind, DifferenceKind::Changed(_));
    let whole: BTreeSet<(&str, &str)> = differences
        .iter()
        .filter(|it| is_whole(it.id.kind) && there_or_not(&it.kind))
        .map(|it| (&*it.id.schema, &*it.id.name))
        .collect();
    let is_part = |kind| {
        matches!(
            kind,
            Kind::Column
                | Kind::Default
                | Kind::Constraint
                | Kind::Index
                | Kind::Trigger
                | Kind::Policy
                | Kind::Rule
                | Kind::Attribute
                | Kind::DomainConstraint
        )
    };
    let is_said = |it: &&Difference| {
        !(is_part(it.id.kind) && whole.contains(&(&*it.id.schema, &*it.id.name)))
    };
    differences.iter().filter(is_said).collect()
}

/// One object that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The object.
    pub id: Id,
    /// How.
    pub kind: DifferenceKind,
}

impl std::fmt::Display for Difference {
    /// Writes one line: `index sales.items_name: definition is …, should be …`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            DifferenceKind::Extra => write!(f, "{} is there, and should not be", self.id),
            DifferenceKind::Missing => write!(f, "{} is missing", self.id),
            DifferenceKind::Changed(attributes) => {
                let shown = |value: &Option<String>| {
                    value.as_ref().map_or_else(|| "not set".to_owned(), |it| format!("`{it}`"))
                };
                let changes = attributes.iter().map(|(name, old, new)| {
                    format!(
                        "{} is {}, should be {}",
                        name.replace('_', " "),
                        shown(old),
                        shown(new)
                    )
                });
                write!(f, "{}: {}", self.id, changes.collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// How an object differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It is there and should not be.
    Extra,
    /// It should be there and is not.
    Missing,
    /// It is otherwise: attribute, what it is, what it should be.
    Changed(Vec<(&'static str, Option<String>, Option<String>)>),
}
