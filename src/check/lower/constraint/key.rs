//! Primary and unique keys, of columns and of tables.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::model::{Constraint, ConstraintKind, Key};
use crate::source::{OneOrMany, ShortOrLong, Spanned};
use crate::spec;
use crate::sql;

use super::{Building, OfColumn, check_columns, insert, plain, text, texts, timed};

/// Lowers `primary_key: true` and its like in a column's own definition.
pub(super) fn of_column(
    context: &mut Context,
    building: &mut Building,
    column: &OfColumn,
    key: sql::KeyConstraint,
    primary: bool,
) {
    let own = key.name.clone().map(|name| Spanned::new(name, column.text.span));
    let columns = Key {
        columns: vec![column.name.to_owned()],
        include: key.include.clone(),
        nulls_not_distinct: key.nulls_not_distinct,
        without_overlaps: key.without_overlaps,
        storage_parameters: key.storage_parameters.clone(),
        tablespace: key.tablespace.clone(),
    };
    let (kind, hint) = if primary {
        refuse_second_primary_key(context, building, column.text);
        (ConstraintKind::PrimaryKey(columns), ("", "pkey"))
    } else {
        (ConstraintKind::Unique(columns), (column.name, "key"))
    };
    insert(context, building, own.as_ref(), hint, timed(kind, key.timing));
}

/// Lowers a table's `primary_key:`.
pub(super) fn primary(context: &mut Context, building: &mut Building, key: &spec::Key) {
    table_key(context, building, None, key, true);
}

/// Lowers a table's `unique:`.
pub(super) fn unique(context: &mut Context, building: &mut Building, unique: &spec::UniqueKeys) {
    match unique {
        ShortOrLong::Short(lists) => {
            for columns in lists {
                let key = ShortOrLong::Short(OneOrMany(columns.0.clone()));
                table_key(context, building, None, &key, false);
            }
        }
        ShortOrLong::Long(named) => {
            for (name, key) in named {
                table_key(context, building, Some(name), key, false);
            }
        }
    }
}

fn refuse_second_primary_key(context: &mut Context, building: &Building, place: &Spanned<String>) {
    if building.table.primary_key().is_some() {
        let message = format!("`{}` has two primary keys", building.object);
        let finding = Diagnostic::error("contradicting_keys", place.span, message);
        context.report(
            finding.with_help("for several columns, write `primary_key: [a, b]` on the table"),
        );
    }
}

fn table_key(
    context: &mut Context,
    building: &mut Building,
    name: Option<&Spanned<String>>,
    key: &spec::Key,
    primary: bool,
) {
    let (columns, long) = match key {
        ShortOrLong::Short(columns) => (&columns.0, None),
        ShortOrLong::Long(keys) => (&keys.columns.0, Some(keys)),
    };
    let Some(first) = columns.first() else {
        return no_columns(context, building, name);
    };
    check_columns(context, building, columns);
    let include = long.map_or(&[][..], |keys| &keys.include);
    check_columns(context, building, include);
    if primary {
        refuse_second_primary_key(context, building, first);
    }
    let values = |names: &[Spanned<String>]| names.iter().map(|n| n.value.clone()).collect();
    let key = Key {
        columns: values(columns),
        include: values(include),
        nulls_not_distinct: long.is_some_and(|keys| keys.nulls_not_distinct),
        without_overlaps: long.is_some_and(|keys| keys.without_overlaps),
        storage_parameters: long.map(|keys| texts(&keys.with)).unwrap_or_default(),
        tablespace: long.and_then(|keys| text(&keys.tablespace)),
    };
    if key.without_overlaps && context.target < 18 {
        context.report_version(first.span, "a key without overlaps", 18);
    }
    let joined = key.columns.join("_");
    let kind = if primary { ConstraintKind::PrimaryKey(key) } else { ConstraintKind::Unique(key) };
    let constraint = Constraint {
        deferrable: long.is_some_and(|keys| keys.deferrable || keys.initially_deferred),
        initially_deferred: long.is_some_and(|keys| keys.initially_deferred),
        comment: long.and_then(|keys| text(&keys.comment)),
        ..plain(kind)
    };
    let own = name.or_else(|| long.and_then(|keys| keys.name.as_ref()));
    let hint = if primary { ("", "pkey") } else { (joined.as_str(), "key") };
    insert(context, building, own, hint, constraint);
}

fn no_columns(context: &mut Context, building: &Building, name: Option<&Spanned<String>>) {
    let place = name.map(|name| name.span).or_else(|| context.places.get(&building.id).copied());
    let Some(span) = place else { return };
    let message = format!("a key of `{}` names no column", building.object);
    let finding = Diagnostic::error("invalid_value", span, message);
    context.report(finding.with_help("name its columns, or remove it"));
}
