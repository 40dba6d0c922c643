//! Reduces tables and views to what can be compared.

use std::collections::BTreeMap;

use crate::model::{Column, ConstraintKind, Database, Index, Policy, Table, Target, Trigger, View};

use super::TypeNames;
use super::types::{canonical, reduce_collation, reduce_expression};

/// Reduces the tables and views of both sides.
pub(super) fn align(model: &mut Database, found: &mut Database, types: &TypeNames) {
    drop_serial_sequences(model, found);
    for (name, table) in &mut model.tables {
        reduce_table(table, types);
        if let Some(found) = found.tables.get_mut(name) {
            adopt_target_columns(table, found);
        }
    }
    found.tables.values_mut().for_each(|table| reduce_table(table, &TypeNames::default()));
    for (name, view) in &mut model.views {
        reduce_view(view);
        for column in &mut view.output {
            column.data_type = column.data_type.as_deref().map(|text| types.column(text));
        }
        if let Some(found) = found.views.get_mut(name) {
            adopt_output(view, found);
        }
    }
    found.views.values_mut().for_each(reduce_view);
}

/// Returns the declared owners of what privileges are granted on.
pub(super) fn owners(model: &Database) -> BTreeMap<Target, String> {
    let tables =
        model.tables.iter().map(|(name, table)| (Target::Table(name.clone()), &table.owner));
    let views = model.views.iter().map(|(name, view)| (Target::Table(name.clone()), &view.owner));
    let schemas = model.schemas.iter();
    let schemas = schemas.map(|(name, schema)| (Target::Schema(name.clone()), &schema.owner));
    let sequences = model.sequences.iter();
    let sequences = sequences.map(|(name, found)| (Target::Sequence(name.clone()), &found.owner));
    let routines = model.routines.iter();
    let routines = routines.map(|(name, found)| (Target::Routine(name.clone()), &found.owner));
    let types = model.types.iter().map(|(name, found)| (Target::Type(name.clone()), &found.owner));
    let all = tables.chain(views).chain(schemas).chain(sequences).chain(routines).chain(types);
    all.filter_map(|(target, owner)| Some((target, owner.clone()?))).collect()
}

/// The type `serial` makes a sequence that nobody declared.
fn drop_serial_sequences(model: &Database, found: &mut Database) {
    found.sequences.retain(|name, sequence| {
        let Some((table, column)) = &sequence.owned_by else { return true };
        let table = model.tables.get(table);
        let column = table.and_then(|table| table.column(column));
        model.sequences.contains_key(name)
            || !column.is_some_and(|column| is_serial(&column.data_type))
    });
}

fn is_serial(data_type: &str) -> bool {
    let words = ["serial", "serial2", "serial4", "serial8", "smallserial", "bigserial"];
    words.contains(&data_type.to_lowercase().as_str())
}

fn reduce_table(table: &mut Table, types: &TypeNames) {
    // What comes from a parent is the parent's, and all columns of a partition do.
    let is_partition = table.partition_of.is_some();
    table.columns.retain(|column| !is_partition && !column.inherited);
    let key = table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    for column in &mut table.columns {
        column.not_null |= key.contains(&column.name);
        reduce_column(column, types);
    }
    for constraint in table.constraints.values_mut() {
        match &mut constraint.kind {
            ConstraintKind::Check { expression, .. } => reduce_expression(Some(expression)),
            ConstraintKind::Exclusion(definition) => definition.clear(),
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                key.tablespace = key.tablespace.take().filter(|name| name != "pg_default");
            }
            ConstraintKind::ForeignKey(_) => {}
        }
    }
    table.indexes.values_mut().for_each(reduce_index);
    table.triggers.values_mut().for_each(reduce_trigger);
    table.policies.values_mut().for_each(reduce_policy);
    if let Some(partition) = &mut table.partition_of {
        partition.bound.clear();
    }
    table.partition_by = table.partition_by.as_deref().map(strategy);
    table.access_method = table.access_method.take().filter(|name| name != "heap");
    table.tablespace = table.tablespace.take().filter(|name| name != "pg_default");
    table.replica_identity = table.replica_identity.take().filter(|name| name != "default");
}

fn reduce_column(column: &mut Column, types: &TypeNames) {
    if is_serial(&column.data_type) {
        column.default = Some(crate::model::Expression(String::new()));
        column.not_null = true;
    }
    column.not_null |= column.identity.is_some();
    column.data_type = types.column(&column.data_type);
    reduce_collation(&mut column.collation);
    reduce_expression(column.default.as_mut());
    reduce_expression(column.generated.as_mut().map(|generated| &mut generated.expression));
    if let Some(identity) = &mut column.identity {
        identity.options = canonical(&identity.options, &column.data_type);
    }
    column.storage = column.storage.take().map(|storage| storage.to_lowercase());
    column.compression = column.compression.take().filter(|method| method != "default");
    column.statistics = column.statistics.filter(|target| *target >= 0);
}

fn reduce_index(index: &mut Index) {
    let definition = index.definition.to_lowercase();
    let mut words = definition.split(|char: char| !char.is_alphanumeric() && char != '_');
    index.definition = match (words.next(), words.next()) {
        (Some("using"), Some(method)) => format!("using {method}"),
        _ => "using btree".to_owned(),
    };
    index.tablespace = index.tablespace.take().filter(|name| name != "pg_default");
}

fn reduce_trigger(trigger: &mut Trigger) {
    trigger.definition.clear();
}

fn reduce_policy(policy: &mut Policy) {
    policy.roles.sort();
    reduce_expression(policy.using.as_mut());
    reduce_expression(policy.with_check.as_mut());
}

fn reduce_view(view: &mut View) {
    view.query.clear();
    view.columns.clear();
    view.indexes.values_mut().for_each(reduce_index);
    view.triggers.values_mut().for_each(reduce_trigger);
    view.tablespace = view.tablespace.take().filter(|name| name != "pg_default");
}

/// A foreign key without columns of its target means the target's primary key.
fn adopt_target_columns(declared: &mut Table, found: &Table) {
    for (name, constraint) in &mut declared.constraints {
        let ConstraintKind::ForeignKey(key) = &mut constraint.kind else { continue };
        let found = found.foreign_keys().find(|(found, _)| found == name);
        if let Some((_, found)) = found.filter(|_| key.target_columns.is_empty()) {
            key.target_columns.clone_from(&found.target_columns);
        }
    }
}

/// What is not known of a view's result is not compared.
fn adopt_output(declared: &mut View, found: &View) {
    if declared.output.is_empty() {
        declared.output.clone_from(&found.output);
    }
    for (column, found) in declared.output.iter_mut().zip(&found.output) {
        if column.data_type.is_none() {
            column.data_type.clone_from(&found.data_type);
        }
    }
}

fn strategy(partition_by: &str) -> String {
    let word = partition_by.split(|char: char| !char.is_alphanumeric()).next();
    word.unwrap_or_default().to_lowercase()
}
