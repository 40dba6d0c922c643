//! Tables and partitions.

use super::text::{comment, lower_case, names, owner, parameters};
use super::{Context, column, constraint};
use crate::model::{Constraint, ObjectId, ObjectKind, ObjectName, RowSecurity, Table};
use crate::sql::quote_identifier;

/// Writes every statement of a table but those of its indexes, triggers and policies.
pub(super) fn statements(context: &Context<'_>, name: &ObjectName, table: &Table) -> Vec<String> {
    let what = format!("table {name}");
    let inline = inline_constraints(context, name, table);
    let mut all = vec![create(context, name, table, &inline)];
    let inherited = context.database.inherited_columns(table);
    all.extend(column::alterations(name, &table.columns, &inherited, context.major));
    all.extend(replica_identity(name, table));
    all.extend(cluster(name, table));
    all.extend(row_security(name, table.row_security));
    all.extend(owner(&what, table.owner.as_deref()));
    all.extend(comment(&what, table.comment.as_deref()));
    all.extend(column::comments(name, &table.columns));
    all.extend(inline.iter().filter_map(|(key, item)| constraint::commented(name, key, item)));
    all
}

/// Writes the choice of an index for replication, once that index exists.
pub(super) fn replica_identity_index(name: &ObjectName, index: &str) -> String {
    format!("alter table {name} replica identity using index {};", quote_identifier(index))
}

fn inline_constraints<'a>(
    context: &Context<'_>,
    name: &ObjectName,
    table: &'a Table,
) -> Vec<(&'a str, &'a Constraint)> {
    let separate = |key: &str| {
        context.order.separate.contains(&ObjectId::part(ObjectKind::Constraint, name, key))
    };
    let all = table.constraints.iter().map(|(key, item)| (key.as_str(), item));
    let mut inline: Vec<_> = all.filter(|(key, _)| !separate(key)).collect();
    inline.sort_by_key(|(_, item)| constraint::rank(item));
    inline
}

fn create(
    context: &Context<'_>,
    name: &ObjectName,
    table: &Table,
    inline: &[(&str, &Constraint)],
) -> String {
    let mut lines = column::lines(name, &table.columns, context.major);
    lines.extend(inline.iter().map(|(key, item)| constraint::definition(key, item)));
    let unlogged = if table.unlogged { "unlogged " } else { "" };
    let mut text = format!("create {unlogged}table {name}");
    if let Some(partition) = &table.partition_of {
        text.push_str(&format!("\n    partition of {}", partition.parent));
    }
    match (lines.is_empty(), &table.partition_of) {
        (true, Some(_)) => {}
        (true, None) => text.push_str(" ()"),
        (false, _) => text.push_str(&format!(" (\n    {}\n)", lines.join(",\n    "))),
    }
    let indent = if text.ends_with(')') { "" } else { "    " };
    for clause in clauses(table) {
        text.push_str(&format!("\n{indent}{clause}"));
    }
    text.push(';');
    text
}

/// Writes what follows the columns, in the order in which the grammar wants it.
fn clauses(table: &Table) -> Vec<String> {
    let mut clauses = Vec::new();
    clauses.extend(table.partition_of.as_ref().map(|p| lower_case(p.bound.trim())));
    if !table.inherits.is_empty() {
        let parents: Vec<_> = table.inherits.iter().map(ToString::to_string).collect();
        clauses.push(format!("inherits ({})", parents.join(", ")));
    }
    clauses.extend(
        table.partition_by.as_ref().map(|key| format!("partition by {}", partition_key(key))),
    );
    clauses.extend(table.access_method.as_ref().map(|m| format!("using {}", quote_identifier(m))));
    if !table.storage_parameters.is_empty() {
        clauses.push(format!("with ({})", parameters(&table.storage_parameters)));
    }
    clauses
        .extend(table.tablespace.as_ref().map(|t| format!("tablespace {}", quote_identifier(t))));
    clauses
}

/// Lowers the strategy, which is a keyword; what is in parentheses stays as written.
fn partition_key(key: &str) -> String {
    let key = key.trim();
    let (strategy, columns) = key.split_at(key.find('(').unwrap_or(key.len()));
    format!("{}{columns}", strategy.to_ascii_lowercase())
}

fn replica_identity(name: &ObjectName, table: &Table) -> Option<String> {
    match table.replica_identity.as_deref()? {
        "default" => None,
        choice @ ("full" | "nothing") => {
            Some(format!("alter table {name} replica identity {choice};"))
        }
        index if table.indexes.contains_key(index) => None,
        index => Some(replica_identity_index(name, index)),
    }
}

/// Writes the index that CLUSTER uses; one that is made later says so itself.
fn cluster(name: &ObjectName, table: &Table) -> Option<String> {
    let index = table.cluster_on.as_ref().filter(|index| !table.indexes.contains_key(*index))?;
    Some(cluster_on(name, index))
}

/// Writes the choice of an index for CLUSTER, once that index exists.
pub(super) fn cluster_on(name: &ObjectName, index: &str) -> String {
    format!("alter table {name} cluster on {};", quote_identifier(index))
}

fn row_security(name: &ObjectName, row_security: RowSecurity) -> Vec<String> {
    let words: &[&str] = match row_security {
        RowSecurity::Off => &[],
        RowSecurity::Enabled => &["enable"],
        RowSecurity::Forced => &["enable", "force"],
    };
    words.iter().map(|word| format!("alter table {name} {word} row level security;")).collect()
}

/// Names the columns of a view or a key in parentheses, where there are any.
pub(super) fn column_list(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" ({})", names(columns)) }
}
