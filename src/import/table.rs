//! Tables and their partitions.

use std::collections::BTreeMap;

use super::column;
use super::constraint::{self, Constraints};
use super::context::Context;
use super::expression::Row;
use super::parts;
use super::yaml::{Map, Node};
use crate::model::{ObjectName, RowSecurity, Table};

/// Writes tables; partitions stand below the table that they belong to.
pub(super) fn tables<'a>(
    context: &Context,
    names: impl IntoIterator<Item = &'a ObjectName>,
) -> Map {
    let mut map = Map::spaced();
    for name in names {
        let Some(table) = context.database.tables.get(name) else { continue };
        map.put(&name.name, Node::Map(self::table(context, name, table)));
    }
    map
}

fn table(context: &Context, name: &ObjectName, table: &Table) -> Map {
    let mut map = Map::block();
    map.comment(&table.comment);
    let parents = table.inherits.iter().map(|parent| context.relation(&name.schema, parent));
    map.texts("inherits", &parents.collect::<Vec<_>>());
    let row = Row::Of(context.database, table);
    let constraints = Constraints::of(name, table);
    let columns = column::columns(context, name, table, &constraints.inline);
    // A table without columns is one too.
    if columns.is_empty() && table.inherits.is_empty() {
        map.put("columns", Node::Map(columns));
    } else {
        map.map("columns", columns);
    }
    map.map("inherited_columns", column::inherited(context, name, table));
    constraint::write(context, name, row, &constraints, &mut map);
    map.map("indexes", parts::indexes(context, &name.schema, row, &table.indexes));
    put_partitions(context, name, table, &mut map);
    put_rest(context, name, table, &mut map);
    let owner = context.object_owned(&name.schema, &table.owner);
    map.text("owner", owner.as_deref());
    map
}

/// Writes what tables and partitions have in common.
fn put_rest(context: &Context, name: &ObjectName, table: &Table, map: &mut Map) {
    let row_security = match table.row_security {
        RowSecurity::Off => None,
        RowSecurity::Enabled => Some("enabled"),
        RowSecurity::Forced => Some("forced"),
    };
    map.text("row_security", row_security);
    let row = Row::Of(context.database, table);
    map.map("policies", parts::policies(row, &table.policies));
    map.map("triggers", parts::triggers(context, name, row, &table.triggers));
    map.flag("unlogged", table.unlogged);
    map.map("with", parameters(&table.storage_parameters));
    map.text("using", table.access_method.as_deref());
    map.text("tablespace", table.tablespace.as_deref());
    map.text("replica_identity", table.replica_identity.as_deref());
    map.text("cluster_on", table.cluster_on.as_deref());
}

fn put_partitions(context: &Context, name: &ObjectName, table: &Table, map: &mut Map) {
    let Some(key) = &table.partition_by else { return };
    map.put("partition_by", Node::Text(lower_strategy(key)));
    let tables = &context.database.tables;
    let mut partitions = Map::block();
    for (own, partition) in tables.iter().filter(|(_, table)| is_of(table, name)) {
        partitions.put(&own.name, self::partition(context, name, own, partition));
    }
    map.map("partitions", partitions);
}

fn is_of(table: &Table, parent: &ObjectName) -> bool {
    table.partition_of.as_ref().is_some_and(|partition| partition.parent == *parent)
}

fn partition(context: &Context, parent: &ObjectName, name: &ObjectName, table: &Table) -> Node {
    let mut map = Map::block();
    let bound = table.partition_of.as_ref().map(|partition| lower_bound(&partition.bound));
    map.text("bound", bound.as_deref());
    map.text("schema", (name.schema != parent.schema).then_some(name.schema.as_str()));
    map.comment(&table.comment);
    map.map("columns", column::inherited(context, name, table));
    let row = Row::Of(context.database, table);
    let constraints = Constraints::of(name, table);
    constraint::write(context, name, row, &constraints, &mut map);
    map.map("indexes", parts::indexes(context, &name.schema, row, &table.indexes));
    put_partitions(context, name, table, &mut map);
    put_rest(context, name, table, &mut map);
    let owner = context.database.tables.get(parent).and_then(|parent| parent.owner.as_deref());
    map.text("owner", context.owner(table.owner.as_deref(), owner).as_deref());
    constraint::short_or_long(map, "bound")
}

/// Writes storage parameters and settings by name.
pub(super) fn parameters(parameters: &BTreeMap<String, String>) -> Map {
    let pair = |(name, value): (&String, &String)| (name.clone(), Node::Plain(value.clone()));
    parameters.iter().map(pair).collect()
}

fn lower_strategy(key: &str) -> String {
    let (strategy, columns) = key.split_at(key.find('(').unwrap_or(key.len()));
    format!("{}{columns}", strategy.to_lowercase())
}

/// Lowers the words of a bound; literals stay as they are.
fn lower_bound(bound: &str) -> String {
    use crate::sql::scanner::{Kind, tokens};
    let mut text = bound.to_owned();
    for token in tokens(bound).into_iter().filter(|token| token.kind == Kind::Word) {
        text[token.range].make_ascii_lowercase();
    }
    text
}
