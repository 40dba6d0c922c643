//! Check and exclusion constraints.

use crate::check::context::{Context, Reading, shifted};
use crate::model::{Constraint, ConstraintKind, Expression, ObjectId, ObjectKind};
use crate::source::{ShortOrLong, Spanned};
use crate::spec;
use crate::sql;

use super::super::default_name;
use super::{Building, OfColumn, check_columns, check_enforced, insert, plain, text, timed};

/// Lowers a check that stands in the short form of a column.
pub(super) fn of_column(
    context: &mut Context,
    building: &mut Building,
    column: &OfColumn,
    check: sql::Check,
) {
    check_enforced(context, check.not_enforced, column.text.span);
    let range = shifted(&check.expression.range, column.shift);
    let over = Reading::Over(building.object.clone());
    let kind = ConstraintKind::Check {
        expression: Expression(check.expression.text),
        no_inherit: check.no_inherit,
    };
    let own = check.name.map(|name| Spanned::new(name, column.text.span));
    let constraint =
        Constraint { not_valid: check.not_valid, not_enforced: check.not_enforced, ..plain(kind) };
    let id = insert_check(context, building, own.as_ref(), constraint);
    context.follow(&id, column.text, range, over, &building.home.scope);
}

/// Lowers a check that stands under a column's `check:`.
pub(in crate::check::lower) fn column_check(
    context: &mut Context,
    building: &mut Building,
    check: &Spanned<String>,
) {
    let over = Reading::Over(building.object.clone());
    let expression = Expression(check.trim().to_owned());
    let kind = ConstraintKind::Check { expression, no_inherit: false };
    let id = insert_check(context, building, None, plain(kind));
    context.expression(&id, check, over, &building.home.scope);
}

/// PostgreSQL names a check after the one column that it reads, wherever it was written.
fn insert_check(
    context: &mut Context,
    building: &mut Building,
    own: Option<&Spanned<String>>,
    constraint: Constraint,
) -> ObjectId {
    let (table, columns) = (&building.object, &building.declared);
    let column = match &constraint.kind {
        ConstraintKind::Check { expression, .. } if own.is_none() => {
            default_name::column_of_check(table, columns, &expression.0)
        }
        _ => String::new(),
    };
    let name = insert(context, building, own, (&column, "check"), constraint);
    ObjectId::part(ObjectKind::Constraint, &building.object, name)
}

/// Lowers a check of the table.
pub(super) fn of_table(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    check: &spec::Check,
) {
    let (expression, long) = match check {
        ShortOrLong::Short(expression) => (expression, None),
        ShortOrLong::Long(keys) => (&keys.expression, Some(keys)),
    };
    let over = Reading::Over(building.object.clone());
    let kind = ConstraintKind::Check {
        expression: Expression(expression.trim().to_owned()),
        no_inherit: long.is_some_and(|keys| keys.no_inherit),
    };
    let constraint = Constraint {
        not_valid: long.is_some_and(|keys| keys.not_valid),
        not_enforced: long.is_some_and(|keys| keys.not_enforced),
        comment: long.and_then(|keys| text(&keys.comment)),
        ..plain(kind)
    };
    check_enforced(context, constraint.not_enforced, name.span);
    let id = insert_check(context, building, Some(name), constraint);
    context.expression(&id, expression, over, &building.home.scope);
}

/// Lowers an exclusion constraint.
pub(super) fn exclusion(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    keys: &spec::Exclusion,
) {
    let (exclusion, comment) = match keys {
        ShortOrLong::Short(sql) => (sql, None),
        ShortOrLong::Long(keys) => (&keys.sql, text(&keys.comment)),
    };
    let Some(parsed) = context.read(exclusion, sql::parse_exclusion(exclusion)) else { return };
    let id = ObjectId::part(ObjectKind::Constraint, &building.object, name.value.clone());
    for fragment in parsed.expressions() {
        let over = Reading::Over(building.object.clone());
        let part = fragment.range.clone();
        context.follow(&id, exclusion, part, over, &building.home.scope);
    }
    for column in parsed.columns() {
        require_column(context, building, exclusion, column);
    }
    let written = exclusion.trim().to_owned();
    let definition = sql::without_timing(&written);
    let timed = timed(ConstraintKind::Exclusion(definition), parsed.timing);
    let constraint = Constraint { comment, ..timed };
    insert(context, building, Some(name), ("", "excl"), constraint);
}

fn require_column(
    context: &mut Context,
    building: &Building,
    place: &Spanned<String>,
    column: &str,
) {
    let named = Spanned::new(column.to_owned(), place.span);
    check_columns(context, building, std::slice::from_ref(&named));
}
