//! Tables and their partitions.

use crate::check::context::{Context, IndexColumns, Reading};
use crate::check::names::Found;
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectId, ObjectKind, ObjectName, RowSecurity, Table};
use crate::source::Spanned;
use crate::spec::{self, Document};
use crate::sql;

use super::{Home, children, column, constraint, relation, text, texts};

/// A table on its way into the model.
pub(super) struct Building<'a> {
    pub home: &'a Home<'a>,
    pub object: ObjectName,
    pub id: ObjectId,
    pub table: Table,
    /// Names of all columns that it declares, lowered already or not.
    pub declared: Vec<String>,
}

/// Lowers tables.
pub(super) fn lower(context: &mut Context, home: &Home, document: &Document) {
    for (name, keys) in &document.tables {
        lower_table(context, home, name, keys);
    }
}

fn lower_table(context: &mut Context, home: &Home, name: &Spanned<String>, keys: &spec::Table) {
    let owner = home.owner(&keys.owner);
    lower_as(context, home, home.name(name), keys, Table { owner, ..Table::default() });
}

/// Lowers a table or partition into the model; `table` holds what is known of it before.
pub(super) fn lower_as(
    context: &mut Context,
    home: &Home,
    object: ObjectName,
    keys: &spec::Table,
    table: Table,
) {
    let id = ObjectId::in_schema(ObjectKind::Table, &object);
    let declared = keys.columns.keys().map(|name| name.value.clone()).collect();
    let mut building = Building { home, object, id, table, declared };
    options(context, &mut building, keys);
    for (column, definition) in &keys.columns {
        column::lower(context, &mut building, column, definition);
    }
    constraint::lower(context, &mut building, keys);
    let Building { object, mut table, .. } = building;
    table.indexes = constraint::indexes(context, home, &object, &keys.indexes);
    table.triggers = relation::triggers(context, home, &object, &keys.triggers);
    table.policies = relation::policies(context, home, &object, &keys.policies);
    if let Some(partition_by) = &keys.partition_by {
        table.partition_by = partition_key(context, home, &object, partition_by);
    } else if let Some(partition) = keys.partitions.keys().next() {
        let message = "a table with partitions says how it is partitioned";
        let finding = Diagnostic::error("missing_key", partition.span, message);
        context.report(finding.with_help("add `partition_by: range (COLUMN)`"));
    }
    children::keep_columns(context, home, &object, &keys.inherited_columns);
    context.database.tables.insert(object.clone(), table);
    children::partitions(context, home, &object, &keys.partitions);
}

fn options(context: &mut Context, building: &mut Building, keys: &spec::Table) {
    let home = building.home;
    let table = &mut building.table;
    table.unlogged = keys.unlogged;
    table.storage_parameters = texts(&keys.with);
    table.access_method = text(&keys.using);
    table.tablespace = text(&keys.tablespace);
    table.replica_identity = text(&keys.replica_identity).filter(|identity| identity != "default");
    table.cluster_on = text(&keys.cluster_on);
    table.row_security = match keys.row_security.as_ref().map(|security| security.value) {
        None | Some(spec::RowSecurity::Off) => RowSecurity::Off,
        Some(spec::RowSecurity::Enabled) => RowSecurity::Enabled,
        Some(spec::RowSecurity::Forced) => RowSecurity::Forced,
    };
    table.comment = text(&keys.comment);
    for parent in &keys.inherits {
        let Some(name) = context.read(parent, sql::QualifiedName::parse(parent)) else { continue };
        match context.names.relation(&name, &home.scope) {
            Found::Ours(parent, ObjectKind::Table) => {
                context.depend(&building.id, ObjectId::in_schema(ObjectKind::Table, &parent));
                building.table.inherits.push(parent);
            }
            _ => context.unknown_relation(&name, &home.scope, parent.span),
        }
    }
}

/// Reads how a table is partitioned; the words are kept as written, `range (ordered_at)`.
fn partition_key(
    context: &mut Context,
    home: &Home,
    object: &ObjectName,
    partition_by: &Spanned<String>,
) -> Option<String> {
    let parsed = context.read(partition_by, sql::parse_partition_by(partition_by))?;
    let id = ObjectId::in_schema(ObjectKind::Table, object);
    for expression in parsed.expressions() {
        let part = expression.range.clone();
        context.follow(&id, partition_by, part, Reading::Over(object.clone()), &home.scope);
    }
    let columns = parsed.columns().map(str::to_owned).collect();
    let (relation, text) = (object.clone(), partition_by.clone());
    context.index_columns.push(IndexColumns { relation, text, columns });
    Some(partition_by.trim().to_owned())
}
