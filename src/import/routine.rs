//! Functions and procedures: those that keys can say, and statements for the others.

use super::context::Context;
use super::yaml::{Map, Node};
use crate::model::{Routine, RoutineKind, RoutineName};
use crate::sql::function::{Argument, ArgumentMode, Body, Returns};
use crate::sql::{self, FunctionDefinition, quote_identifier, quote_literal};

/// The routines of a schema.
pub(super) struct Routines {
    pub functions: Map,
    pub procedures: Map,
    /// Statements of those that have no keys.
    pub statements: Vec<String>,
}

/// Writes the routines of a schema.
pub(super) fn routines(context: &Context, schema: &str) -> Routines {
    let mut written =
        Routines { functions: Map::spaced(), procedures: Map::spaced(), statements: Vec::new() };
    let all = &context.database.routines;
    let of_schema = all.iter().filter(|(name, _)| name.name.schema == schema);
    for (name, routine) in of_schema {
        let overloads = all.keys().filter(|other| other.name == name.name).count();
        match keys(context, name, routine).filter(|_| overloads == 1) {
            Some(keys) if routine.kind == RoutineKind::Procedure => {
                written.procedures.put(&name.name.name, Node::Map(keys));
            }
            Some(keys) => written.functions.put(&name.name.name, Node::Map(keys)),
            None => written.statements.push(statements(context, name, routine)),
        }
    }
    written
}

/// Writes the statements of a routine.
fn statements(context: &Context, name: &RoutineName, routine: &Routine) -> String {
    let kind = routine.kind.sql();
    let arguments = match (routine.kind, name.arguments.as_str()) {
        (RoutineKind::Aggregate, "") => "*",
        (_, arguments) => arguments,
    };
    let what = format!("{kind} {}({arguments})", name.name);
    let mut text = format!("{};", with_numbers(routine.definition.trim()));
    if let Some(owner) = context.object_owned(&name.name.schema, &routine.owner) {
        let owner = match &routine.owner {
            Some(owner) => quote_identifier(owner).into_owned(),
            None => owner,
        };
        text.push_str(&format!("\nalter {what} owner to {owner};"));
    }
    if let Some(comment) = &routine.comment {
        text.push_str(&format!("\ncomment on {what} is {};", quote_literal(comment)));
    }
    text
}

/// Returns a definition with `$1` in place of an argument without a name, which the server prints as
/// `""` where others have names, and which it would not read.
fn with_numbers(definition: &str) -> String {
    const NAMELESS: &str = "\"\"";
    let stand_in = definition.replace(NAMELESS, "\"?\"");
    let Ok(read) = sql::parse_function(&stand_in) else { return definition.to_owned() };
    let inputs = read.arguments.iter().filter(|it| it.mode != ArgumentMode::Out);
    let nameless = inputs.enumerate().filter(|(_, it)| it.name.is_none());
    let numbers: Vec<usize> = nameless.map(|(at, _)| at + 1).collect();
    match (&read.body, numbers.as_slice()) {
        (Body::Sql(body), [number]) => {
            let (head, tail) = definition.split_at(body.range.start);
            format!("{head}{}", tail.replace(NAMELESS, &format!("${number}")))
        }
        _ => definition.to_owned(),
    }
}

/// Writes a routine as keys, where these say all of it.
fn keys(context: &Context, name: &RoutineName, routine: &Routine) -> Option<Map> {
    if routine.kind == RoutineKind::Aggregate {
        return None;
    }
    let read = sql::parse_function(&routine.definition).ok()?;
    let Body::Text { text: body, .. } = &read.body else { return None };
    let body = body_value(body)?;
    let schema = &name.name.schema;
    let mut map = Map::block();
    map.comment(&routine.comment);
    let arguments: Vec<_> = read.arguments.iter().map(|it| argument(context, schema, it)).collect();
    map.text("arguments", Some(arguments.join(", ")).filter(|text| !text.is_empty()).as_deref());
    map.text("returns", returns(context, schema, &read).as_deref());
    map.text("language", (read.language != "sql").then_some(read.language.as_str()));
    options(&read, &mut map)?;
    let mut settings = Map::default();
    for (setting, value) in &read.settings {
        settings.put(setting, Node::Plain(setting_value(setting, value)?));
    }
    map.map("set", settings);
    map.text("owner", context.object_owned(schema, &routine.owner).as_deref());
    map.put("body", body);
    Some(map)
}

/// Returns a body as the spec holds it: one between two line breaks is a block.
fn body_value(body: &str) -> Option<Node> {
    // Line breaks of Windows would have to be escapes, and nobody can read a program of those.
    if body.contains('\r') {
        return None;
    }
    match body.strip_prefix('\n') {
        Some(block) if block.ends_with('\n') => Some(Node::Block(block.to_owned())),
        _ if body.ends_with('\n') => None,
        _ if body.contains('\n') => Some(Node::Block(body.to_owned())),
        _ => Some(Node::Text(body.to_owned())),
    }
}

fn argument(context: &Context, schema: &str, argument: &Argument) -> String {
    let mode = match argument.mode {
        ArgumentMode::In => None,
        ArgumentMode::Out => Some("out".to_owned()),
        ArgumentMode::InOut => Some("inout".to_owned()),
        ArgumentMode::Variadic => Some("variadic".to_owned()),
    };
    let name = argument.name.as_deref().map(|name| quote_identifier(name).into_owned());
    let data_type = context.type_name(schema, &argument.type_name);
    let default = argument.default.as_ref().map(|default| {
        let known = argument.type_name.to_string();
        format!("default {}", super::expression::default_among_words(&default.text, &known))
    });
    let words = mode.into_iter().chain(name).chain([data_type]).chain(default);
    words.collect::<Vec<_>>().join(" ")
}

fn returns(context: &Context, schema: &str, read: &FunctionDefinition) -> Option<String> {
    Some(match read.returns.as_ref()? {
        Returns::Type(data_type) => context.type_name(schema, data_type),
        Returns::Table(columns) => {
            let column = |(name, data_type): &(String, sql::TypeName)| {
                let data_type = context.type_name(schema, data_type);
                format!("{} {data_type}", quote_identifier(name))
            };
            let columns: Vec<String> = columns.iter().map(column).collect();
            format!("table ({})", columns.join(", "))
        }
    })
}

/// Writes the options that have keys; `None` where there is one that has none.
fn options(read: &FunctionDefinition, map: &mut Map) -> Option<()> {
    let has = |word: &str| read.options.iter().any(|option| option == word);
    let volatility = ["immutable", "stable"].into_iter().find(|word| has(word));
    map.text("volatility", volatility);
    map.text("security", read.security_definer.then_some("definer"));
    map.flag("strict", has("strict"));
    map.flag("leakproof", has("leakproof"));
    let known = ["immutable", "stable", "volatile", "strict", "leakproof", "called on null input"];
    for option in read.options.iter().filter(|option| !known.contains(&option.as_str())) {
        let (word, value) = option.split_once(' ')?;
        match word {
            "parallel" => map.text("parallel", Some(value)),
            "cost" | "rows" => map.put(word, Node::Plain(value.to_owned())),
            _ => return None,
        }
    }
    Some(())
}

/// Returns the value of a setting as the spec writes it: without the quotes of SQL.
fn setting_value(setting: &str, value: &str) -> Option<String> {
    use sql::scanner::{Kind, tokens};
    if value.eq_ignore_ascii_case("from current") {
        return None;
    }
    let unquoted = |text: &str| {
        let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        inner.map(|inner| inner.replace("''", "'"))
    };
    let words: Vec<_> =
        tokens(value).into_iter().map(|token| (token.kind, &value[token.range])).collect();
    match words.as_slice() {
        [(Kind::Text, text)] if !is_list(setting) => unquoted(text),
        [(Kind::Word | Kind::Number, text)] if !is_list(setting) => Some((*text).to_owned()),
        words if is_list(setting) => {
            let names = words.iter().filter(|(kind, _)| *kind != Kind::Symbol(b','));
            let names = names.map(|(kind, text)| match kind {
                Kind::Text => unquoted(text),
                Kind::Word | Kind::Quoted => Some(sql::fold_identifier(text)),
                _ => None,
            });
            let names = names.collect::<Option<Vec<String>>>()?;
            let quoted: Vec<_> = names.iter().map(|name| quote_identifier(name)).collect();
            Some(quoted.join(", "))
        }
        _ => None,
    }
}

fn is_list(setting: &str) -> bool {
    sql::setting_value(setting, "a, b") == "a, b"
}
