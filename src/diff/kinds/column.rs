//! Columns of tables, and their defaults.

use std::sync::Arc;

use super::identity;
use crate::diff::common::{changed_foreign_options, foreign_options, storage};
use crate::diff::conversion::conversion;
use crate::diff::{Action, Context, HazardKind, Statement};
use crate::facts::{Fact, Facts, Id, Kind};
use crate::sql::quote_identifier;

/// Writes a column as it stands in `create table` and behind `add column`.
pub(super) fn definition(context: &Context<'_>, id: &Id, fact: &Fact) -> String {
    let mut text = format!("{} {}", id.quoted_part(), fact.word("type"));
    if let Some(options) = nonempty(fact.list("foreign_options")) {
        text.push_str(&format!(" options ({})", foreign_options(options)));
    }
    if let Some(method) = fact.text("compression") {
        text.push_str(&format!(" compression {method}"));
    }
    if let Some(collation) = fact.text("collation") {
        text.push_str(&format!(" collate {collation}"));
    }
    let default = id.sibling(Kind::Default);
    let expression = context.desired.get(&default).map(|it| it.word("expression"));
    match (fact.text("generated"), expression) {
        (Some(kind), Some(expression)) => {
            text.push_str(&format!(" generated always as ({expression}) {kind}"));
        }
        (None, Some(expression)) if context.folds(&default) => {
            text.push_str(&format!(" default {expression}"));
        }
        _ => {}
    }
    if let Some(kind) = fact.text("identity") {
        let options = identity::options(id, fact);
        text.push_str(&format!(" generated {kind} as identity{options}"));
    }
    if fact.is("not_null") && fact.text("identity").is_none() {
        text.push_str(" not null");
    }
    text
}

fn nonempty(items: &[Arc<str>]) -> Option<&[Arc<str>]> {
    (!items.is_empty()).then_some(items)
}

/// Returns the statements for what `create table` and `add column` cannot say.
pub(super) fn settings(id: &Id, fact: &Fact) -> Vec<Statement> {
    let head = head(id);
    let mut statements = Vec::new();
    if let Some(storage) = fact.text("storage") {
        statements.push(Statement::alter(format!("{head} set storage {storage}")));
    }
    if let Some(target) = fact.number("statistics") {
        statements.push(Statement::alter(format!("{head} set statistics {target}")));
    }
    if let Some(options) = nonempty(fact.list("options")) {
        let options = storage(options, "").join(", ");
        statements.push(Statement::alter(format!("{head} set ({options})")));
    }
    statements
}

/// Returns the settings of a materialized view's column, once the view is there.
pub(in crate::diff) fn of_materialized_view(
    context: &Context<'_>,
    id: &Id,
    fact: &Fact,
) -> Vec<Statement> {
    let is_column = id.kind == Kind::Column;
    match is_column && context.desired.contains(&id.whole(Kind::MaterializedView)) {
        true => settings(id, fact),
        false => Vec::new(),
    }
}

/// As [`head`], without what concerns its children.
pub(super) fn own_head(context: &Context<'_>, id: &Id) -> String {
    let (only, table) = (context.only(id), id.qualified());
    format!("alter table {only}{table} alter column {}", id.quoted_part())
}

pub(super) fn head(id: &Id) -> String {
    format!("alter table {} alter column {}", id.qualified(), id.quoted_part())
}

/// Adds a column to a table that is there; one that a parent hands down comes with the parent's.
pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    if is_of_view(context.desired, id) {
        return Vec::new();
    }
    let mut statements = Vec::new();
    if context.is_typed(id) {
        return settings(id, fact);
    }
    if !context.is_handed_down(id) {
        let definition = definition(context, id, fact);
        let sql = format!("alter table {} add column {definition}", id.qualified());
        let statement = Statement::alter(sql);
        let filled = fact.text("generated").is_some()
            || fact.text("identity").is_some()
            || context.desired.contains(&id.sibling(Kind::Default));
        statements.push(match fact.is("not_null") && !filled {
            true => statement.hazard_with(
                HazardKind::DependsOnData,
                format!("fails where `{}` has rows: `{}` would be null", id.qualified(), id.part),
                "add it with a default, or without not null and fill it first",
            ),
            false => statement,
        });
    } else if let Some(changed) = handed_down_differently(context, id, fact) {
        statements.extend(changed);
    }
    statements.extend(settings(id, fact));
    statements
}

/// Says how a column that a parent hands down differs from the parent's.
pub(super) fn handed_down_differently(
    context: &Context<'_>,
    id: &Id,
    fact: &Fact,
) -> Option<Vec<Statement>> {
    let parent = context.parent_column(id)?;
    let of = |id: &Id| {
        let default = context.desired.get(&id.sibling(Kind::Default));
        default.filter(|fact| fact.text("generated").is_none()).map(|fact| fact.word("expression"))
    };
    let mut statements = Vec::new();
    match (of(&parent), of(id)) {
        (old, new) if old == new => {}
        (_, Some(expression)) if context.folds(&id.sibling(Kind::Default)) => {
            statements.push(Statement::alter(format!("{} set default {expression}", head(id))));
        }
        (Some(_), None) => statements.push(Statement::alter(format!("{} drop default", head(id)))),
        _ => {}
    }
    let parents = context.desired.get(&parent)?;
    if fact.is("not_null") && !parents.is("not_null") {
        statements.push(Statement::alter(format!("{} set not null", head(id))));
    }
    Some(statements)
}

fn is_of_view(facts: &Facts, id: &Id) -> bool {
    !facts.contains(&id.whole(Kind::Table))
}

pub(super) fn drop(context: &Context<'_>, id: &Id, replaced: bool) -> Vec<Statement> {
    if is_of_view(context.current, id) || context.goes_with_parent(id) || context.is_typed(id) {
        return Vec::new();
    }
    let sql = format!("alter table {} drop column {}", id.qualified(), id.quoted_part());
    let statement = Statement::drop(sql);
    let generated = context.current.get(id).is_some_and(|fact| fact.text("generated").is_some());
    vec![match replaced && generated {
        true => statement,
        false => statement
            .hazard_with(
                HazardKind::DeletesData,
                format!("the values of `{id}` are gone"),
                "copy them first; where it is a rename, declare it",
            )
            .hazard(HazardKind::BreaksClients, format!("queries that name `{id}` fail")),
    }]
}

/// Changes a column in place; a generated one whose expression differs is made anew.
pub(super) fn alter(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    if is_of_view(context.desired, id) {
        let has_settings = context.desired.contains(&id.whole(Kind::MaterializedView));
        return Some(match has_settings {
            true => change_settings(id, old, new, changed),
            false => Vec::new(),
        });
    }
    let mut statements = Vec::new();
    if changed.contains(&"generated") {
        if new.text("generated").is_some() {
            return None;
        }
        statements.push(Statement::alter(format!("{} drop expression", head(id))));
    }
    let retyped = context.is_retyped(id);
    if (retyped || changed.contains(&"type") || changed.contains(&"collation"))
        && !context.is_handed_down(id)
        && !context.is_typed(id)
    {
        let foreign = context
            .desired
            .get(&id.whole(Kind::Table))
            .is_some_and(|t| t.word("type") == "foreign table");
        statements.push(change_type(id, old, new, retyped, foreign));
    }
    // A column of another type begins with that type's storage and compression.
    if changed.contains(&"type") {
        let kept = ["storage", "compression"].into_iter().filter(|name| new.get(name).is_some());
        let kept: Vec<&str> = kept.filter(|name| !changed.contains(name)).collect();
        statements.extend(change_settings(id, old, new, &kept));
    }
    statements.extend(identity::change(context, id, old, new, changed));
    if changed.contains(&"not_null")
        && !(new.text("identity").is_some() && old.text("identity").is_none())
    {
        statements.extend(change_not_null(context, id, new.is("not_null")));
    }
    statements.extend(change_settings(id, old, new, changed));
    Some(statements)
}

fn change_type(id: &Id, old: &Fact, new: &Fact, retyped: bool, foreign: bool) -> Statement {
    let (from, to) = (old.word("type"), new.word("type"));
    let collation = new.text("collation").map(|c| format!(" collate {c}")).unwrap_or_default();
    let using = match new.text("generated").or(old.text("generated")) {
        // What is computed, or stored elsewhere, is not converted here.
        Some(_) => String::new(),
        None if foreign => String::new(),
        None if retyped => format!(" using {}::text::{to}", id.quoted_part()),
        None => conversion(from, to, &id.quoted_part())
            .map(|it| format!(" using {it}"))
            .unwrap_or_default(),
    };
    let sql = format!("{} type {to}{collation}{using}", head(id));
    let statement = Statement::alter(sql);
    let widens = crate::diff::conversion::is_widening(from, to);
    match widens || from == to {
        true if retyped => statement.hazard(
            HazardKind::DependsOnData,
            format!("fails where a value of `{id}` is no longer one of {to}"),
        ),
        true => statement,
        false => statement
            .hazard(
                HazardKind::DependsOnData,
                format!("fails where a value of `{id}` cannot be read as {to}"),
            )
            .hazard(
                HazardKind::BreaksClients,
                format!("clients find {to} in `{id}`, and no longer {from}"),
            ),
    }
}

pub(super) fn change_not_null(context: &Context<'_>, id: &Id, not_null: bool) -> Vec<Statement> {
    if !not_null {
        return drop_not_null(context, id);
    }
    let hazard = |statement: Statement| {
        statement.hazard(HazardKind::DependsOnData, format!("fails where `{id}` holds null"))
    };
    let mut statements: Vec<Statement> = fill(context, id).into_iter().collect();
    let set = Statement::alter(format!("{} set not null", head(id)));
    // Its partitions do so before it, one by one.
    if !context.online || context.is_partitioned(id) {
        statements.push(hazard(set));
        return statements;
    }
    // A check that is valid spares SET NOT NULL its scan under the strongest lock.
    let table = id.qualified();
    let name = quote_identifier(&super::index::shortened(&id.part, "__not_null")).into_owned();
    let check = Statement::alter(format!(
        "alter table {table} add constraint {name} check ({} is not null) not valid",
        id.quoted_part()
    ));
    let validate = format!("alter table {table} validate constraint {name}");
    statements.push(if statements.is_empty() { check } else { check.apart() });
    statements.extend([
        hazard(Statement::alter(validate).apart()),
        set.apart(),
        Statement::alter(format!("alter table {table} drop constraint {name}")),
    ]);
    statements
}

/// Lets a column hold null. A partitioned table says so for its partitions too, some of which may not
/// be meant.
fn drop_not_null(context: &Context<'_>, id: &Id) -> Vec<Statement> {
    if !context.is_partitioned(id) {
        return vec![Statement::alter(format!("{} drop not null", own_head(context, id)))];
    }
    let mut statements = vec![Statement::alter(format!("{} drop not null", head(id)))];
    let children = context.children(id).into_iter();
    let columns = children.map(|child| Id { part: id.part.clone(), ..child.sibling(Kind::Column) });
    let kept = columns.filter(|column| {
        let not_null = |facts: &Facts| facts.get(column).is_some_and(|fact| fact.is("not_null"));
        not_null(context.current) && not_null(context.desired)
    });
    statements
        .extend(kept.map(|column| Statement::alter(format!("{} set not null", head(&column)))));
    statements
}

/// Gives the rows that hold null the default, where that is a plain value.
fn fill(context: &Context<'_>, id: &Id) -> Option<Statement> {
    let default = context.desired.get(&id.sibling(Kind::Default))?;
    let expression = default.word("expression");
    if expression.contains('(') || context.is_handed_down(id) || !context.current.contains(id) {
        return None;
    }
    let (table, column) = (id.qualified(), id.quoted_part());
    let sql = format!("update {table} set {column} = {expression} where {column} is null");
    let words = format!("rows where `{id}` is null are given its default");
    Some(Statement::new(Action::Data, sql).hazard(HazardKind::RewritesTable, words).apart())
}

fn change_settings(id: &Id, old: &Fact, new: &Fact, changed: &[&str]) -> Vec<Statement> {
    let head = head(id);
    let mut statements = Vec::new();
    let mut push = |change: String| statements.push(Statement::alter(format!("{head} {change}")));
    for attribute in changed {
        match *attribute {
            "storage" => {
                push(format!("set storage {}", new.text("storage").unwrap_or(usual_storage(new))))
            }
            "compression" => {
                push(format!("set compression {}", new.text("compression").unwrap_or("default")));
            }
            "statistics" => {
                push(format!("set statistics {}", new.number("statistics").unwrap_or(-1)))
            }
            "options" => {
                let parts = crate::diff::common::changed_storage(
                    old.list("options"),
                    new.list("options"),
                    "",
                );
                parts.into_iter().for_each(&mut push);
            }
            _ => {}
        }
    }
    if changed.contains(&"foreign_options") {
        let change =
            changed_foreign_options(old.list("foreign_options"), new.list("foreign_options"));
        let (table, column) = (id.qualified(), id.quoted_part());
        statements.push(Statement::alter(format!(
            "alter foreign table {table} alter column {column} options ({change})"
        )));
    }
    statements
}

/// Returns the storage that PostgreSQL gives a column of this type; the word `default` is of 16.
fn usual_storage(fact: &Fact) -> &'static str {
    let data_type = fact.word("type");
    let plain =
        ["boolean", "smallint", "integer", "bigint", "real", "double precision", "uuid", "date"];
    match data_type {
        _ if data_type.ends_with("[]") => "extended",
        _ if data_type.starts_with("numeric") => "main",
        "inet" | "cidr" => "main",
        _ if plain.contains(&data_type) || data_type.starts_with("time") => "plain",
        _ => "extended",
    }
}
