//! What all kinds of object share: how SQL names them, their comments, owners and labels.

use super::{Action, Statement};
use crate::facts::{Fact, Id, Kind};
use crate::sql::{quote_identifier, quote_literal};

/// Returns an object as `COMMENT ON`, `DROP` and `ALTER` name it: `table sales.items`.
pub(super) fn noun(id: &Id, fact: &Fact) -> String {
    let name = id.qualified();
    match id.kind {
        Kind::Routine => format!("{} {name}({})", routine_word(fact), routine_arguments(id, fact)),
        Kind::Type if fact.word("type") == "domain" => format!("domain {name}"),
        Kind::Table if fact.word("type") == "foreign table" => format!("foreign table {name}"),
        Kind::Column | Kind::Attribute => format!("column {name}.{}", id.quoted_part()),
        Kind::Constraint | Kind::Trigger | Kind::Policy | Kind::Rule => {
            format!("{} {} on {name}", id.kind.words(), id.quoted_part())
        }
        Kind::DomainConstraint => format!("constraint {} on domain {name}", id.quoted_part()),
        Kind::Cast => format!("cast ({} as {})", id.name, id.part),
        Kind::Transform => format!("transform for {} language {}", id.name, id.quoted_part()),
        Kind::Operator => format!("operator {} ({})", operator_name(id), id.part),
        Kind::OperatorClass | Kind::OperatorFamily => {
            format!("{} {name} using {}", id.kind.words(), id.quoted_part())
        }
        Kind::ForeignDataWrapper => format!("foreign data wrapper {name}"),
        Kind::LargeObject => format!("large object {}", id.name),
        kind => format!("{} {name}", kind.words()),
    }
}

/// Returns the word for a routine: `function`, `procedure` or `aggregate`.
pub(super) fn routine_word(fact: &Fact) -> &str {
    match fact.word("type") {
        "window" => "function",
        word => word,
    }
}

/// Returns the input types that name a routine; an aggregate without any has an asterisk.
pub(super) fn routine_arguments(id: &Id, fact: &Fact) -> String {
    match (&*id.part, fact.word("type")) {
        ("", "aggregate") => "*".to_owned(),
        (types, _) => types.to_owned(),
    }
}

/// Returns an operator's name with its schema; the name itself is never quoted.
pub(super) fn operator_name(id: &Id) -> String {
    format!("{}.{}", quote_identifier(&id.schema), id.name)
}

/// Returns the statement that sets or removes a comment.
pub(super) fn comment(id: &Id, fact: &Fact, text: Option<&str>) -> Statement {
    let text = text.map_or_else(|| "null".to_owned(), quote_literal);
    let sql = match id.kind {
        // A comment needs the database's name, which differs between the places where this runs.
        Kind::Database => format!(
            "do $$ begin execute format({}, current_database()); end $$",
            quote_literal(&format!("comment on database %I is {}", text.replace('%', "%%")))
        ),
        _ => format!("comment on {} is {text}", noun(id, fact)),
    };
    Statement::new(Action::Comment, sql)
}

/// Returns the statement that gives an object to a role.
pub(super) fn owner(id: &Id, fact: &Fact, role: &str) -> Statement {
    let noun = match id.kind {
        // The owner of a domain or a type is changed alike.
        Kind::Type if fact.word("type") != "domain" => format!("type {}", id.qualified()),
        _ => noun(id, fact),
    };
    Statement::alter(format!("alter {noun} owner to {}", quote_identifier(role)))
}

/// Returns whether an object of this kind has an owner of its own to be changed.
pub(super) fn has_owner(kind: Kind) -> bool {
    use Kind::{Database, DefaultPrivileges, Parameter, Privileges};
    !matches!(kind, DefaultPrivileges | Database | Parameter | Privileges)
}

/// Returns the statements for labels that differ.
pub(super) fn labels(id: &Id, old: Option<&Fact>, new: &Fact) -> Vec<Statement> {
    let of = |fact: &Fact| -> Vec<(String, String)> {
        let split = |text: &std::sync::Arc<str>| {
            text.split_once('=').map(|(p, l)| (p.to_owned(), l.to_owned()))
        };
        fact.list("security_labels").iter().filter_map(split).collect()
    };
    let (old, new_labels) = (old.map(of).unwrap_or_default(), of(new));
    let noun = noun(id, new);
    let set = |provider: &str, label: Option<&str>| {
        let label = label.map_or_else(|| "null".to_owned(), quote_literal);
        let provider = quote_identifier(provider);
        Statement::alter(format!("security label for {provider} on {noun} is {label}"))
    };
    let gone = old.iter().filter(|(p, _)| !new_labels.iter().any(|(q, _)| p == q));
    let gone = gone.map(|(provider, _)| set(provider, None));
    let given = new_labels.iter().filter(|label| !old.contains(label));
    gone.chain(given.map(|(provider, label)| set(provider, Some(label)))).collect()
}

/// Returns options, `name=value` as the catalogs store them, as SQL: `name 'value'`.
pub(super) fn foreign_options(options: &[std::sync::Arc<str>]) -> String {
    let options = options.iter().map(|option| {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        format!("{} {}", quote_identifier(name), quote_literal(value))
    });
    options.collect::<Vec<_>>().join(", ")
}

/// Returns the `add`, `set` and `drop` of options that differ.
pub(super) fn changed_foreign_options(
    old: &[std::sync::Arc<str>],
    new: &[std::sync::Arc<str>],
) -> String {
    let name =
        |option: &str| option.split_once('=').map_or(option.to_owned(), |(n, _)| n.to_owned());
    let value = |option: &str| option.split_once('=').map_or("", |(_, v)| v).to_owned();
    let has = |options: &[std::sync::Arc<str>], wanted: &str| {
        options.iter().any(|option| name(option) == wanted)
    };
    let mut parts = Vec::new();
    for option in old.iter().filter(|option| !has(new, &name(option))) {
        parts.push(format!("drop {}", quote_identifier(&name(option))));
    }
    for option in new.iter().filter(|option| !old.contains(option)) {
        let word = if has(old, &name(option)) { "set" } else { "add" };
        let (name, value) = (name(option), value(option));
        parts.push(format!("{word} {} {}", quote_identifier(&name), quote_literal(&value)));
    }
    parts.join(", ")
}

/// Returns storage parameters, `name=value`, as SQL: `(name = 'value')`.
pub(super) fn storage(options: &[std::sync::Arc<str>], prefix: &str) -> Vec<String> {
    let one = |option: &std::sync::Arc<str>| {
        let (name, value) = option.split_once('=').unwrap_or((option, "true"));
        format!("{prefix}{name} = {}", storage_value(value))
    };
    options.iter().map(one).collect()
}

/// Quotes a value of a storage parameter unless it is a number or a plain word.
fn storage_value(value: &str) -> String {
    let number =
        !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    match value {
        "true" | "false" | "on" | "off" => value.to_owned(),
        _ if number => value.to_owned(),
        _ => quote_literal(value),
    }
}

/// Returns `set (…)` and `reset (…)` for storage parameters that differ.
pub(super) fn changed_storage(
    old: &[std::sync::Arc<str>],
    new: &[std::sync::Arc<str>],
    prefix: &str,
) -> Vec<String> {
    let name = |option: &str| option.split_once('=').map_or(option, |(n, _)| n).to_owned();
    let mut parts = Vec::new();
    let gone = old.iter().map(|o| name(o)).filter(|n| !new.iter().any(|o| &name(o) == n));
    let gone: Vec<String> = gone.map(|name| format!("{prefix}{name}")).collect();
    if !gone.is_empty() {
        parts.push(format!("reset ({})", gone.join(", ")));
    }
    let given: Vec<_> = new.iter().filter(|option| !old.contains(option)).cloned().collect();
    if !given.is_empty() {
        parts.push(format!("set ({})", storage(&given, prefix).join(", ")));
    }
    parts
}
