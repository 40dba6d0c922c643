//! Partitions, and the columns that tables have from their parents.

use std::collections::BTreeSet;

use crate::check::context::{Context, Reading};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Column, Expression, ObjectId, ObjectKind, ObjectName, PartitionOf, Table};
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec::{self, ChildColumn};
use crate::sql;

use super::{Home, own_owner, table, text, texts};

/// Lowers the partitions of a table, and theirs.
pub(super) fn partitions(
    context: &mut Context,
    home: &Home,
    parent: &ObjectName,
    entries: &Entries<spec::Partition>,
) {
    for (name, keys) in entries {
        let (bound, long) = match keys {
            ShortOrLong::Short(bound) => (bound, None),
            ShortOrLong::Long(keys) => (&keys.bound, Some(keys)),
        };
        if context.read(bound, sql::parse_partition_bound(bound)).is_none() {
            continue;
        }
        let elsewhere = long.and_then(|keys| keys.schema.as_ref());
        let home = match elsewhere {
            Some(schema) => &Home { schema: &schema.value, ..home.clone() },
            None => home,
        };
        let object = home.name(name);
        let id = ObjectId::in_schema(ObjectKind::Table, &object);
        context.depend(&id, ObjectId::in_schema(ObjectKind::Table, parent));
        let bound = bound.trim().to_owned();
        let of_parent = context.database.tables.get(parent).and_then(|table| table.owner.clone());
        let own = long.and_then(|keys| own_owner(&keys.owner));
        let table = Table {
            partition_of: Some(PartitionOf { parent: parent.clone(), bound }),
            owner: own.unwrap_or(of_parent),
            ..Table::default()
        };
        let keys = long.map(|keys| keys.as_table()).unwrap_or_default();
        table::lower_as(context, home, object, &keys, table);
    }
}

/// Keeps what differs from the parent's columns until these were passed on.
pub(super) fn keep_columns(
    context: &mut Context,
    home: &Home,
    object: &ObjectName,
    columns: &Entries<ChildColumn>,
) {
    let id = ObjectId::in_schema(ObjectKind::Table, object);
    for (_, keys) in columns {
        if let Some(default) = &keys.default {
            context.expression(&id, default, Reading::Alone, &home.scope);
        }
    }
    if !columns.is_empty() {
        context.child_columns.insert(object.clone(), columns.clone());
    }
}

/// Gives partitions and inheriting tables the columns of their parents, parents first.
pub(super) fn spread_columns(context: &mut Context) {
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
    if parents.iter().any(|parent| context.faulty_relations.contains(parent)) {
        context.faulty_relations.insert(name.clone());
    }
    let Some(table) = context.database.tables.get(name) else { return };
    let mut columns = context.database.inherited_columns(table);
    change(context, name, &mut columns);
    let Some(table) = context.database.tables.get_mut(name) else { return };
    for own in std::mem::take(&mut table.columns) {
        match columns.iter_mut().find(|column| column.name == own.name) {
            Some(merged) => *merged = own,
            None => columns.push(own),
        }
    }
    table.columns = columns;
}

/// Changes inherited columns as the child says.
fn change(context: &mut Context, table: &ObjectName, columns: &mut [Column]) {
    let changes = context.child_columns.remove(table).unwrap_or_default();
    for (name, keys) in &changes {
        match columns.iter_mut().find(|column| column.name == name.value) {
            Some(column) => change_column(column, keys),
            None => unknown(context, table, name, columns),
        }
    }
}

fn change_column(column: &mut Column, keys: &ChildColumn) {
    let default = text(&keys.default).map(Expression);
    if default.is_some() || keys.drop_default {
        column.default = default;
    }
    column.not_null |= keys.not_null;
    column.storage = text(&keys.storage).or(column.storage.take());
    if let Some(method) = text(&keys.compression) {
        column.compression = Some(method).filter(|method| method != "default");
    }
    if let Some(target) = &keys.statistics {
        column.statistics = Some(target.value).filter(|target| *target >= 0);
    }
    column.options = texts(&keys.options);
    column.comment = text(&keys.comment);
}

fn unknown(context: &mut Context, table: &ObjectName, name: &Spanned<String>, columns: &[Column]) {
    if context.faulty_relations.contains(table) {
        return;
    }
    let message = format!("`{table}` has no column `{}` from a parent", name.value);
    let finding = Diagnostic::error("unknown_column", name.span, message);
    let near = nearest(name, columns.iter().map(|column| column.name.as_str()));
    context.report(match near {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding,
    });
}
