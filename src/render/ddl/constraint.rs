//! Constraints, inside CREATE TABLE and after it.

use super::layout::WIDTH;
use super::text::{comment, names, parameters, parenthesized};
use crate::model::{Action, Constraint, ConstraintKind, ForeignKey, Key, ObjectName};
use crate::sql::quote_identifier;

/// How many characters of a foreign key fit on a line beside its name.
const LONG: usize = 60;

/// Writes a constraint as CREATE TABLE and ADD CONSTRAINT take it: `constraint name …`.
pub fn definition(name: &str, constraint: &Constraint) -> String {
    let (name, demand) = (quote_identifier(name), demand(&constraint.kind));
    // The margin of CREATE TABLE and the comma count.
    let length = name.chars().count() + demand.chars().count() + "    constraint  ,".len();
    let long = length > WIDTH && !demand.contains('\n');
    let between = if long { "\n        " } else { " " };
    let mut text = format!("constraint {name}{between}{demand}");
    if constraint.deferrable {
        text.push_str(" deferrable");
    }
    if constraint.initially_deferred {
        text.push_str(" initially deferred");
    }
    if constraint.not_enforced {
        text.push_str(" not enforced");
    }
    if constraint.not_valid {
        text.push_str(" not valid");
    }
    text
}

/// Writes the statement that adds a constraint to a table that exists.
pub(super) fn addition(table: &ObjectName, name: &str, constraint: &Constraint) -> String {
    format!("alter table {table}\n    add {};", definition(name, constraint))
}

/// Writes the comment of a constraint.
pub(super) fn commented(table: &ObjectName, name: &str, constraint: &Constraint) -> Option<String> {
    let what = format!("constraint {} on {table}", quote_identifier(name));
    comment(&what, constraint.comment.as_deref())
}

/// Ranks constraints as a reader expects them: keys, foreign keys, conditions.
pub(super) fn rank(constraint: &Constraint) -> usize {
    match constraint.kind {
        ConstraintKind::PrimaryKey(_) => 0,
        ConstraintKind::Unique(_) => 1,
        ConstraintKind::ForeignKey(_) => 2,
        ConstraintKind::Check { .. } => 3,
        ConstraintKind::Exclusion(_) => 4,
    }
}

fn demand(kind: &ConstraintKind) -> String {
    match kind {
        ConstraintKind::PrimaryKey(key) => format!("primary key {}", columns_of(key)),
        ConstraintKind::Unique(key) if key.nulls_not_distinct => {
            format!("unique nulls not distinct {}", columns_of(key))
        }
        ConstraintKind::Unique(key) => format!("unique {}", columns_of(key)),
        ConstraintKind::Check { expression, no_inherit } => {
            let suffix = if *no_inherit { " no inherit" } else { "" };
            format!("check {}{suffix}", parenthesized(expression))
        }
        ConstraintKind::ForeignKey(key) => foreign_key(key),
        ConstraintKind::Exclusion(definition) => format!("exclude {}", definition.trim()),
    }
}

fn columns_of(key: &Key) -> String {
    let overlaps = if key.without_overlaps { " without overlaps" } else { "" };
    let mut text = format!("({}{overlaps})", names(&key.columns));
    if !key.include.is_empty() {
        text.push_str(&format!(" include ({})", names(&key.include)));
    }
    if !key.storage_parameters.is_empty() {
        text.push_str(&format!(" with ({})", parameters(&key.storage_parameters)));
    }
    if let Some(tablespace) = &key.tablespace {
        text.push_str(&format!(" using index tablespace {}", quote_identifier(tablespace)));
    }
    text
}

/// Writes a foreign key on two lines where one would be long.
fn foreign_key(key: &ForeignKey) -> String {
    let columns = format!("foreign key ({})", with_period(&key.columns, key.period));
    let target = references(key);
    let long = columns.chars().count() + target.chars().count() > LONG;
    let between = if long { "\n        " } else { " " };
    format!("{columns}{between}{target}")
}

/// Names columns of which the last is a period, where that is so.
fn with_period(columns: &[String], period: bool) -> String {
    match columns.split_last().filter(|_| period) {
        Some((last, [])) => format!("period {}", names([last])),
        Some((last, rest)) => format!("{}, period {}", names(rest), names([last])),
        None => names(columns),
    }
}

fn references(key: &ForeignKey) -> String {
    let mut text = format!("references {}", key.target);
    if !key.target_columns.is_empty() {
        text.push_str(&format!(" ({})", with_period(&key.target_columns, key.period)));
    }
    if key.match_full {
        text.push_str(" match full");
    }
    if key.on_update != Action::NoAction {
        text.push_str(&format!(" on update {}", key.on_update.sql()));
    }
    if key.on_delete != Action::NoAction {
        text.push_str(&format!(" on delete {}", key.on_delete.sql()));
        if !key.on_delete_columns.is_empty() {
            text.push_str(&format!(" ({})", names(&key.on_delete_columns)));
        }
    }
    text
}
