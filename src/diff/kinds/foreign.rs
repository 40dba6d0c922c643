//! Foreign data: wrappers, servers and user mappings.

use std::sync::Arc;

use crate::diff::common::{changed_foreign_options, foreign_options};
use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Id};
use crate::sql::{quote_identifier, quote_literal};

fn options(fact: &Fact) -> String {
    match fact.list("options") {
        [] => String::new(),
        options => format!(" options ({})", foreign_options(options)),
    }
}

pub(super) fn create_wrapper(id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut sql = format!("create foreign data wrapper {}", id.qualified());
    for word in ["handler", "validator"] {
        sql.push_str(&fact.text(word).map(|f| format!(" {word} {f}")).unwrap_or_default());
    }
    vec![Statement::create(sql + &options(fact))]
}

pub(super) fn alter_wrapper(id: &Id, old: &Fact, new: &Fact, changed: &[&str]) -> Vec<Statement> {
    let mut sql = format!("alter foreign data wrapper {}", id.qualified());
    for word in ["handler", "validator"].iter().filter(|word| changed.contains(word)) {
        sql.push_str(&match new.text(word) {
            Some(function) => format!(" {word} {function}"),
            None => format!(" no {word}"),
        });
    }
    if changed.contains(&"options") {
        let change = changed_foreign_options(old.list("options"), new.list("options"));
        sql.push_str(&format!(" options ({change})"));
    }
    vec![Statement::alter(sql)]
}

pub(super) fn create_server(id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut sql = format!("create server {}", id.qualified());
    for word in ["type", "version"] {
        sql.push_str(
            &fact.text(word).map(|v| format!(" {word} {}", quote_literal(v))).unwrap_or_default(),
        );
    }
    let wrapper = quote_identifier(fact.word("wrapper"));
    vec![Statement::create(format!("{sql} foreign data wrapper {wrapper}{}", options(fact)))]
}

pub(super) fn alter_server(
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    if changed.iter().any(|attribute| matches!(*attribute, "type" | "wrapper")) {
        return None;
    }
    let mut sql = format!("alter server {}", id.qualified());
    if changed.contains(&"version") {
        let version = new.text("version").map_or_else(|| "null".to_owned(), quote_literal);
        sql.push_str(&format!(" version {version}"));
    }
    if changed.contains(&"options") {
        let change = changed_foreign_options(old.list("options"), new.list("options"));
        sql.push_str(&format!(" options ({change})"));
    }
    Some(vec![Statement::alter(sql)])
}

/// Returns whom a mapping is for; PUBLIC where it names nobody.
fn whom(id: &Id) -> String {
    if id.part.is_empty() { "public".to_owned() } else { id.quoted_part() }
}

/// Makes a mapping; a secret of it is not known, and empty.
pub(super) fn create_mapping(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let (whom, server) = (whom(id), id.qualified());
    let sql = format!("create user mapping for {whom} server {server}{}", options(fact));
    let statement = Statement::create(sql);
    let is_secret = |option: &&Arc<str>| option.ends_with('=');
    let before = context.current.get(id).map_or(&[][..], |fact| fact.list("options"));
    let lost = before.iter().filter(is_secret).find(|it| fact.list("options").contains(it));
    vec![match lost.and_then(|option| option.strip_suffix('=')) {
        Some(name) => statement.hazard_with(
            HazardKind::BreaksClients,
            format!("the secret `{name}` of `{id}` is gone: it is never read"),
            format!("set it again with `alter user mapping for {whom} server {server} options (set {name} …)`"),
        ),
        None => statement,
    }]
}

pub(super) fn alter_mapping(id: &Id, old: &Fact, new: &Fact) -> Vec<Statement> {
    let change = changed_foreign_options(old.list("options"), new.list("options"));
    let (whom, server) = (whom(id), id.qualified());
    vec![Statement::alter(format!(
        "alter user mapping for {whom} server {server} options ({change})"
    ))]
}

pub(super) fn drop_mapping(id: &Id) -> Vec<Statement> {
    vec![Statement::drop(format!("drop user mapping for {} server {}", whom(id), id.qualified()))]
}
