//! What constraints demand of columns, as far as it can be read from them.

use std::collections::{BTreeMap, BTreeSet};

use super::scalar::Unit;
use super::shape::Typed;
use crate::model::{ConstraintKind, Table};
use crate::sql::predicate::{Comparison, Predicate, Term, predicates};

/// What is demanded of the columns of a table.
#[derive(Debug, Default)]
pub(super) struct Demands {
    columns: BTreeMap<String, Demand>,
    /// A column, one that it is not below, and how many steps it is above that at least.
    pub order: Vec<(String, String, i64)>,
    /// Columns that are not null.
    pub not_null: BTreeSet<String>,
}

/// What is demanded of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Demand {
    bounds: Vec<(Comparison, String)>,
    lengths: Vec<(Comparison, String)>,
    /// The values that it may have.
    pub among: Option<Vec<String>>,
    /// A regular expression that it fits.
    pub pattern: Option<String>,
}

/// Reads what the checks of a table demand.
pub(super) fn demands(table: &Table) -> Demands {
    let mut demands = Demands::default();
    for constraint in table.constraints.values() {
        if let ConstraintKind::Check { expression, .. } = &constraint.kind {
            demands.read(&expression.0);
        }
    }
    demands
}

impl Demands {
    /// Reads what the domains of a type demand of its values.
    pub fn of_domain(typed: &Typed) -> Demand {
        let mut demands = Self::default();
        for (_, check) in &typed.demands {
            demands.read(check);
        }
        demands.of("value")
    }

    /// Returns what is demanded of a column.
    pub fn of(&self, column: &str) -> Demand {
        self.columns.get(column).cloned().unwrap_or_default()
    }

    fn read(&mut self, expression: &str) {
        for predicate in predicates(expression) {
            match predicate {
                Predicate::Compare(Term::Column(column), comparison, value) => {
                    self.columns.entry(column).or_default().bounds.push((comparison, value));
                }
                Predicate::Compare(Term::Length(column), comparison, value) => {
                    self.columns.entry(column).or_default().lengths.push((comparison, value));
                }
                Predicate::CompareColumns(left, comparison, right) => {
                    self.order.push(match comparison {
                        Comparison::Greater => (left, right, 1),
                        Comparison::AtLeast => (left, right, 0),
                        Comparison::Less => (right, left, 1),
                        Comparison::AtMost => (right, left, 0),
                    });
                }
                Predicate::Among(column, values) => {
                    let among = &mut self.columns.entry(column).or_default().among;
                    match among {
                        Some(known) => known.retain(|value| values.contains(value)),
                        None => *among = Some(values),
                    }
                }
                Predicate::Matches(column, pattern) => {
                    self.columns.entry(column).or_default().pattern.get_or_insert(pattern);
                }
                Predicate::NotNull(column) => drop(self.not_null.insert(column)),
            }
        }
    }
}

impl Demand {
    /// Narrows the least and the greatest value.
    pub fn limits(&self, unit: Unit, (mut low, mut high): (i64, i64)) -> (i64, i64) {
        for (comparison, value) in &self.bounds {
            let Some(steps) = unit.read(value) else { continue };
            // What lies between two steps is no value: `> 0.5` of whole numbers begins at 1.
            match comparison {
                Comparison::Greater => low = low.max(steps.saturating_add(1)),
                Comparison::AtLeast => low = low.max(steps),
                Comparison::Less => high = high.min(steps.saturating_sub(1)),
                Comparison::AtMost => high = high.min(steps),
            }
        }
        (low, high)
    }

    /// Narrows the least and the greatest number of characters.
    pub fn length(&self, (mut least, mut most): (usize, usize)) -> (usize, usize) {
        for (comparison, value) in &self.lengths {
            let Ok(length) = value.parse::<usize>() else { continue };
            match comparison {
                Comparison::Greater => least = least.max(length + 1),
                Comparison::AtLeast => least = least.max(length),
                Comparison::Less => most = most.min(length.saturating_sub(1)),
                Comparison::AtMost => most = most.min(length),
            }
        }
        (least, most)
    }
}
