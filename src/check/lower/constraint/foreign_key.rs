//! Foreign keys: their targets are looked up once every table is known.

use std::collections::BTreeMap;

use crate::check::context::{Context, PendingForeignKey, shifted, word_at};
use crate::check::names::Found;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Action, Column, Constraint, ConstraintKind, ForeignKey, Index, ObjectId, ObjectKind,
    ObjectName, TypeDefinition,
};
use crate::source::Spanned;
use crate::spec;
use crate::sql::{self, ForeignKeyDefinition};

use super::{Building, OfColumn, check_columns, check_enforced, insert, text, timed};

/// Lowers the foreign key of a column's short form.
pub(super) fn of_column(
    context: &mut Context,
    building: &mut Building,
    column: &OfColumn,
    definition: ForeignKeyDefinition,
) {
    let columns = vec![column.name.to_owned()];
    let own = definition.name.clone().map(|name| Spanned::new(name, column.text.span));
    add(context, building, own.as_ref(), columns, column.text, column.shift, &definition, None);
}

/// Lowers a column's `references:`, which is SQL from the target on.
pub(in crate::check::lower) fn column_references(
    context: &mut Context,
    building: &mut Building,
    column: &str,
    references: &Spanned<String>,
) {
    const PREFIX: &str = "integer references ";
    let parsed = sql::parse_column(&format!("{PREFIX}{}", references.value));
    let shift = -(PREFIX.len() as isize);
    let Some(parsed) = context.read_part(references, shift, parsed) else { return };
    let columns = vec![column.to_owned()];
    for definition in &parsed.references {
        add(context, building, None, columns.clone(), references, shift, definition, None);
    }
}

/// Lowers a foreign key of the table.
pub(super) fn of_table(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    keys: &spec::ForeignKey,
) {
    check_columns(context, building, &keys.columns);
    let placeholders = vec!["a"; keys.columns.len()].join(", ");
    let prefix = format!("foreign key ({placeholders}) references ");
    let parsed = sql::parse_table_constraint(&format!("{prefix}{}", keys.references.value));
    let shift = -(prefix.len() as isize);
    let parsed = context.read_part(&keys.references, shift, parsed);
    let Some(sql::TableConstraint::ForeignKey(definition)) = parsed else { return };
    let columns = keys.columns.iter().map(|column| column.value.clone()).collect();
    let place = &keys.references;
    add(context, building, Some(name), columns, place, shift, &definition, Some(keys));
}

#[allow(clippy::too_many_arguments)]
fn add(
    context: &mut Context,
    building: &mut Building,
    own: Option<&Spanned<String>>,
    columns: Vec<String>,
    place: &Spanned<String>,
    shift: isize,
    definition: &ForeignKeyDefinition,
    keys: Option<&spec::ForeignKey>,
) {
    check_enforced(context, definition.not_enforced, place.span);
    let period = definition.period || keys.is_some_and(|keys| keys.period);
    if period && context.target < 18 {
        context.report_version(place.span, "a foreign key over a period", 18);
    }
    let range = shifted(&definition.table_range, shift);
    let span = context.within(place, range);
    let target = match context.names.relation(&definition.table, &building.home.scope) {
        Found::Ours(target, ObjectKind::Table) => target,
        Found::Ours(other, kind) => {
            let message = format!("a foreign key cannot refer to {} `{other}`", kind.words());
            let finding = Diagnostic::error("foreign_key_to_no_table", span, message);
            return context.report(finding.with_help("refer to the table behind it"));
        }
        _ => {
            context.faulty_links.entry(building.object.clone()).or_default().extend(columns);
            return context.unknown_relation(&definition.table, &building.home.scope, span);
        }
    };
    let (on_delete, on_delete_columns) = action(&definition.on_delete);
    let (on_update, _) = action(&definition.on_update);
    let joined = columns.join("_");
    let kind = ConstraintKind::ForeignKey(ForeignKey {
        columns,
        target,
        target_columns: definition.referenced_columns.clone(),
        on_delete,
        on_update,
        on_delete_columns,
        match_full: definition.match_full,
        period,
    });
    let constraint = Constraint {
        not_valid: definition.not_valid || keys.is_some_and(|keys| keys.not_valid),
        not_enforced: definition.not_enforced,
        comment: keys.and_then(|keys| text(&keys.comment)),
        ..timed(kind, definition.timing)
    };
    let name = insert(context, building, own, (&joined, "fkey"), constraint);
    let table = building.object.clone();
    context.foreign_key_places.insert((table.clone(), name.clone()), span);
    let place = place.clone();
    context.foreign_keys.push(PendingForeignKey { table, name, span, place });
}

fn action(action: &sql::Action) -> (Action, Vec<String>) {
    match action {
        sql::Action::NoAction => (Action::NoAction, Vec::new()),
        sql::Action::Restrict => (Action::Restrict, Vec::new()),
        sql::Action::Cascade => (Action::Cascade, Vec::new()),
        sql::Action::SetNull(columns) => (Action::SetNull, columns.clone()),
        sql::Action::SetDefault(columns) => (Action::SetDefault, columns.clone()),
    }
}

/// Gives every foreign key its target columns, and checks that they are a key of fitting types.
pub(in crate::check::lower) fn resolve(context: &mut Context) {
    let mut types = Types::new();
    for pending in std::mem::take(&mut context.foreign_keys) {
        let Some(key) = foreign_key(context, &pending) else { continue };
        if let Some(columns) = target_columns(context, &pending, &key) {
            check_types(context, &mut types, &pending, &key, &columns);
            set_target_columns(context, &pending, columns);
        }
    }
}

fn foreign_key(context: &Context, pending: &PendingForeignKey) -> Option<ForeignKey> {
    let table = context.database.tables.get(&pending.table)?;
    match &table.constraints.get(&pending.name)?.kind {
        ConstraintKind::ForeignKey(key) => Some(key.clone()),
        _ => None,
    }
}

fn set_target_columns(context: &mut Context, pending: &PendingForeignKey, columns: Vec<String>) {
    let table = context.database.tables.get_mut(&pending.table);
    let constraint = table.and_then(|table| table.constraints.get_mut(&pending.name));
    if let Some(Constraint { kind: ConstraintKind::ForeignKey(key), .. }) = constraint {
        key.target_columns = columns;
    }
}

/// Returns the referenced columns: those given, which must be a key, or the primary key.
fn target_columns(
    context: &mut Context,
    pending: &PendingForeignKey,
    key: &ForeignKey,
) -> Option<Vec<String>> {
    let target = context.database.tables.get(&key.target)?;
    let columns = if key.target_columns.is_empty() {
        let Some(primary) = target.primary_key() else {
            let message = format!("`{}` has no primary key to refer to", key.target);
            let finding = Diagnostic::error("foreign_key_without_key", pending.span, message);
            context.report(finding.with_help("name the columns of a unique key: `TABLE (COLUMN)`"));
            return None;
        };
        primary.columns.clone()
    } else {
        key.target_columns.clone()
    };
    let missing = columns.iter().find(|column| target.column(column).is_none());
    if let Some(missing) = missing.filter(|_| context.faulty_relations.contains(&key.target)) {
        let declared = ObjectId::part(ObjectKind::Column, &key.target, missing.clone());
        if context.places.contains_key(&declared) {
            return None;
        }
    }
    if let Some(missing) = missing {
        let near =
            crate::diagnostic::nearest(missing, target.columns.iter().map(|c| c.name.as_str()));
        let message = format!("`{}` has no column `{missing}`", key.target);
        let written = pending.place.value.rsplit_once('(').map_or("", |(_, columns)| columns);
        let span = match written.contains(missing.as_str()) {
            true => {
                let at = word_at(written, missing);
                let shift = (pending.place.len() - written.len()) as isize;
                context.within(&pending.place, shifted(&at, shift))
            }
            false => pending.span,
        };
        let mut finding = Diagnostic::error("unknown_column", span, message);
        if let Some(near) = near {
            finding = finding.with_help(format!("did you mean `{near}`?"));
        }
        context.report(finding);
        return None;
    }
    let same =
        |key: &[String]| key.len() == columns.len() && columns.iter().all(|c| key.contains(c));
    let is_unique_index = |index: &Index| {
        index.unique
            && sql::parse_index(&index.definition).is_ok_and(|index| {
                let own = index.key_columns().unwrap_or_default();
                let own: Vec<String> = own.into_iter().map(str::to_owned).collect();
                index.predicate.is_none() && same(&own)
            })
    };
    let is_key = target.keys().any(|key| same(&key.columns));
    if !is_key && !target.indexes.values().any(is_unique_index) {
        let message = format!("`{}` has no unique key on ({})", key.target, columns.join(", "));
        let finding = Diagnostic::error("foreign_key_without_key", pending.span, message);
        context
            .report(finding.with_help("add a primary key or a unique constraint on these columns"));
        return None;
    }
    Some(columns)
}

/// Types by their text: few are written many times, and reading one takes a parser.
type Types = BTreeMap<String, Option<sql::TypeName>>;

fn type_of(types: &mut Types, text: &str) -> Option<sql::TypeName> {
    types.entry(text.to_owned()).or_insert_with(|| sql::parse_type(text).ok()).clone()
}

fn check_types(
    context: &mut Context,
    types: &mut Types,
    pending: &PendingForeignKey,
    key: &ForeignKey,
    columns: &[String],
) {
    if key.columns.len() != columns.len() {
        let message =
            format!("{} referencing and {} referenced columns", key.columns.len(), columns.len());
        let finding = Diagnostic::error("foreign_key_type_mismatch", pending.span, message);
        return context.report(finding.with_help("name as many columns on both sides"));
    }
    for (own, theirs) in key.columns.iter().zip(columns) {
        let own_type = column_type(context, &pending.table, own);
        let their_type = column_type(context, &key.target, theirs);
        let (Some(own_type), Some(their_type)) = (own_type, their_type) else { continue };
        let fits = match (type_of(types, &own_type), type_of(types, &their_type)) {
            (Some(left), Some(right)) => sql::has_equality(&left, &right),
            _ => None,
        };
        if !fits.unwrap_or(own_type == their_type) {
            let message =
                format!("`{own}` is {own_type}, but `{}.{theirs}` is {their_type}", key.target);
            let finding = Diagnostic::error("foreign_key_type_mismatch", pending.span, message);
            context.report(finding.with_help("give both columns the same type"));
        }
    }
}

/// Returns the type of a column; for a domain, the type it stands on.
fn column_type(context: &Context, table: &ObjectName, column: &str) -> Option<String> {
    let column: &Column = context.database.tables.get(table)?.column(column)?;
    let mut data_type = column.data_type.clone();
    for _ in 0..32 {
        let Ok(sql::QualifiedName { schema: Some(schema), name }) =
            sql::QualifiedName::parse(&data_type)
        else {
            break;
        };
        let name = ObjectName::new(schema, name);
        let Some(declared) = context.database.types.get(&name) else { break };
        let TypeDefinition::Domain(domain) = &declared.definition else { break };
        data_type = domain.base.clone();
    }
    Some(data_type)
}
