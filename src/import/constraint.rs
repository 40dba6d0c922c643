//! Constraints: those that stand in their column's line, and those that have a key of their own.

use std::collections::BTreeMap;

use super::context::Context;
use super::expression::{Row, expression, lowered};
use super::yaml::{Map, Node};
use crate::check::default_name;
use crate::model::{Action, Constraint, ConstraintKind, ForeignKey, Key, ObjectName, Table};
use crate::sql::quote_identifier;

/// The constraints of a table, divided by where they are written.
pub(super) struct Constraints<'a> {
    /// Those that stand in a column's own definition.
    pub inline: BTreeMap<&'a str, Inline<'a>>,
    /// The others by name.
    pub rest: BTreeMap<&'a str, &'a Constraint>,
}

/// What a column says of constraints in its own definition.
#[derive(Default)]
pub(super) struct Inline<'a> {
    pub primary_key: bool,
    pub unique: bool,
    pub check: Option<&'a str>,
    pub references: Option<&'a Constraint>,
}

impl<'a> Constraints<'a> {
    /// Divides the constraints of a table.
    pub fn of(name: &ObjectName, table: &'a Table) -> Self {
        let mut divided = Self { inline: BTreeMap::new(), rest: BTreeMap::new() };
        for (own, constraint) in &table.constraints {
            if !divided.put_inline(name, table, own, constraint) {
                divided.rest.insert(own, constraint);
            }
        }
        divided
    }

    /// Puts a constraint of one column into its definition, where its name goes without saying.
    fn put_inline(
        &mut self,
        name: &ObjectName,
        table: &'a Table,
        own: &str,
        constraint: &'a Constraint,
    ) -> bool {
        let Some((column, label)) = of_column(name, table, constraint) else { return false };
        let named = if label == "pkey" { "" } else { column };
        let declared = table.column(column).is_some_and(|column| !column.inherited);
        if !declared || own != default_name::name(&name.name, named, label) {
            return false;
        }
        let inline = self.inline.entry(column).or_default();
        match &constraint.kind {
            ConstraintKind::PrimaryKey(_) => inline.primary_key = true,
            ConstraintKind::Unique(_) => inline.unique = true,
            ConstraintKind::Check { expression, .. } => inline.check = Some(&expression.0),
            ConstraintKind::ForeignKey(_) => inline.references = Some(constraint),
            ConstraintKind::Exclusion(_) => return false,
        }
        true
    }
}

/// Returns the only column of a constraint that a column's definition can hold, and the label at the
/// end of its name.
fn of_column<'a>(
    name: &ObjectName,
    table: &'a Table,
    constraint: &'a Constraint,
) -> Option<(&'a str, &'static str)> {
    let timed = constraint.deferrable || constraint.initially_deferred;
    if constraint.comment.is_some() || constraint.not_valid || constraint.not_enforced {
        return None;
    }
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            let [column] = key.columns.as_slice() else { return None };
            let plain = Key { columns: key.columns.clone(), ..Key::default() } == *key;
            let primary = matches!(constraint.kind, ConstraintKind::PrimaryKey(_));
            let label = if primary { "pkey" } else { "key" };
            (plain && !timed).then_some((column.as_str(), label))
        }
        ConstraintKind::Check { expression, no_inherit: false } => {
            let names: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
            let read = default_name::column_of_check(name, &names, &expression.0);
            Some((table.column(&read)?.name.as_str(), "check"))
        }
        ConstraintKind::ForeignKey(key) => match key.columns.as_slice() {
            [column] if !key.period => Some((column, "fkey")),
            _ => None,
        },
        _ => None,
    }
}

/// Writes what has a key of its own: `primary_key`, `unique`, `foreign_keys`, `checks`, `exclude`.
pub(super) fn write(
    context: &Context,
    name: &ObjectName,
    row: Row<'_>,
    constraints: &Constraints<'_>,
    map: &mut Map,
) {
    let rest = &constraints.rest;
    let mut unique = Vec::new();
    let (mut foreign, mut checks, mut exclude) = (Map::block(), Map::block(), Map::block());
    for (own, constraint) in rest {
        match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => {
                let usual = default_name::name(&name.name, "", "pkey");
                let said = (*own != usual).then_some(*own);
                map.put("primary_key", self::key(key, constraint, said));
            }
            ConstraintKind::Unique(key) => unique.push((*own, key, *constraint)),
            ConstraintKind::ForeignKey(key) => {
                foreign.put(*own, foreign_key(context, &name.schema, key, constraint));
            }
            ConstraintKind::Check { expression, no_inherit } => {
                checks.put(*own, check(&expression.0, row, *no_inherit, constraint));
            }
            ConstraintKind::Exclusion(definition) => {
                exclude.put(*own, exclusion(definition, constraint));
            }
        }
    }
    put_unique(name, unique, map);
    map.map("foreign_keys", foreign);
    map.map("checks", checks);
    map.map("exclude", exclude);
}

/// Names of unique keys are said for all or for none.
fn put_unique(name: &ObjectName, keys: Vec<(&str, &Key, &Constraint)>, map: &mut Map) {
    let usual = |(own, key, constraint): &(&str, &Key, &Constraint)| {
        let plain = matches!(self::key(key, constraint, None), Node::List(_) | Node::Text(_));
        plain && *own == default_name::name(&name.name, &key.columns.join("_"), "key")
    };
    if keys.iter().all(usual) {
        let lists = keys.iter().map(|(_, key, _)| Node::List(texts(&key.columns)));
        let lists: Vec<Node> = lists.collect();
        if !lists.is_empty() {
            map.put("unique", Node::List(lists));
        }
        return;
    }
    let mut named = Map::block();
    for (own, key, constraint) in keys {
        named.put(own, self::key(key, constraint, None));
    }
    map.map("unique", named);
}

fn texts(names: &[String]) -> Vec<Node> {
    names.iter().cloned().map(Node::Text).collect()
}

fn one_or_many(names: &[String]) -> Node {
    match names {
        [one] => Node::Text(one.clone()),
        many => Node::List(texts(many)),
    }
}

/// Writes a primary or unique key: its columns, or keys.
fn key(key: &Key, constraint: &Constraint, name: Option<&str>) -> Node {
    let mut map = Map::default();
    map.put("columns", Node::List(texts(&key.columns)));
    map.text("name", name);
    map.texts("include", &key.include);
    map.flag("nulls_not_distinct", key.nulls_not_distinct);
    map.flag("without_overlaps", key.without_overlaps);
    map.flag("deferrable", constraint.deferrable && !constraint.initially_deferred);
    map.flag("initially_deferred", constraint.initially_deferred);
    map.map("with", super::table::parameters(&key.storage_parameters));
    map.text("tablespace", key.tablespace.as_deref());
    map.comment(&constraint.comment);
    match map.only("columns") {
        Some(_) => one_or_many(&key.columns),
        None => Node::Map(map),
    }
}

fn check(text: &str, row: Row<'_>, no_inherit: bool, constraint: &Constraint) -> Node {
    let mut map = Map::default();
    map.put("expression", Node::Text(expression(text, row)));
    map.flag("no_inherit", no_inherit);
    map.flag("not_valid", constraint.not_valid);
    map.flag("not_enforced", constraint.not_enforced);
    map.comment(&constraint.comment);
    short_or_long(map, "expression")
}

/// Leaves of keys the one that the short form stands for, where it is alone.
pub(super) fn short_or_long(map: Map, short: &str) -> Node {
    match map.only(short) {
        Some(text) => text.clone(),
        None => Node::Map(map),
    }
}

fn foreign_key(context: &Context, schema: &str, key: &ForeignKey, constraint: &Constraint) -> Node {
    let mut map = Map::default();
    map.put("columns", one_or_many(&key.columns));
    map.put("references", Node::Text(references(context, schema, constraint, key)));
    map.flag("period", key.period);
    map.flag("not_valid", constraint.not_valid);
    map.comment(&constraint.comment);
    Node::Map(map)
}

/// Writes a foreign key from its target on.
pub(super) fn references(
    context: &Context,
    schema: &str,
    constraint: &Constraint,
    key: &ForeignKey,
) -> String {
    let columns: Vec<_> = key.target_columns.iter().map(|name| quote_identifier(name)).collect();
    let mut text = format!("{} ({})", context.relation(schema, &key.target), columns.join(", "));
    if key.match_full {
        text.push_str(" match full");
    }
    if key.on_update != Action::NoAction {
        text.push_str(&format!(" on update {}", key.on_update.sql()));
    }
    if key.on_delete != Action::NoAction {
        text.push_str(&format!(" on delete {}", key.on_delete.sql()));
        if !key.on_delete_columns.is_empty() {
            let columns = key.on_delete_columns.iter().map(|name| quote_identifier(name));
            text.push_str(&format!(" ({})", columns.collect::<Vec<_>>().join(", ")));
        }
    }
    text.push_str(timing(constraint));
    if constraint.not_enforced {
        text.push_str(" not enforced");
    }
    text
}

fn timing(constraint: &Constraint) -> &'static str {
    match (constraint.deferrable, constraint.initially_deferred) {
        (_, true) => " deferrable initially deferred",
        (true, false) => " deferrable",
        _ => "",
    }
}

fn exclusion(definition: &str, constraint: &Constraint) -> Node {
    let mut map = Map::default();
    let text = format!("{}{}", lowered(definition), timing(constraint));
    map.put("sql", Node::Text(text));
    map.comment(&constraint.comment);
    short_or_long(map, "sql")
}
