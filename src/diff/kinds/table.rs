//! Tables, partitions and foreign tables.

use std::sync::Arc;

use super::{column, constraint};
use crate::diff::common::{changed_foreign_options, changed_storage, foreign_options, storage};
use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Id, Kind};
use crate::sql::quote_identifier;

/// Makes a table with its columns, and with the defaults and constraints that can stand in it.
pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let foreign = fact.word("type") == "foreign table";
    let mut sql = String::from("create ");
    sql.push_str(if fact.is("unlogged") {
        "unlogged table "
    } else if foreign {
        "foreign table "
    } else {
        "table "
    });
    sql.push_str(&id.qualified());
    let partition = fact.text("bound").zip(fact.list("parents").first());
    let columns = context.desired.columns_of(id);
    match partition {
        Some((bound, parent)) => sql.push_str(&format!(" partition of {parent} {}", spaced(bound))),
        None if fact.text("of_type").is_some() => {
            sql.push_str(&format!(
                " of {}{}",
                fact.word("of_type"),
                typed_columns(context, id, &columns)
            ));
        }
        None => sql.push_str(&format!(" ({})", body(context, id, &columns))),
    }
    if partition.is_none() && !fact.list("parents").is_empty() {
        sql.push_str(&format!(" inherits ({})", fact.list("parents").join(", ")));
    }
    sql.push_str(&ending(fact));
    let mut statements = vec![Statement::create(sql)];
    for (id, column) in &columns {
        if partition.is_some() || column.is("inherited") {
            statements
                .extend(column::handed_down_differently(context, id, column).unwrap_or_default());
        }
        if fact.text("of_type").is_none() {
            statements.extend(column::settings(id, column));
        }
    }
    statements.extend(row_security(id, &Fact::default(), fact));
    statements
}

fn spaced(bound: &str) -> String {
    if bound == "DEFAULT" { "default".to_owned() } else { bound.to_owned() }
}

fn body(context: &Context<'_>, id: &Id, columns: &[(&Id, &Fact)]) -> String {
    let own = columns.iter().filter(|(_, column)| !column.is("inherited"));
    let columns = own.map(|(id, column)| column::definition(context, id, column));
    let constraints = context.desired.parts_of(id, Kind::Constraint);
    let constraints = constraints.filter(|(id, _)| context.folds(id)).map(|(id, fact)| {
        format!("constraint {} {}", id.quoted_part(), constraint::definition(fact))
    });
    let lines: Vec<String> =
        columns.chain(constraints).map(|line| format!("\n    {line}")).collect();
    if lines.is_empty() { String::new() } else { format!("{}\n", lines.join(",")) }
}

/// A typed table says of its columns only what the type does not.
fn typed_columns(context: &Context<'_>, id: &Id, columns: &[(&Id, &Fact)]) -> String {
    let mut lines = Vec::new();
    for (column, fact) in columns {
        let default = column.sibling(Kind::Default);
        let expression = context.desired.get(&default).filter(|_| context.folds(&default));
        let mut words = String::new();
        words.push_str(
            &expression.map(|d| format!(" default {}", d.word("expression"))).unwrap_or_default(),
        );
        words.push_str(if fact.is("not_null") { " not null" } else { "" });
        if !words.is_empty() {
            lines.push(format!("{} with options{words}", column.quoted_part()));
        }
    }
    let constraints = context.desired.parts_of(id, Kind::Constraint);
    lines.extend(constraints.filter(|(id, _)| context.folds(id)).map(|(id, fact)| {
        format!("constraint {} {}", id.quoted_part(), constraint::definition(fact))
    }));
    if lines.is_empty() { String::new() } else { format!(" ({})", lines.join(", ")) }
}

/// Writes what follows the columns.
fn ending(fact: &Fact) -> String {
    let mut sql = String::new();
    if let Some(key) = fact.text("partition_by") {
        sql.push_str(&format!(" partition by {key}"));
    }
    if let Some(method) = fact.text("access_method") {
        sql.push_str(&format!(" using {}", quote_identifier(method)));
    }
    let mut options = storage(fact.list("options"), "");
    options.extend(storage(fact.list("toast_options"), "toast."));
    if !options.is_empty() {
        sql.push_str(&format!(" with ({})", options.join(", ")));
    }
    if let Some(tablespace) = fact.text("tablespace") {
        sql.push_str(&format!(" tablespace {}", quote_identifier(tablespace)));
    }
    if let Some(server) = fact.text("server") {
        sql.push_str(&format!(" server {}", quote_identifier(server)));
        if !fact.list("foreign_options").is_empty() {
            sql.push_str(&format!(" options ({})", foreign_options(fact.list("foreign_options"))));
        }
    }
    sql
}

fn row_security(id: &Id, old: &Fact, new: &Fact) -> Vec<Statement> {
    let name = id.qualified();
    let mut statements = Vec::new();
    let switches = [
        ("row_security", "enable row level security", "disable row level security"),
        ("force_row_security", "force row level security", "no force row level security"),
    ];
    for (attribute, on, off) in switches {
        match (old.is(attribute), new.is(attribute)) {
            (false, true) => {
                statements.push(Statement::alter(format!("alter table {name} {on}")).hazard(
                    HazardKind::NarrowsAccess,
                    format!("rows of `{id}` that no policy shows are no longer seen"),
                ))
            }
            (true, false) => {
                statements.push(Statement::alter(format!("alter table {name} {off}")).hazard(
                    HazardKind::WidensAccess,
                    format!("rows of `{id}` that a policy hid are seen"),
                ))
            }
            _ => {}
        }
    }
    statements
}

pub(super) fn drop(id: &Id, fact: &Fact, replaced: bool) -> Vec<Statement> {
    let word = if fact.word("type") == "foreign table" { "foreign table" } else { "table" };
    let statement = Statement::drop(format!("drop {word} {}", id.qualified()));
    let statement = match word {
        "table" => statement.hazard_with(
            HazardKind::DeletesData,
            format!("the rows of `{id}` are gone"),
            "copy them first; where it is a rename, declare it",
        ),
        _ => statement,
    };
    vec![match replaced {
        true => statement,
        false => {
            statement.hazard(HazardKind::BreaksClients, format!("queries that use `{id}` fail"))
        }
    }]
}

/// Changes a table in place; another kind of table is made anew.
pub(super) fn alter(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    let anew = ["type", "partition_by", "server"];
    if changed.iter().any(|attribute| anew.contains(attribute)) {
        return None;
    }
    let name = id.qualified();
    let mut statements = Vec::new();
    let mut push =
        |change: String| statements.push(Statement::alter(format!("alter table {name} {change}")));
    for attribute in changed {
        match *attribute {
            "unlogged" => {
                push(format!("set {}", if new.is("unlogged") { "unlogged" } else { "logged" }))
            }
            "options" => {
                changed_storage(old.list("options"), new.list("options"), "")
                    .into_iter()
                    .for_each(&mut push);
            }
            "toast_options" => {
                let (old, new) = (old.list("toast_options"), new.list("toast_options"));
                changed_storage(old, new, "toast.").into_iter().for_each(&mut push);
            }
            "access_method" => {
                let method = new.text("access_method").unwrap_or("heap");
                push(format!("set access method {}", quote_identifier(method)));
            }
            "tablespace" => {
                let tablespace = new.text("tablespace").unwrap_or("pg_default");
                push(format!("set tablespace {}", quote_identifier(tablespace)));
            }
            "of_type" => push(match new.text("of_type") {
                Some(data_type) => format!("of {data_type}"),
                None => "not of".to_owned(),
            }),
            _ => {}
        }
    }
    statements.extend(change_parents(context, id, old, new));
    statements.extend(row_security(id, old, new));
    if changed.contains(&"foreign_options") {
        let change =
            changed_foreign_options(old.list("foreign_options"), new.list("foreign_options"));
        statements.push(Statement::alter(format!("alter foreign table {name} options ({change})")));
    }
    Some(statements)
}

/// Takes part in other parents, or in the same one with another bound. What a table leaves was left
/// [before](release).
fn change_parents(context: &Context<'_>, id: &Id, old: &Fact, new: &Fact) -> Vec<Statement> {
    let name = id.qualified();
    let mut statements = Vec::new();
    if let (Some(bound), Some(parent)) = (new.text("bound"), new.list("parents").first()) {
        if leaves(context, id, old, new, parent)
            || old.text("bound").is_none()
            || !old.list("parents").contains(parent)
        {
            statements.extend(missing_checks(context, id, parent));
            let bound = spaced(bound);
            let sql = format!("alter table {parent} attach partition {name} {bound}");
            statements.push(Statement::alter(sql).hazard(
                HazardKind::DependsOnData,
                format!("fails where a row of `{id}` is out of bounds"),
            ));
        }
        return statements;
    }
    for parent in new.list("parents") {
        if old.text("bound").is_some()
            || leaves(context, id, old, new, parent)
            || !old.list("parents").contains(parent)
        {
            statements.extend(missing_checks(context, id, parent));
            statements.push(Statement::alter(format!("alter table {name} inherit {parent}")));
        }
    }
    statements
}

/// Adds the checks of the parent that the table lacks: it has to have them before it takes part.
fn missing_checks(context: &Context<'_>, id: &Id, parent: &Arc<str>) -> Vec<Statement> {
    let Some(parent) = context.named(parent) else { return Vec::new() };
    let checks = context.desired.parts_of(&parent, Kind::Constraint);
    let checks = checks.filter(|(_, fact)| fact.word("type") == "check");
    let missing = checks.filter(|(check, _)| {
        let own = Id { part: check.part.clone(), ..id.sibling(Kind::Constraint) };
        !context.current.contains(&own)
    });
    let add = |(check, fact): (&Id, &Fact)| {
        let definition = constraint::definition(fact);
        let (name, part) = (id.qualified(), check.quoted_part());
        Statement::alter(format!("alter table {name} add constraint {part} {definition}"))
    };
    missing.map(add).collect()
}

/// Returns whether a table has to leave a parent, be it only to come back.
fn leaves(context: &Context<'_>, id: &Id, old: &Fact, new: &Fact, parent: &Arc<str>) -> bool {
    let was = old.list("parents").contains(parent);
    let stays = keeps_place(old.list("parents"), new.list("parents"), parent)
        && old.text("bound") == new.text("bound")
        && !context.named(parent).is_some_and(|parent| context.is_gone(&parent))
        && !context.keeps_column_of(id, parent);
    was && !stays
}

/// Returns whether a parent stays where it is among the others: one that comes is the last.
fn keeps_place(old: &[Arc<str>], new: &[Arc<str>], parent: &Arc<str>) -> bool {
    let kept = old.iter().filter(|it| new.contains(it));
    kept.zip(new).take_while(|(old, new)| old == new).any(|(kept, _)| kept == parent)
}

/// Leaves the parents that a table no longer has, or has otherwise.
pub(in crate::diff) fn release(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
) -> Vec<Statement> {
    let name = id.qualified();
    let left = old.list("parents").iter().filter(|parent| leaves(context, id, old, new, parent));
    let left = left.map(|parent| match old.text("bound") {
        Some(_) => detach(id, old),
        None => Statement::alter(format!("alter table {name} no inherit {parent}")),
    });
    let mut statements: Vec<Statement> = left.collect();
    if !statements.is_empty() {
        // One that is only to come back in another place keeps what its parent keeps.
        let comes_back = new.get("parents") == old.get("parents");
        let parent = old.list("parents").first().and_then(|parent| context.named(parent));
        let goes = |kind: Kind, part: &str| {
            let of = parent.as_ref().map(|id| Id { part: part.into(), ..id.sibling(kind) });
            !comes_back || of.is_none_or(|part| context.is_gone(&part))
        };
        statements.extend(leave_behind(id, old, goes));
    }
    statements
}

/// Removes what a table had from its parents and would keep, of the parts of those that go.
pub(super) fn leave_behind(
    id: &Id,
    fact: &Fact,
    goes: impl Fn(Kind, &str) -> bool,
) -> Vec<Statement> {
    let (name, schema) = (id.qualified(), quote_identifier(&id.schema));
    let attached = fact.list("attached").iter();
    let drop = |what: &Arc<str>| {
        let (what, of) = what.split_once('\t')?;
        match what.split_once(' ')? {
            ("index", index) if goes(Kind::Index, of) => {
                Some(Statement::drop(format!("drop index {schema}.{index}")))
            }
            ("constraint", part) if goes(Kind::Constraint, of) => {
                Some(Statement::drop(format!("alter table {name} drop constraint {part}")))
            }
            _ => None,
        }
    };
    attached.filter_map(drop).collect()
}

/// Takes a partition out of its parent.
pub(super) fn detach(id: &Id, fact: &Fact) -> Statement {
    let parent = fact.list("parents").first().map(|parent| &**parent).unwrap_or_default();
    Statement::alter(format!("alter table {parent} detach partition {}", id.qualified()))
}

/// Says by which index rows are identified and clustered, once the indexes are there.
pub(in crate::diff) fn settle(
    context: &Context<'_>,
    id: &Id,
    old: Option<&Fact>,
    new: &Fact,
) -> Vec<Statement> {
    let name = id.qualified();
    let differs = |attribute: &str| match old {
        Some(old) => old.get(attribute) != new.get(attribute),
        None => new.get(attribute).is_some(),
    };
    let remade =
        |attribute: &str| new.text(attribute).is_some_and(|index| context.makes_index(id, index));
    let mut statements = Vec::new();
    if differs("replica_identity") || differs("replica_index") || remade("replica_index") {
        let identity = match (new.text("replica_identity"), new.text("replica_index")) {
            (_, Some(index)) => format!("using index {}", quote_identifier(index)),
            (Some(word), None) => word.to_owned(),
            (None, None) => "default".to_owned(),
        };
        statements
            .push(Statement::alter(format!("alter table {name} replica identity {identity}")));
    }
    if differs("clustered_on") || remade("clustered_on") {
        let word = if id.kind == Kind::MaterializedView { "materialized view" } else { "table" };
        statements.push(Statement::alter(match new.text("clustered_on") {
            Some(index) => format!("alter {word} {name} cluster on {}", quote_identifier(index)),
            None => format!("alter {word} {name} set without cluster"),
        }));
    }
    statements
}
