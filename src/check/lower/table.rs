//! Tables and their partitions.

use std::collections::BTreeSet;

use crate::check::context::{Context, IndexColumns, Reading};
use crate::check::names::Found;
use crate::diagnostic::Diagnostic;
use crate::model::{Column, ObjectId, ObjectKind, ObjectName, PartitionOf, RowSecurity, Table};
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec::{self, Document};
use crate::sql;

use super::{Home, column, constraint, relation, text, texts};

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
    let object = home.name(name);
    let id = ObjectId::in_schema(ObjectKind::Table, &object);
    let declared = keys.columns.keys().map(|name| name.value.clone()).collect();
    let mut building = Building { home, object, id, table: Table::default(), declared };
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
    context.database.tables.insert(object.clone(), table);
    partitions(context, home, &object, &keys.partitions);
}

fn options(context: &mut Context, building: &mut Building, keys: &spec::Table) {
    let home = building.home;
    let table = &mut building.table;
    table.unlogged = keys.unlogged;
    table.storage_parameters = texts(&keys.with);
    table.access_method = text(&keys.using);
    table.tablespace = text(&keys.tablespace);
    table.replica_identity = text(&keys.replica_identity).filter(|identity| identity != "default");
    table.row_security = match keys.row_security.as_ref().map(|security| security.value) {
        None | Some(spec::RowSecurity::Off) => RowSecurity::Off,
        Some(spec::RowSecurity::Enabled) => RowSecurity::Enabled,
        Some(spec::RowSecurity::Forced) => RowSecurity::Forced,
    };
    table.owner = home.owner(&keys.owner);
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

fn partitions(
    context: &mut Context,
    home: &Home,
    parent: &ObjectName,
    entries: &Entries<spec::Partition>,
) {
    for (name, keys) in entries {
        let object = home.name(name);
        let bound = match keys {
            ShortOrLong::Short(bound) => bound,
            ShortOrLong::Long(keys) => &keys.bound,
        };
        if context.read(bound, sql::parse_partition_bound(bound)).is_none() {
            continue;
        }
        let id = ObjectId::in_schema(ObjectKind::Table, &object);
        context.depend(&id, ObjectId::in_schema(ObjectKind::Table, parent));
        let bound = bound.trim().to_owned();
        let mut table = Table {
            partition_of: Some(PartitionOf { parent: parent.clone(), bound }),
            owner: context.database.tables.get(parent).and_then(|table| table.owner.clone()),
            ..Table::default()
        };
        if let ShortOrLong::Long(keys) = keys {
            long_partition(context, home, &object, &mut table, keys);
        }
        context.database.tables.insert(object.clone(), table);
        if let ShortOrLong::Long(keys) = keys {
            partitions(context, home, &object, &keys.partitions);
        }
    }
}

fn long_partition(
    context: &mut Context,
    home: &Home,
    object: &ObjectName,
    table: &mut Table,
    keys: &spec::PartitionKeys,
) {
    table.indexes = constraint::indexes(context, home, object, &keys.indexes);
    table.storage_parameters = texts(&keys.with);
    table.tablespace = text(&keys.tablespace);
    table.unlogged = keys.unlogged;
    table.comment = text(&keys.comment);
    if let Some(partition_by) = &keys.partition_by {
        table.partition_by = partition_key(context, home, object, partition_by);
    }
}

/// Gives partitions and inheriting tables the columns of their parents, parents first.
pub(super) fn spread_to_children(context: &mut Context) {
    let mut started = BTreeSet::new();
    let names: Vec<ObjectName> = context.database.tables.keys().cloned().collect();
    for first in names {
        let mut stack = vec![(first, false)];
        while let Some((name, parents_done)) = stack.pop() {
            let parents = parents(context, &name);
            if parents_done {
                inherit(context, &name, &parents);
            } else if started.insert(name.clone()) {
                stack.push((name, true));
                stack.extend(parents.into_iter().map(|parent| (parent, false)));
            }
        }
    }
}

fn parents(context: &Context, name: &ObjectName) -> Vec<ObjectName> {
    let Some(table) = context.database.tables.get(name) else { return Vec::new() };
    let partition_parent = table.partition_of.as_ref().map(|partition| partition.parent.clone());
    table.inherits.iter().cloned().chain(partition_parent).collect()
}

/// Puts the columns of the parents before a table's own; its own definition of one of them stands.
fn inherit(context: &mut Context, name: &ObjectName, parents: &[ObjectName]) {
    let mut columns: Vec<Column> = Vec::new();
    for parent in parents {
        if context.faulty_relations.contains(parent) {
            context.faulty_relations.insert(name.clone());
        }
        let inherited = context.database.tables.get(parent).map(|parent| parent.columns.clone());
        for column in inherited.unwrap_or_default() {
            if columns.iter().all(|known| known.name != column.name) {
                columns.push(Column { inherited: true, comment: None, ..column });
            }
        }
    }
    let Some(table) = context.database.tables.get_mut(name) else { return };
    for own in std::mem::take(&mut table.columns) {
        match columns.iter_mut().find(|column| column.name == own.name) {
            Some(merged) => *merged = own,
            None => columns.push(own),
        }
    }
    table.columns = columns;
}
