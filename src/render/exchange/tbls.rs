//! The JSON of tbls, which it, and what builds on it, reads as a data source (`json://schema.json`).
//!
//! The shapes are those of <https://github.com/k1LoW/tbls/blob/main/schema/schema.go>. Names carry their schema, `public`
//! too: tbls adds the current schema to those of a viewpoint that have none, and then finds no table that goes without.
//! What diagrams declare without a foreign key is a virtual relation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::model::{
    Column, Constraint, ConstraintKind, Database, ForeignKey, Index, Node, ObjectName, Project,
    RoutineKind, RoutineName, Table, Trigger, TypeDefinition, View,
};
use crate::render::ddl::constraint_definition;
use crate::render::erd::draw::{is_required, is_unique, plain_columns};
use crate::sql::quote_identifier;

/// Writes the document.
pub(super) fn document(project: &Project) -> String {
    let database = &project.database;
    let shown = database.whole_tables().map(|(name, table)| of_table(name, table));
    let flows = project.flows();
    let views = database.views.iter().map(|(name, view)| of_view(database, &flows, name, view));
    let enums = database.types.iter().filter_map(|(name, it)| match &it.definition {
        TypeDefinition::Enum(labels) => Some(json!({ "name": text(name), "values": labels })),
        _ => None,
    });
    let functions = database.routines.iter().map(|(name, it)| of_routine(name, it.kind));
    let viewpoints = project.diagrams.values().map(|diagram| {
        let tables: Vec<String> = diagram.tables.iter().map(text).collect();
        json!({ "name": diagram.title, "desc": "", "tables": tables })
    });
    let document = json!({
        "name": project.name,
        "desc": project.description.as_deref().unwrap_or_default(),
        "tables": shown.chain(views).collect::<Vec<Value>>(),
        "relations": relations(project),
        "functions": functions.collect::<Vec<Value>>(),
        "enums": enums.collect::<Vec<Value>>(),
        "viewpoints": viewpoints.collect::<Vec<Value>>(),
        "driver": {
            "name": "postgres",
            "database_version": format!("PostgreSQL {}", project.postgres),
            "meta": {
                "current_schema": "public",
                "search_paths": ["public"],
            },
        },
    });
    let text = serde_json::to_string_pretty(&document);
    text.expect("strings and numbers are always JSON") + "\n"
}

fn of_table(name: &ObjectName, table: &Table) -> Value {
    let columns = table.columns.iter().map(|column| of_column(table, column));
    let keys = table.constraints.iter();
    let indexes = keys.clone().filter_map(|(key, it)| behind(name, key, it));
    let indexes =
        indexes.chain(table.indexes.iter().map(|(key, it)| of_index(name, table, key, it)));
    json!({
        "name": text(name),
        "type": if table.partition_by.is_some() { "PARTITIONED TABLE" } else { "BASE TABLE" },
        "comment": table.comment.as_deref().unwrap_or_default(),
        "columns": columns.collect::<Vec<Value>>(),
        "indexes": indexes.collect::<Vec<Value>>(),
        "constraints": keys.map(|(key, it)| of_constraint(name, key, it)).collect::<Vec<Value>>(),
        "triggers": triggers(&table.triggers),
        "def": "",
    })
}

fn of_column(table: &Table, column: &Column) -> Value {
    let mut described = json!({
        "name": column.name,
        "type": column.data_type,
        "nullable": !table.refuses_null(column),
        "default": column.default.as_ref().map(|default| &default.0),
        "comment": column.comment.as_deref().unwrap_or_default(),
    });
    if let Some(generated) = &column.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        let words = format!("GENERATED ALWAYS AS ({}) {stored}", generated.expression.0);
        described["extra_def"] = json!(words);
    }
    if let Some(identity) = &column.identity {
        let when = if identity.always { "ALWAYS" } else { "BY DEFAULT" };
        described["extra_def"] = json!(format!("GENERATED {when} AS IDENTITY"));
    }
    if let Some(class) = &column.classification {
        described["labels"] = json!([{ "name": class, "virtual": true }]);
    }
    described
}

fn of_view(
    database: &Database,
    flows: &BTreeSet<(Node, Node)>,
    name: &ObjectName,
    view: &View,
) -> Value {
    let read = flows.iter().filter(|(_, to)| *to == Node::View(name.clone()));
    let read = read.filter_map(|(from, _)| match from {
        Node::Table(read) | Node::View(read) => Some(text(read)),
        _ => None,
    });
    let columns = database.columns_of(name).unwrap_or_default();
    let columns = columns.into_iter().map(|(column, data_type)| {
        json!({
            "name": column,
            "type": data_type.unwrap_or("unknown"),
            "nullable": true,
            "default": null,
            "comment": view.column_comments.get(column).map(String::as_str).unwrap_or_default(),
        })
    });
    let what = if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
    json!({
        "name": text(name),
        "type": what,
        "comment": view.comment.as_deref().unwrap_or_default(),
        "columns": columns.collect::<Vec<Value>>(),
        "indexes": [],
        "constraints": [],
        "triggers": triggers(&view.triggers),
        "def": format!("CREATE {what} {name} AS {}", view.query),
        "referenced_tables": read.collect::<BTreeSet<String>>(),
    })
}

fn of_constraint(table: &ObjectName, name: &str, constraint: &Constraint) -> Value {
    let (kind, columns, key) = match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => ("PRIMARY KEY", key.columns.clone(), None),
        ConstraintKind::Unique(key) => ("UNIQUE", key.columns.clone(), None),
        ConstraintKind::Check { .. } => ("CHECK", Vec::new(), None),
        ConstraintKind::ForeignKey(key) => ("FOREIGN KEY", key.columns.clone(), Some(key)),
        ConstraintKind::Exclusion(_) => ("EXCLUDE", Vec::new(), None),
    };
    let mut described = json!({
        "name": name,
        "type": kind,
        "def": demand(name, constraint),
        "table": text(table),
        "columns": columns,
        "comment": constraint.comment.as_deref().unwrap_or_default(),
    });
    if let Some(key) = key {
        described["referenced_table"] = json!(text(&key.target));
        described["referenced_columns"] = json!(key.target_columns);
    }
    described
}

/// Returns what a constraint demands, without its name.
fn demand(name: &str, constraint: &Constraint) -> String {
    let whole = constraint_definition(name, constraint);
    let named = format!("constraint {}", quote_identifier(name));
    whole.strip_prefix(&named).unwrap_or(&whole).trim().to_owned()
}

/// Describes the index that a key is kept by.
fn behind(table: &ObjectName, name: &str, constraint: &Constraint) -> Option<Value> {
    let (ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)) = &constraint.kind else {
        return None;
    };
    let columns: Vec<_> = key.columns.iter().map(|column| quote_identifier(column)).collect();
    let named = quote_identifier(name);
    Some(json!({
        "name": name,
        "def": format!("create unique index {named} on {table} using btree ({})", columns.join(", ")),
        "table": text(table),
        "columns": key.columns,
        "comment": "",
    }))
}

fn of_index(name: &ObjectName, table: &Table, index: &str, described: &Index) -> Value {
    let unique = if described.unique { "unique " } else { "" };
    let written = plain_columns(&described.definition).unwrap_or_default();
    let columns = table.columns.iter().map(|column| column.name.as_str());
    let columns = columns.filter(|column| written.iter().any(|it| *it == quote_identifier(column)));
    let (named, definition) = (quote_identifier(index), &described.definition);
    json!({
        "name": index,
        "def": format!("create {unique}index {named} on {name} {definition}"),
        "table": text(name),
        "columns": columns.collect::<Vec<_>>(),
        "comment": described.comment.as_deref().unwrap_or_default(),
    })
}

fn triggers(triggers: &BTreeMap<String, Trigger>) -> Vec<Value> {
    let described = triggers.iter().map(|(name, trigger)| {
        json!({
            "name": name,
            "def": format!("create trigger {} {}", quote_identifier(name), trigger.definition),
            "comment": trigger.comment.as_deref().unwrap_or_default(),
        })
    });
    described.collect()
}

fn of_routine(name: &RoutineName, kind: RoutineKind) -> Value {
    json!({
        "name": text(&name.name),
        "return_type": "",
        "arguments": name.arguments,
        "type": if kind == RoutineKind::Procedure { "PROCEDURE" } else { "FUNCTION" },
    })
}

/// Describes foreign keys between the tables that are shown, as tbls reads no others, and what diagrams declare without one.
fn relations(project: &Project) -> Vec<Value> {
    let database = &project.database;
    let is_shown = |name: &ObjectName| {
        database.tables.get(name).is_some_and(|table| table.partition_of.is_none())
    };
    let keys = database.whole_tables().flat_map(|(name, table)| {
        let keys = table.constraints.iter();
        keys.filter_map(move |(key, constraint)| match &constraint.kind {
            ConstraintKind::ForeignKey(held) if is_shown(&held.target) => {
                Some(of_key(name, table, held, &demand(key, constraint)))
            }
            _ => None,
        })
    });
    let declared = project.declared_relations().into_iter();
    let declared = declared.filter(|it| is_shown(&it.table) && is_shown(&it.target));
    let declared = declared.filter_map(|it| {
        let table = database.tables.get(&it.table)?;
        let ends = ((&it.table, &it.columns), (&it.target, &it.target_columns));
        Some(relation(table, ends, "Declared by a diagram", true))
    });
    keys.chain(declared).collect()
}

fn of_key(name: &ObjectName, table: &Table, key: &ForeignKey, demand: &str) -> Value {
    relation(table, ((name, &key.columns), (&key.target, &key.target_columns)), demand, false)
}

type End<'e> = (&'e ObjectName, &'e Vec<String>);

fn relation(table: &Table, (from, to): (End<'_>, End<'_>), words: &str, is_virtual: bool) -> Value {
    let many = if is_unique(table, from.1) { "zero_or_one" } else { "zero_or_more" };
    let one = if is_required(table, from.1) { "exactly_one" } else { "zero_or_one" };
    json!({
        "table": text(from.0),
        "columns": from.1,
        "cardinality": many,
        "parent_table": text(to.0),
        "parent_columns": to.1,
        "parent_cardinality": one,
        "def": words,
        "virtual": is_virtual,
    })
}

/// Names an object as tbls does: with its schema, and without quotes.
fn text(name: &ObjectName) -> String {
    format!("{}.{}", name.schema, name.name)
}
