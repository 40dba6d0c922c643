//! Types, their attributes and constraints, and collations.

use std::sync::Arc;

use super::index::shortened;
use crate::diff::common::noun;
use crate::diff::{Action, Context, HazardKind, Statement};
use crate::facts::{Fact, Id, Kind};
use crate::sql::{quote_identifier, quote_literal, quote_qualified};

pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let name = id.qualified();
    let sql = match fact.word("type") {
        "enum" => format!("create type {name} as enum ({})", labels(fact.list("labels"))),
        "domain" => domain(&name, fact),
        "composite" => format!("create type {name} as ({})", attributes(context, id)),
        "range" => format!("create type {name} as range ({})", range(id, fact)),
        "base" => {
            let parts = fact.list("parts").join(", ");
            // The functions that make up a base type need its name before it is one.
            return vec![Statement::create(format!("create type {name} ({parts})"))];
        }
        _ => format!("create type {name}"),
    };
    vec![Statement::create(sql)]
}

fn labels(labels: &[Arc<str>]) -> String {
    labels.iter().map(|label| quote_literal(label)).collect::<Vec<_>>().join(", ")
}

fn domain(name: &str, fact: &Fact) -> String {
    let mut sql = format!("create domain {name} as {}", fact.word("base"));
    if let Some(collation) = fact.text("collation") {
        sql.push_str(&format!(" collate {collation}"));
    }
    if let Some(default) = fact.text("default") {
        sql.push_str(&format!(" default {default}"));
    }
    if fact.is("not_null") {
        sql.push_str(" not null");
    }
    sql
}

fn attributes(context: &Context<'_>, id: &Id) -> String {
    let columns = context.desired.columns_of(id);
    let columns = columns.iter().map(|(id, fact)| attribute(id, fact));
    columns.collect::<Vec<_>>().join(", ")
}

fn attribute(id: &Id, fact: &Fact) -> String {
    let collation = fact.text("collation").map(|c| format!(" collate {c}")).unwrap_or_default();
    format!("{} {}{collation}", id.quoted_part(), fact.word("type"))
}

fn range(id: &Id, fact: &Fact) -> String {
    let mut options = vec![format!("subtype = {}", fact.word("subtype"))];
    let named = [
        ("subtype_opclass", "subtype_opclass"),
        ("range_collation", "collation"),
        ("canonical", "canonical"),
        ("subtype_diff", "subtype_diff"),
    ];
    for (attribute, option) in named {
        options.extend(fact.text(attribute).map(|value| format!("{option} = {value}")));
    }
    if let Some(multirange) = fact.text("multirange") {
        let schema = quote_identifier(&id.schema);
        options.push(format!("multirange_type_name = {schema}.{}", quote_identifier(multirange)));
    }
    options.join(", ")
}

/// Changes a type in place where PostgreSQL can; everything else makes it anew.
pub(super) fn alter(id: &Id, old: &Fact, new: &Fact, changed: &[&str]) -> Option<Vec<Statement>> {
    let mut statements = Vec::new();
    for attribute in changed {
        match (new.word("type"), *attribute) {
            ("enum", "labels") => {
                statements.extend(add_labels(id, old.list("labels"), new.list("labels"))?);
            }
            ("domain", "default") => {
                let change = match new.text("default") {
                    Some(default) => format!("set default {default}"),
                    None => "drop default".to_owned(),
                };
                statements
                    .push(Statement::alter(format!("alter domain {} {change}", id.qualified())));
            }
            ("domain", "not_null") => {
                let (word, statement) =
                    if new.is("not_null") { ("set", true) } else { ("drop", false) };
                let sql = format!("alter domain {} {word} not null", id.qualified());
                let altered = Statement::alter(sql);
                statements.push(match statement {
                    true => altered.hazard(
                        HazardKind::DependsOnData,
                        format!("fails where a column of `{id}` holds null"),
                    ),
                    false => altered,
                });
            }
            _ => return None,
        }
    }
    Some(statements)
}

/// Adds labels where the old ones keep their order; the way back is to make the type anew.
fn add_labels(id: &Id, old: &[Arc<str>], new: &[Arc<str>]) -> Option<Vec<Statement>> {
    let mut rest = old.iter();
    let mut next = rest.next();
    for label in new {
        if next == Some(label) {
            next = rest.next();
        }
    }
    if next.is_some() {
        return None;
    }
    let mut statements = Vec::new();
    for (at, label) in new.iter().enumerate().filter(|(_, label)| !old.contains(label)) {
        // The neighbour before it is there by now; the first goes before the first old one.
        let place = match at {
            0 => old.first().map(|first| format!(" before {}", quote_literal(first))),
            _ => Some(format!(" after {}", quote_literal(&new[at - 1]))),
        };
        let (name, label) = (id.qualified(), quote_literal(label));
        let sql = format!("alter type {name} add value {label}{}", place.unwrap_or_default());
        statements.push(Statement::alter(sql).settles());
    }
    Some(statements)
}

/// Removes a type; the functions that it is made of need it as it needs them, and go along.
pub(super) fn drop(id: &Id, fact: &Fact, replaced: bool) -> Vec<Statement> {
    let circle = fact.word("type") == "base" || fact.text("canonical").is_some();
    let cascade = if circle { " cascade" } else { "" };
    let statement = Statement::drop(format!("drop {}{cascade}", noun(id, fact)));
    vec![match replaced {
        true => statement,
        false => statement.hazard(HazardKind::BreaksClients, format!("whatever uses `{id}` fails")),
    }]
}

/// The ending of names under which types wait while they are made anew.
const WAITING: &str = "__old";

/// Puts a type or collation aside, so that another of its name can be made.
pub(in crate::diff) fn set_aside(context: &Context<'_>, id: &Id) -> Vec<Statement> {
    let Some(fact) = context.current.get(id) else { return Vec::new() };
    let rename = |noun: &str, name: &str| {
        let waiting = shortened(name, WAITING);
        let sql = format!("alter {noun} rename to {}", quote_identifier(&waiting));
        Statement::new(Action::Rename, sql)
    };
    let mut statements = Vec::new();
    if fact.word("type") == "domain" {
        statements.extend(bare(context, id, fact));
    }
    statements.push(rename(&noun(id, fact), &id.name));
    if let Some(multirange) = fact.text("multirange") {
        let name = |name: &str| quote_qualified(Some(&id.schema), name);
        let (range, subtype) = (name(&shortened(&id.name, WAITING)), fact.word("subtype"));
        statements.push(rename(&format!("type {}", name(multirange)), multirange));
        // Their constructors keep their names otherwise.
        for arguments in [format!("{subtype}, {subtype}"), format!("{subtype}, {subtype}, text")] {
            let noun = format!("function {}({arguments})", id.qualified());
            statements.push(rename(&noun, &id.name));
        }
        for arguments in [String::new(), range.clone(), format!("{range}[]")] {
            let noun = format!("function {}({arguments})", name(multirange));
            statements.push(rename(&noun, multirange));
        }
    }
    statements
}

/// Frees a domain from what its default and its checks call, which may have to go meanwhile.
fn bare(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let head = format!("alter domain {}", id.qualified());
    let default = fact.text("default").map(|_| Statement::alter(format!("{head} drop default")));
    let checks = context.current.parts_of(id, Kind::DomainConstraint);
    let checks = checks.map(|(check, _)| {
        Statement::alter(format!("{head} drop constraint {}", check.quoted_part()))
    });
    default.into_iter().chain(checks).collect()
}

/// Removes what was put aside.
pub(in crate::diff) fn discard(context: &Context<'_>, id: &Id) -> Statement {
    let waiting = Id { name: shortened(&id.name, WAITING).into(), ..id.clone() };
    let fact = context.current.get(id).cloned().unwrap_or_default();
    Statement::drop(format!("drop {}", noun(&waiting, &fact))).hazard(
        HazardKind::BreaksClients,
        format!("clients that know `{id}` find another one in its place"),
    )
}

pub(super) fn create_attribute(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let (name, attribute, cascade) = (id.qualified(), attribute(id, fact), context.with_tables(id));
    let sql = format!("alter type {name} add attribute {attribute}{cascade}");
    vec![Statement::alter(sql)]
}

pub(super) fn drop_attribute(context: &Context<'_>, id: &Id) -> Vec<Statement> {
    let (name, part, cascade) = (id.qualified(), id.quoted_part(), context.with_tables(id));
    let sql = format!("alter type {name} drop attribute {part}{cascade}");
    vec![
        Statement::drop(sql)
            .hazard(HazardKind::DeletesData, format!("the values of `{id}` are gone"))
            .hazard(HazardKind::BreaksClients, format!("queries that name `{id}` fail")),
    ]
}

pub(super) fn alter_attribute(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
) -> Vec<Statement> {
    let cascade = context.with_tables(id);
    let collation = new.text("collation").map(|c| format!(" collate {c}")).unwrap_or_default();
    let (name, part, data_type) = (id.qualified(), id.quoted_part(), new.word("type"));
    let statement = Statement::alter(format!(
        "alter type {name} alter attribute {part} type {data_type}{collation}{cascade}"
    ));
    let before = old.word("type");
    vec![match before == data_type {
        true => statement,
        false => statement.hazard(
            HazardKind::BreaksClients,
            format!("clients find {data_type} in `{id}`, and no longer {before}"),
        ),
    }]
}

pub(super) fn create_domain_constraint(id: &Id, fact: &Fact) -> Vec<Statement> {
    let not_valid = if fact.is("not_valid") { " not valid" } else { "" };
    let (name, part, definition) = (id.qualified(), id.quoted_part(), fact.word("definition"));
    vec![
        Statement::alter(format!(
            "alter domain {name} add constraint {part} {definition}{not_valid}"
        ))
        .hazard(HazardKind::DependsOnData, format!("fails where a column breaks `{id}`")),
    ]
}

pub(super) fn drop_domain_constraint(id: &Id) -> Vec<Statement> {
    let sql = format!("alter domain {} drop constraint {}", id.qualified(), id.quoted_part());
    vec![Statement::drop(sql)]
}

pub(super) fn alter_domain_constraint(
    id: &Id,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    if changed != ["not_valid"] || new.is("not_valid") {
        return None;
    }
    let sql = format!("alter domain {} validate constraint {}", id.qualified(), id.quoted_part());
    Some(vec![Statement::alter(sql)])
}

pub(super) fn create_collation(id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut options = vec![format!("provider = {}", fact.word("provider"))];
    let named = [
        ("lc_collate", "lc_collate"),
        ("lc_ctype", "lc_ctype"),
        ("locale", "locale"),
        ("rules", "rules"),
    ];
    for (attribute, option) in named {
        options.extend(fact.text(attribute).map(|v| format!("{option} = {}", quote_literal(v))));
    }
    if !fact.is("deterministic") {
        options.push("deterministic = false".to_owned());
    }
    vec![Statement::create(format!("create collation {} ({})", id.qualified(), options.join(", ")))]
}
