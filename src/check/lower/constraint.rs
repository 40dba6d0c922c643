//! Constraints and indexes of tables.

mod foreign_key;

use std::collections::BTreeMap;

use crate::check::context::{Context, IndexColumns, Reading, shifted};
use crate::check::declare::{check_case_collisions, check_identifier};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    Constraint, ConstraintKind, Expression, Index, Key, ObjectId, ObjectKind, ObjectName,
};
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec;
use crate::sql::{self, Timing};

use super::table::Building;
use super::types::unused_name;
use super::{Home, text};

pub(super) use foreign_key::{column_references, resolve as resolve_foreign_keys};

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
    if let Some(key) = &keys.primary_key {
        table_key(context, building, None, key, true);
    }
    match &keys.unique {
        None => {}
        Some(ShortOrLong::Short(lists)) => {
            for columns in lists {
                let key = ShortOrLong::Short(crate::source::OneOrMany(columns.0.clone()));
                table_key(context, building, None, &key, false);
            }
        }
        Some(ShortOrLong::Long(named)) => {
            for (name, key) in named {
                table_key(context, building, Some(name), key, false);
            }
        }
    }
    for (name, check) in &keys.checks {
        table_check(context, building, name, check);
    }
    for (name, key) in &keys.foreign_keys {
        foreign_key::of_table(context, building, name, key);
    }
    for (name, exclusion) in &keys.exclude {
        table_exclusion(context, building, name, exclusion);
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

/// Returns the name that PostgreSQL gives an object of a table's column: parts are cut, the longer
/// one first, so that the whole fits into 63 bytes.
pub(super) fn default_name(table: &str, column: &str, label: &str) -> String {
    let (mut table, mut column) = (table, column);
    let separators = if column.is_empty() { 1 } else { 2 };
    while table.len() + column.len() + label.len() + separators > sql::MAX_IDENTIFIER_BYTES {
        let longer = if table.len() > column.len() { &mut table } else { &mut column };
        let last = longer.char_indices().next_back().map_or(0, |(at, _)| at);
        *longer = &longer[..last];
    }
    let parts = [table, column, label].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("_")
}

/// Adds a constraint under its own name, or under the one PostgreSQL would choose.
fn insert(
    context: &mut Context,
    building: &mut Building,
    own: Option<&Spanned<String>>,
    (columns, label): (&str, &str),
    constraint: Constraint,
) -> String {
    let taken = &building.table.constraints;
    let wanted = default_name(&building.object.name, columns, label);
    let name = own.map_or_else(|| unused_name(taken, &wanted), |name| name.value.clone());
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

/// Lowers the constraints that stand in a column's own definition.
pub(super) fn of_column(
    context: &mut Context,
    building: &mut Building,
    column: &OfColumn,
    constraints: ColumnConstraints,
) {
    let spanned = |name: Option<String>| name.map(|name| Spanned::new(name, column.text.span));
    if let Some(key) = constraints.primary_key {
        let kind = ConstraintKind::PrimaryKey(column_key(column.name, &key));
        refuse_second_primary_key(context, building, column.text);
        insert(
            context,
            building,
            spanned(key.name).as_ref(),
            ("", "pkey"),
            timed(kind, key.timing),
        );
    }
    for key in constraints.unique {
        let kind = ConstraintKind::Unique(column_key(column.name, &key));
        let own = spanned(key.name);
        insert(context, building, own.as_ref(), (column.name, "key"), timed(kind, key.timing));
    }
    for check in constraints.checks {
        let range = shifted(&check.expression.range, column.shift);
        let over = Reading::Over(building.object.clone());
        context.follow(&building.id, column.text, range, over, &building.home.scope);
        let kind = ConstraintKind::Check {
            expression: Expression(check.expression.text),
            no_inherit: check.no_inherit,
        };
        let own = spanned(check.name);
        insert(context, building, own.as_ref(), (column.name, "check"), plain(kind));
    }
    for key in constraints.references {
        foreign_key::of_column(context, building, column, key);
    }
}

fn column_key(column: &str, key: &sql::KeyConstraint) -> Key {
    Key {
        columns: vec![column.to_owned()],
        include: key.include.clone(),
        nulls_not_distinct: key.nulls_not_distinct,
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

/// Lowers a check that stands under a column's `check:`.
pub(super) fn column_check(
    context: &mut Context,
    building: &mut Building,
    column: &str,
    check: &Spanned<String>,
) {
    let over = Reading::Over(building.object.clone());
    context.expression(&building.id, check, over, &building.home.scope);
    let expression = Expression(check.trim().to_owned());
    let kind = ConstraintKind::Check { expression, no_inherit: false };
    insert(context, building, None, (column, "check"), plain(kind));
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
    let Some(first) = columns.first() else { return };
    check_columns(context, building, columns);
    let include = long.map_or(&[][..], |keys| &keys.include);
    check_columns(context, building, include);
    if primary {
        refuse_second_primary_key(context, building, first);
    }
    let texts = |names: &[Spanned<String>]| names.iter().map(|n| n.value.clone()).collect();
    let key = Key {
        columns: texts(columns),
        include: texts(include),
        nulls_not_distinct: long.is_some_and(|keys| keys.nulls_not_distinct),
    };
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

fn table_check(
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
    context.expression(&building.id, expression, over, &building.home.scope);
    let kind = ConstraintKind::Check {
        expression: Expression(expression.trim().to_owned()),
        no_inherit: long.is_some_and(|keys| keys.no_inherit),
    };
    let constraint = Constraint {
        not_valid: long.is_some_and(|keys| keys.not_valid),
        comment: long.and_then(|keys| text(&keys.comment)),
        ..plain(kind)
    };
    insert(context, building, Some(name), ("", "check"), constraint);
}

fn table_exclusion(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    exclusion: &Spanned<String>,
) {
    let Some(parsed) = context.read(exclusion, sql::parse_exclusion(exclusion)) else { return };
    for fragment in parsed.expressions() {
        let over = Reading::Over(building.object.clone());
        let part = fragment.range.clone();
        context.follow(&building.id, exclusion, part, over, &building.home.scope);
    }
    for column in parsed.columns() {
        require_column(context, building, exclusion, column);
    }
    let written = exclusion.trim().to_owned();
    let definition = sql::without_timing(&written);
    let constraint = timed(ConstraintKind::Exclusion(definition), parsed.timing);
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

/// Reports columns that the table does not have; those of a parent are not known yet.
pub(super) fn check_columns(
    context: &mut Context,
    building: &Building,
    columns: &[Spanned<String>],
) {
    if !building.table.inherits.is_empty() {
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

/// Lowers the indexes of a table or materialized view.
pub(super) fn indexes(
    context: &mut Context,
    home: &Home,
    relation: &ObjectName,
    entries: &Entries<spec::Index>,
) -> BTreeMap<String, Index> {
    let mut indexes = BTreeMap::new();
    for (name, keys) in entries {
        let (on, long) = match keys {
            ShortOrLong::Short(on) => (on, None),
            ShortOrLong::Long(keys) => (&keys.on, Some(keys)),
        };
        let Some((unique, definition)) = index_text(context, on) else { continue };
        let Some(parsed) =
            context.read_part(on, definition as isize, sql::parse_index(&on[definition..]))
        else {
            continue;
        };
        let id = ObjectId::in_schema(ObjectKind::Index, &home.name(name));
        for fragment in parsed.expressions() {
            let part = shifted(&fragment.range, definition as isize);
            context.follow(&id, on, part, Reading::Over(relation.clone()), &home.scope);
        }
        let columns = parsed.columns().map(str::to_owned).collect();
        let index_columns = IndexColumns { relation: relation.clone(), text: on.clone(), columns };
        context.index_columns.push(index_columns);
        let index = Index {
            definition: on[definition..].trim().to_owned(),
            unique: unique || long.is_some_and(|keys| keys.unique),
            invalid: false,
            comment: long.and_then(|keys| text(&keys.comment)),
        };
        indexes.insert(name.value.clone(), index);
    }
    indexes
}

/// The short form may begin with `unique`; returns that, and where the rest begins.
fn index_text(context: &mut Context, on: &Spanned<String>) -> Option<(bool, usize)> {
    let text = on.trim_start();
    let skipped = on.len() - text.len();
    let word = text.get(..6).filter(|word| word.eq_ignore_ascii_case("unique"));
    let unique = word.is_some() && text[6..].starts_with(|c: char| c.is_whitespace() || c == '(');
    if text.is_empty() {
        context.report(Diagnostic::error("sql_syntax", on.span, "an index says what it is on"));
        return None;
    }
    Some(if unique { (true, skipped + 6) } else { (false, skipped) })
}
