//! Indexes and extended statistics.

use std::sync::Arc;

use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Id};
use crate::sql::{quote_identifier, quote_qualified};

/// Longest name that PostgreSQL keeps, in bytes.
const LONGEST: usize = 63;

/// Returns a name with an ending, short enough to be kept.
pub(in crate::diff) fn shortened(name: &str, ending: &str) -> String {
    let mut end = name.len().min(LONGEST - ending.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", &name[..end])
}

/// Builds an index; on a table that is in use, without keeping writers waiting.
pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    if context.is_in_use(id)
        && fact.is("partitioned")
        && !fact.is("invalid")
        && let Some(statements) = super::partition::create_index(context, id, fact)
    {
        return statements;
    }
    let definition = with_tablespace(&of_partitions(fact), fact);
    let concurrent = context.is_in_use(id) && !fact.is("partitioned");
    let build = match concurrent {
        true => Statement::create(concurrently(&definition)).outside_transaction(),
        false => Statement::create(definition),
    };
    let build = match fact.is("unique") && context.is_in_use(id) {
        true => build.hazard(
            HazardKind::DependsOnData,
            format!("fails where two rows share the key of `{id}`"),
        ),
        false => build,
    };
    let mut statements = vec![build];
    statements.extend(statistics(id, &Fact::default(), fact));
    statements
}

/// An index of a partitioned table is meant for its partitions too, whatever the server prints.
fn of_partitions(fact: &Fact) -> String {
    match fact.is("partitioned") && !fact.is("invalid") {
        true => fact.word("definition").replacen(" ON ONLY ", " ON ", 1),
        false => fact.word("definition").to_owned(),
    }
}

fn with_tablespace(definition: &str, fact: &Fact) -> String {
    let Some(tablespace) = fact.text("tablespace") else { return definition.to_owned() };
    let tablespace = format!(" TABLESPACE {}", quote_identifier(tablespace));
    match definition.find(" WHERE (") {
        Some(at) => format!("{}{tablespace}{}", &definition[..at], &definition[at..]),
        None => format!("{definition}{tablespace}"),
    }
}

fn concurrently(definition: &str) -> String {
    definition.replacen("INDEX ", "INDEX CONCURRENTLY ", 1)
}

pub(super) fn drop(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let name = id.qualified();
    let lives = context.online && context.lives_on(id) && !fact.is("partitioned");
    vec![match lives && !context.is_replaced(id) {
        true => Statement::drop(format!("drop index concurrently {name}")).outside_transaction(),
        false => Statement::drop(format!("drop index {name}")),
    }]
}

/// Changes an index; one that differs in what it holds is built beside the old one, then takes its
/// name.
pub(super) fn alter(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    let mut statements = Vec::new();
    let name = id.qualified();
    for attribute in changed {
        match *attribute {
            "tablespace" => {
                let tablespace = quote_identifier(new.text("tablespace").unwrap_or("pg_default"));
                statements.push(Statement::alter(format!(
                    "alter index {name} set tablespace {tablespace}"
                )));
            }
            "statistics" => statements.extend(statistics(id, old, new)),
            _ => return exchange(context, id, old, new),
        }
    }
    Some(statements)
}

fn exchange(context: &Context<'_>, id: &Id, old: &Fact, new: &Fact) -> Option<Vec<Statement>> {
    let partitioned = new.is("partitioned") || old.is("partitioned");
    if !context.is_in_use(id) || partitioned || old.is("unique") && is_needed(context, id) {
        return None;
    }
    let waiting = shortened(&id.part, "__new");
    let own = format!("INDEX {}", id.quoted_part());
    let other = format!("INDEX CONCURRENTLY {}", quote_identifier(&waiting));
    let definition = with_tablespace(new.word("definition"), new).replacen(&own, &other, 1);
    let (name, waiting) = (id.qualified(), quote_qualified(Some(&id.schema), &waiting));
    let mut statements = vec![
        Statement::create(definition).outside_transaction(),
        Statement::drop(format!("drop index concurrently {name}")).outside_transaction(),
        Statement::new(
            crate::diff::Action::Rename,
            format!("alter index {waiting} rename to {}", id.quoted_part()),
        ),
    ];
    statements.extend(statistics(id, &Fact::default(), new));
    if let Some(comment) = new.text("comment") {
        statements.push(crate::diff::common::comment(id, new, Some(comment)));
    }
    Some(statements)
}

/// Returns whether a foreign key refers to the columns by this very index.
fn is_needed(context: &Context<'_>, id: &Id) -> bool {
    context.current.needs.is_needed(id)
}

/// Each item reads `number target`.
fn statistics(id: &Id, old: &Fact, new: &Fact) -> Vec<Statement> {
    let name = id.qualified();
    let number = |item: &Arc<str>| item.split(' ').next().unwrap_or_default().to_owned();
    let (before, after) = (old.list("statistics"), new.list("statistics"));
    let set = |column: &str, target: &str| {
        Statement::alter(format!(
            "alter index {name} alter column {column} set statistics {target}"
        ))
    };
    let gone = before.iter().filter(|item| !after.iter().any(|it| number(it) == number(item)));
    let gone = gone.map(|item| set(&number(item), "-1"));
    let given = after.iter().filter(|item| !before.contains(item));
    let given =
        given.filter_map(|item| item.split_once(' ')).map(|(column, target)| set(column, target));
    gone.chain(given).collect()
}

pub(super) fn create_statistics(id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut statements = vec![Statement::create(fact.word("definition"))];
    if let Some(target) = fact.number("target") {
        statements.push(target_of(id, target));
    }
    statements
}

fn target_of(id: &Id, target: i64) -> Statement {
    Statement::alter(format!("alter statistics {} set statistics {target}", id.qualified()))
}

pub(super) fn alter_statistics(id: &Id, new: &Fact, changed: &[&str]) -> Option<Vec<Statement>> {
    (changed == ["target"]).then(|| vec![target_of(id, new.number("target").unwrap_or(-1))])
}
