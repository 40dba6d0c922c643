//! Views and materialized views.

use crate::diff::common::{changed_storage, storage};
use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Facts, Id};
use crate::sql::quote_identifier;

pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    vec![breaks(context, id, Statement::create(definition("create view", id, fact)))]
}

/// Adds what the clients of a view that is made anew find no more, or find otherwise.
fn breaks(context: &Context<'_>, id: &Id, statement: Statement) -> Statement {
    let (before, after) = (shape(context.current, id), shape(context.desired, id));
    before.iter().fold(statement, |statement, (column, old, _)| {
        let name = format!("column {}.{}", id.qualified(), quote_identifier(column));
        let message = match after.iter().find(|(known, ..)| known == column) {
            None => format!("queries that name `{name}` fail"),
            Some((_, new, _)) if new != old => {
                format!("clients find {new} in `{name}`, and no longer {old}")
            }
            Some(_) => return statement,
        };
        statement.hazard(HazardKind::BreaksClients, message)
    })
}

fn definition(head: &str, id: &Id, fact: &Fact) -> String {
    let options = storage(fact.list("options"), "");
    let with =
        if options.is_empty() { String::new() } else { format!(" with ({})", options.join(", ")) };
    format!("{head} {}{with} as\n{}", id.qualified(), fact.word("definition"))
}

pub(super) fn drop(id: &Id, replaced: bool) -> Vec<Statement> {
    let statement = Statement::drop(format!("drop {} {}", id.kind.words(), id.qualified()));
    vec![match replaced {
        true => statement,
        false => {
            statement.hazard(HazardKind::BreaksClients, format!("queries that read `{id}` fail"))
        }
    }]
}

/// Replaces a view where its columns stay and new ones stand at the end; see
/// <https://www.postgresql.org/docs/current/sql-createview.html>.
pub(super) fn alter(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    if changed.contains(&"definition") {
        let (before, after) = (shape(context.current, id), shape(context.desired, id));
        if !after.starts_with(&before) {
            return None;
        }
        return Some(vec![Statement::alter(definition("create or replace view", id, new))]);
    }
    let parts = changed_storage(old.list("options"), new.list("options"), "");
    let name = id.qualified();
    Some(
        parts
            .into_iter()
            .map(|part| Statement::alter(format!("alter view {name} {part}")))
            .collect(),
    )
}

/// Returns the columns of a view: names, types, collations.
fn shape<'a>(facts: &'a Facts, id: &Id) -> Vec<(&'a str, &'a str, &'a str)> {
    let columns = facts.columns_of(id).into_iter();
    columns.map(|(id, fact)| (&*id.part, fact.word("type"), fact.word("collation"))).collect()
}

pub(super) fn create_materialized(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut sql = format!("create materialized view {}", id.qualified());
    if let Some(method) = fact.text("access_method") {
        sql.push_str(&format!(" using {}", quote_identifier(method)));
    }
    let options = storage(fact.list("options"), "");
    if !options.is_empty() {
        sql.push_str(&format!(" with ({})", options.join(", ")));
    }
    if let Some(tablespace) = fact.text("tablespace") {
        sql.push_str(&format!(" tablespace {}", quote_identifier(tablespace)));
    }
    let statement = Statement::create(format!("{sql} as\n{}", fact.word("definition")));
    vec![breaks(context, id, statement)]
}

pub(super) fn alter_materialized(
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    let name = id.qualified();
    let mut statements = Vec::new();
    let mut push = |change: String| {
        statements.push(Statement::alter(format!("alter materialized view {name} {change}")))
    };
    for attribute in changed {
        match *attribute {
            "definition" => return None,
            "options" => {
                changed_storage(old.list("options"), new.list("options"), "")
                    .into_iter()
                    .for_each(&mut push);
            }
            "access_method" => {
                let method = new.text("access_method").unwrap_or("heap");
                push(format!("set access method {}", quote_identifier(method)));
            }
            "tablespace" => {
                let tablespace = new.text("tablespace").unwrap_or("pg_default");
                push(format!("set tablespace {}", quote_identifier(tablespace)));
            }
            // Once the index is there: see `table::settle`.
            _ => {}
        }
    }
    Some(statements)
}
