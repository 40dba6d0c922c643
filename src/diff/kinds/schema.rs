//! Schemas, extensions, languages, access methods, and what is the whole database's.

use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Id};
use crate::sql::{make_role, quote_identifier, quote_literal};

pub(super) fn create_schema(id: &Id) -> Vec<Statement> {
    vec![Statement::create(format!("create schema {}", id.qualified()))]
}

pub(super) fn create_extension(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let schema = fact.word("in_schema");
    // A schema that the extension brings along is not there before it.
    let there = context.desired.contains(&Id::new(crate::facts::Kind::Schema, "", schema, ""));
    let mut sql = format!("create extension {}", id.qualified());
    if there {
        sql.push_str(&format!(" with schema {}", quote_identifier(schema)));
    }
    if let Some(version) = fact.text("version") {
        sql.push_str(&format!(" version {}", quote_literal(version)));
    }
    vec![Statement::create(sql)]
}

pub(super) fn alter_extension(id: &Id, new: &Fact, changed: &[&str]) -> Option<Vec<Statement>> {
    let name = id.qualified();
    let mut statements = Vec::new();
    for attribute in changed {
        match *attribute {
            "in_schema" if new.is("relocatable") => {
                let schema = quote_identifier(new.word("in_schema"));
                statements
                    .push(Statement::alter(format!("alter extension {name} set schema {schema}")));
            }
            "version" => match new.text("version") {
                Some(version) => statements.push(Statement::alter(format!(
                    "alter extension {name} update to {}",
                    quote_literal(version)
                ))),
                // Which version is not said: the one that is there will do.
                None => continue,
            },
            "relocatable" => continue,
            _ => return None,
        }
    }
    Some(statements)
}

pub(super) fn create_language(id: &Id, fact: &Fact) -> Vec<Statement> {
    let trusted = if fact.is("trusted") { "trusted " } else { "" };
    let mut sql = format!("create {trusted}language {}", id.qualified());
    for (word, attribute) in
        [("handler", "handler"), ("inline", "inline"), ("validator", "validator")]
    {
        if let Some(function) = fact.text(attribute) {
            sql.push_str(&format!(" {word} {function}"));
        }
    }
    vec![Statement::create(sql)]
}

pub(super) fn create_access_method(id: &Id, fact: &Fact) -> Vec<Statement> {
    let (name, kind, handler) = (id.qualified(), fact.word("type"), fact.word("handler"));
    vec![Statement::create(format!("create access method {name} type {kind} handler {handler}"))]
}

/// Makes a role; one that the cluster has for another database will do.
pub(super) fn create_role(id: &Id, fact: &Fact) -> Vec<Statement> {
    let [create, alter] = make_role(&id.name, fact.list("options"));
    vec![Statement::create(create), Statement::alter(alter)]
}

pub(super) fn alter_role(id: &Id, old: &Fact, new: &Fact) -> Option<Vec<Statement>> {
    let before = old.list("options");
    let changed = new.list("options").iter().filter(|option| !before.contains(option));
    let mut options: Vec<String> = changed.map(ToString::to_string).collect();
    let has_end = |fact: &Fact| fact.list("options").iter().any(|o| o.starts_with("valid until"));
    if has_end(old) && !has_end(new) {
        options.push("valid until 'infinity'".to_owned());
    }
    let sql = format!("alter role {} with {}", id.qualified(), options.join(" "));
    let widens = options.iter().any(|option| {
        matches!(
            option.as_str(),
            "superuser"
                | "createrole"
                | "createdb"
                | "login"
                | "replication"
                | "bypassrls"
                | "inherit"
        )
    });
    let statement = Statement::alter(sql);
    Some(vec![match widens {
        true => statement.hazard(
            HazardKind::WidensAccess,
            format!("`{}` becomes {}", id.name, options.join(", ")),
        ),
        false => statement,
    }])
}

/// Grants a membership, or grants it anew with other options.
pub(super) fn create_membership(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let (role, member) = (id.qualified(), id.quoted_part());
    let mut options = Vec::new();
    if context.desired.postgres >= 16 {
        options.push(format!("admin {}", fact.is("admin")));
        options.extend(fact.text("inherit").map(|value| format!("inherit {value}")));
        options.extend(fact.text("set").map(|value| format!("set {value}")));
    } else if fact.is("admin") {
        options.push("admin option".to_owned());
    }
    let with =
        if options.is_empty() { String::new() } else { format!(" with {}", options.join(", ")) };
    let sql = format!("grant {role} to {member}{with}");
    vec![Statement::new(crate::diff::Action::Grant, sql).hazard(
        HazardKind::WidensAccess,
        format!("`{}` may then do what `{}` may", id.part, id.name),
    )]
}

pub(super) fn alter_membership(context: &Context<'_>, id: &Id, new: &Fact) -> Vec<Statement> {
    let mut statements = Vec::new();
    if context.desired.postgres < 16 && !new.is("admin") {
        let sql = format!("revoke admin option for {} from {}", id.qualified(), id.quoted_part());
        statements.push(Statement::new(crate::diff::Action::Revoke, sql));
    } else {
        statements.extend(create_membership(context, id, new));
    }
    statements
}

pub(super) fn drop_membership(id: &Id) -> Vec<Statement> {
    let sql = format!("revoke {} from {}", id.qualified(), id.quoted_part());
    vec![Statement::new(crate::diff::Action::Revoke, sql).hazard(
        HazardKind::NarrowsAccess,
        format!("`{}` may then no longer do what `{}` may", id.part, id.name),
    )]
}

pub(super) fn set_setting(id: &Id, value: Option<&str>) -> Vec<Statement> {
    let parameter = quote_parameter(&id.part);
    let change = match value {
        Some(value) => format!("set {parameter} = {}", setting(&id.part, value)),
        None => format!("reset {parameter}"),
    };
    let role = quote_identifier(&id.name);
    let sql = match (&*id.schema, &*id.name) {
        ("", _) => format!("alter role {role} {change}"),
        (_, "") => in_database(&format!("alter database %I {change}")),
        _ => in_database(&format!("alter role {role} in database %I {change}")),
    };
    vec![Statement::alter(sql)]
}

/// Settings that are lists of names keep their commas; the server stores the list as it prints it.
fn setting(parameter: &str, value: &str) -> String {
    match parameter {
        "search_path"
        | "local_preload_libraries"
        | "session_preload_libraries"
        | "temp_tablespaces" => {
            if value.is_empty() {
                "''".to_owned()
            } else {
                value.to_owned()
            }
        }
        _ => quote_literal(value),
    }
}

fn quote_parameter(name: &str) -> String {
    name.split('.').map(|part| quote_identifier(part).into_owned()).collect::<Vec<_>>().join(".")
}

fn in_database(sql: &str) -> String {
    let escaped = sql.replace('%', "%%").replace("%%I", "%I");
    format!("do $$ begin execute format({}, current_database()); end $$", quote_literal(&escaped))
}
