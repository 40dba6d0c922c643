//! Casts, transforms, operators, their families and classes, and conversions.

use std::sync::Arc;

use crate::diff::Statement;
use crate::diff::common::{noun, operator_name};
use crate::facts::{Fact, Id};
use crate::sql::{quote_identifier, quote_literal};

pub(super) fn create_cast(id: &Id, fact: &Fact) -> Vec<Statement> {
    let (noun, method) = (noun(id, fact), fact.word("method"));
    let context = fact.text("context").map(|context| format!(" {context}")).unwrap_or_default();
    vec![Statement::create(format!("create {noun} {method}{context}"))]
}

pub(super) fn create_transform(id: &Id, fact: &Fact) -> Vec<Statement> {
    let from = fact.text("from_sql").map(|f| format!("from sql with function {f}"));
    let to = fact.text("to_sql").map(|f| format!("to sql with function {f}"));
    let functions: Vec<String> = from.into_iter().chain(to).collect();
    vec![Statement::create(format!("create {} ({})", noun(id, fact), functions.join(", ")))]
}

pub(super) fn create_operator(id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut options = vec![format!("function = {}", fact.word("function"))];
    options.extend(fact.text("left").map(|value| format!("leftarg = {value}")));
    options.extend(fact.text("right").map(|value| format!("rightarg = {value}")));
    for name in ["commutator", "negator"] {
        options.extend(fact.text(name).map(|value| format!("{name} = operator({value})")));
    }
    for name in ["restrict", "join"] {
        options.extend(fact.text(name).map(|value| format!("{name} = {value}")));
    }
    for name in ["hashes", "merges"] {
        options.extend(fact.is(name).then(|| name.to_owned()));
    }
    vec![Statement::create(format!(
        "create operator {} ({})",
        operator_name(id),
        options.join(", ")
    ))]
}

pub(super) fn alter_operator(id: &Id, new: &Fact, changed: &[&str]) -> Option<Vec<Statement>> {
    if changed.iter().any(|attribute| !matches!(*attribute, "restrict" | "join")) {
        return None;
    }
    let set = |name: &&str| format!("{name} = {}", new.text(name).unwrap_or("none"));
    let options: Vec<String> = changed.iter().map(set).collect();
    Some(vec![Statement::alter(format!("alter {} set ({})", noun(id, new), options.join(", ")))])
}

pub(super) fn create_family(id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut statements = vec![Statement::create(format!("create {}", noun(id, fact)))];
    statements.extend(alter_family(id, &Fact::default(), fact));
    statements
}

pub(super) fn alter_family(id: &Id, old: &Fact, new: &Fact) -> Vec<Statement> {
    let of = |fact: &Fact| -> Vec<Arc<str>> {
        fact.list("operators").iter().chain(fact.list("functions")).cloned().collect()
    };
    let (before, after) = (of(old), of(new));
    let mut statements = Vec::new();
    let gone: Vec<String> = before
        .iter()
        .filter(|item| !after.contains(item))
        .map(|item| dropped_member(item))
        .collect();
    let given: Vec<String> =
        after.iter().filter(|item| !before.contains(item)).map(ToString::to_string).collect();
    let noun = noun(id, new);
    if !gone.is_empty() {
        statements.push(Statement::alter(format!("alter {noun} drop {}", gone.join(", "))));
    }
    if !given.is_empty() {
        statements.push(Statement::alter(format!("alter {noun} add {}", given.join(", "))));
    }
    statements
}

/// Names a member by its number and types: `operator 1 s.<(a,b)` is dropped as `operator 1 (a, b)`.
fn dropped_member(item: &str) -> String {
    let head: Vec<&str> = item.splitn(3, ' ').take(2).collect();
    let from = item.find('(').unwrap_or(item.len());
    let to = item[from..].find(')').map_or(item.len(), |end| from + end + 1);
    format!("{} {}", head.join(" "), &item[from..to])
}

pub(super) fn create_class(id: &Id, fact: &Fact) -> Vec<Statement> {
    let default = if fact.is("default") { " default" } else { "" };
    let (name, method, data_type, family) =
        (id.qualified(), id.quoted_part(), fact.word("type"), fact.word("family"));
    let mut members: Vec<String> = fact
        .list("operators")
        .iter()
        .chain(fact.list("functions"))
        .map(ToString::to_string)
        .collect();
    members.extend(fact.text("storage").map(|storage| format!("storage {storage}")));
    if members.is_empty() {
        members.push(format!("storage {data_type}"));
    }
    vec![Statement::create(format!(
        "create operator class {name}{default} for type {data_type} using {method} family {family} as {}",
        members.join(", ")
    ))]
}

pub(super) fn create_conversion(id: &Id, fact: &Fact) -> Vec<Statement> {
    let default = if fact.is("default") { "default " } else { "" };
    let (from, to) = (fact.word("from_encoding"), fact.word("to_encoding"));
    vec![Statement::create(format!(
        "create {default}conversion {} for {} to {} from {}",
        id.qualified(),
        quote_literal(from),
        quote_literal(to),
        fact.word("function")
    ))]
}

pub(super) fn create_parser(id: &Id, fact: &Fact) -> Vec<Statement> {
    let names = ["start", "gettoken", "end", "headline", "lextypes"];
    let options = names
        .iter()
        .filter_map(|name| fact.text(name).map(|function| format!("{name} = {function}")));
    let options: Vec<String> = options.collect();
    vec![Statement::create(format!(
        "create text search parser {} ({})",
        id.qualified(),
        options.join(", ")
    ))]
}

pub(super) fn create_template(id: &Id, fact: &Fact) -> Vec<Statement> {
    let names = ["init", "lexize"];
    let options = names
        .iter()
        .filter_map(|name| fact.text(name).map(|function| format!("{name} = {function}")));
    let options: Vec<String> = options.collect();
    vec![Statement::create(format!(
        "create text search template {} ({})",
        id.qualified(),
        options.join(", ")
    ))]
}

pub(super) fn create_dictionary(id: &Id, fact: &Fact) -> Vec<Statement> {
    let options = fact.text("options").map(|options| format!(", {options}")).unwrap_or_default();
    let (name, template) = (id.qualified(), fact.word("template"));
    vec![Statement::create(format!(
        "create text search dictionary {name} (template = {template}{options})"
    ))]
}

pub(super) fn alter_dictionary(
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    if changed != ["options"] {
        return None;
    }
    let given = dictionary_options(new.word("options"));
    let gone = dictionary_options(old.word("options")).into_iter();
    let gone = gone.filter(|(name, _)| !given.iter().any(|(known, _)| known == name));
    let mut parts: Vec<String> = gone.map(|(name, _)| name).collect();
    parts.extend(given.into_iter().map(|(name, value)| format!("{name} = {value}")));
    let name = id.qualified();
    Some(vec![Statement::alter(format!(
        "alter text search dictionary {name} ({})",
        parts.join(", ")
    ))])
}

/// Splits `name = 'value', name = 'value'` outside of quotes.
fn dictionary_options(text: &str) -> Vec<(String, String)> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b',' if !quoted => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    let pairs = parts.into_iter().filter_map(|part| part.split_once('='));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

pub(super) fn create_configuration(id: &Id, fact: &Fact) -> Vec<Statement> {
    let (name, parser) = (id.qualified(), fact.word("parser"));
    let sql = format!("create text search configuration {name} (parser = {parser})");
    let mut statements = vec![Statement::create(sql)];
    statements.extend(change_mappings(id, &[], fact.list("mappings")));
    statements
}

pub(super) fn alter_configuration(
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    (changed == ["mappings"])
        .then(|| change_mappings(id, old.list("mappings"), new.list("mappings")))
}

/// A mapping reads `token with dictionary, dictionary`.
fn change_mappings(id: &Id, old: &[Arc<str>], new: &[Arc<str>]) -> Vec<Statement> {
    let token = |mapping: &str| mapping.split(" with ").next().unwrap_or_default().to_owned();
    let has = |mappings: &[Arc<str>], wanted: &str| mappings.iter().any(|m| token(m) == wanted);
    let head = format!("alter text search configuration {}", id.qualified());
    let mut statements = Vec::new();
    for mapping in old.iter().filter(|mapping| !has(new, &token(mapping))) {
        statements.push(Statement::alter(format!("{head} drop mapping for {}", token(mapping))));
    }
    for mapping in new.iter().filter(|mapping| !old.contains(mapping)) {
        let word = if has(old, &token(mapping)) { "alter" } else { "add" };
        statements.push(Statement::alter(format!("{head} {word} mapping for {mapping}")));
    }
    statements
}

pub(super) fn create_event_trigger(id: &Id, fact: &Fact) -> Vec<Statement> {
    let (name, event) = (id.qualified(), fact.word("event"));
    let tags: Vec<String> = fact.list("tags").iter().map(|tag| quote_literal(tag)).collect();
    let when =
        if tags.is_empty() { String::new() } else { format!(" when tag in ({})", tags.join(", ")) };
    let function = fact.word("function");
    let sql = format!("create event trigger {name} on {event}{when} execute function {function}()");
    let mut statements = vec![Statement::create(sql)];
    if fact.text("firing").is_some() {
        statements.extend(fire_event_trigger(id, fact));
    }
    statements
}

pub(super) fn fire_event_trigger(id: &Id, fact: &Fact) -> Vec<Statement> {
    let firing = fact.text("firing").unwrap_or("enable");
    vec![Statement::alter(format!("alter event trigger {} {firing}", quote_identifier(&id.name)))]
}
