//! Constraints and indexes of tables.

mod check;
mod foreign_key;
mod index;
mod key;

use crate::check::context::Context;
use crate::check::declare::{check_case_collisions, check_identifier};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Constraint, ConstraintKind, ObjectId, ObjectKind};
use crate::source::{Span, Spanned};
use crate::spec;
use crate::sql::{self, Timing};

use super::default_name;
use super::table::Building;
use super::{text, texts};

pub(super) use check::column_check;
pub(super) use foreign_key::{column_references, resolve as resolve_foreign_keys};
pub(super) use index::indexes;

/// The column whose constraints are lowered, and the text they stand in.
pub(super) struct OfColumn<'a> {
    pub name: &'a str,
    pub text: &'a Spanned<String>,
    pub shift: isize,
}

/// Constraints that a column declares.
#[derive(Default)]
pub(super) struct ColumnConstraints {
    pub primary_key: Option<sql::KeyConstraint>,
    pub unique: Vec<sql::KeyConstraint>,
    pub checks: Vec<sql::Check>,
    pub references: Vec<sql::ForeignKeyDefinition>,
}

/// Lowers the constraints that a table declares beside its columns.
pub(super) fn lower(context: &mut Context, building: &mut Building, keys: &spec::Table) {
    if let Some(primary) = &keys.primary_key {
        key::primary(context, building, primary);
    }
    if let Some(unique) = &keys.unique {
        key::unique(context, building, unique);
    }
    for (name, check) in &keys.checks {
        check::of_table(context, building, name, check);
    }
    for (name, key) in &keys.foreign_keys {
        foreign_key::of_table(context, building, name, key);
    }
    for (name, exclusion) in &keys.exclude {
        check::exclusion(context, building, name, exclusion);
    }
    let names = keys.checks.keys().chain(keys.foreign_keys.keys()).chain(keys.exclude.keys());
    check_case_collisions(context, "constraint", names);
    primary_key_columns_are_not_null(building);
}

fn primary_key_columns_are_not_null(building: &mut Building) {
    let key = building.table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    for column in &mut building.table.columns {
        column.not_null |= key.contains(&column.name);
    }
}

/// Adds a constraint under its own name, or under the one PostgreSQL would choose.
fn insert(
    context: &mut Context,
    building: &mut Building,
    own: Option<&Spanned<String>>,
    (columns, label): (&str, &str),
    constraint: Constraint,
) -> String {
    let taken = |name: &str| building.table.constraints.contains_key(name);
    let table = &building.object.name;
    let chosen = || default_name::unused(table, columns, label, taken);
    let name = own.map_or_else(chosen, |name| name.value.clone());
    if let Some(own) = own {
        check_identifier(context, own);
        let id = ObjectId::part(ObjectKind::Constraint, &building.object, name.clone());
        context.places.insert(id, own.span);
        if building.table.constraints.contains_key(&name) {
            let message = format!("constraint `{name}` is declared twice on `{}`", building.object);
            context.report(Diagnostic::error("duplicate_object", own.span, message));
        }
    }
    building.table.constraints.insert(name.clone(), constraint);
    name
}

fn plain(kind: ConstraintKind) -> Constraint {
    Constraint {
        kind,
        deferrable: false,
        initially_deferred: false,
        not_valid: false,
        not_enforced: false,
        comment: None,
    }
}

fn timed(kind: ConstraintKind, timing: Timing) -> Constraint {
    Constraint {
        deferrable: timing != Timing::Immediate,
        initially_deferred: timing == Timing::Deferred,
        ..plain(kind)
    }
}

/// Reports a constraint that is not enforced where the target version enforces all.
fn check_enforced(context: &mut Context, not_enforced: bool, place: Span) {
    if not_enforced && context.target < 18 {
        context.report_version(place, "a constraint that is not enforced", 18);
    }
}

/// Lowers the constraints that stand in a column's own definition.
pub(super) fn of_column(
    context: &mut Context,
    building: &mut Building,
    column: &OfColumn,
    constraints: ColumnConstraints,
) {
    if let Some(primary) = constraints.primary_key {
        key::of_column(context, building, column, primary, true);
    }
    for unique in constraints.unique {
        key::of_column(context, building, column, unique, false);
    }
    for check in constraints.checks {
        check::of_column(context, building, column, check);
    }
    for key in constraints.references {
        foreign_key::of_column(context, building, column, key);
    }
}

/// Reports columns that the table does not have; those of a parent are not known yet.
pub(super) fn check_columns(
    context: &mut Context,
    building: &Building,
    columns: &[Spanned<String>],
) {
    if !building.table.inherits.is_empty() || building.table.partition_of.is_some() {
        return;
    }
    let known: Vec<&str> = building.table.columns.iter().map(|c| c.name.as_str()).collect();
    for column in columns.iter().filter(|column| !known.contains(&column.value.as_str())) {
        let declared = ObjectId::part(ObjectKind::Column, &building.object, column.value.clone());
        if context.places.contains_key(&declared) {
            continue;
        }
        let message = format!("`{}` has no column `{}`", building.object, column.value);
        let mut finding = Diagnostic::error("unknown_column", column.span, message);
        if let Some(near) = nearest(column, known.iter().copied()) {
            finding = finding.with_help(format!("did you mean `{near}`?"));
        }
        context.report(finding);
    }
}
