//! What stands on tables and views: indexes, triggers, policies.

use std::collections::BTreeMap;

use super::constraint::short_or_long;
use super::context::Context;
use super::expression::{Row, expression};
use super::yaml::{Map, Node};
use crate::model::{Firing, Index, ObjectName, PUBLIC, Policy, PolicyCommand, Trigger};
use crate::sql::index::{IndexElement, IndexKey};
use crate::sql::scanner::{Kind, tokens};
use crate::sql::trigger::{TriggerEvent, TriggerTiming};
use crate::sql::{self, Timing, quote_identifier, quote_literal};

/// Writes indexes by name.
pub(super) fn indexes(
    context: &Context,
    schema: &str,
    row: Row<'_>,
    indexes: &BTreeMap<String, Index>,
) -> Map {
    let mut map = Map::block();
    for (name, index) in indexes {
        let on = index_text(context, schema, row, &index.definition);
        let long = index.comment.is_some() || index.tablespace.is_some();
        if index.invalid {
            let name = ObjectName::new(schema, name.clone());
            context.cannot_say(format!(
                "index {name}, whose build failed, as it is: it is declared whole"
            ));
        }
        let mut keys = Map::default();
        match index.unique && !long {
            true => keys.put("on", Node::Text(format!("unique {on}"))),
            false => keys.put("on", Node::Text(on)),
        }
        keys.flag("unique", index.unique && long);
        keys.text("tablespace", index.tablespace.as_deref());
        keys.comment(&index.comment);
        map.put(name, short_or_long(keys, "on"));
    }
    map
}

/// Writes an index from `using` on with its words in lower case; what the reader does not know stays
/// as the server prints it.
fn index_text(context: &Context, schema: &str, row: Row<'_>, definition: &str) -> String {
    let Ok(index) = sql::parse_index(definition) else { return definition.trim().to_owned() };
    let element = |element: &IndexElement| self::element(context, schema, row, element);
    let elements: Vec<String> = index.elements.iter().map(element).collect();
    let method = index.method.as_deref().unwrap_or("btree");
    let mut text = format!("using {} ({})", quote_identifier(method), elements.join(", "));
    if !index.include.is_empty() {
        let columns: Vec<_> = index.include.iter().map(|name| quote_identifier(name)).collect();
        text.push_str(&format!(" include ({})", columns.join(", ")));
    }
    if index.nulls_not_distinct {
        text.push_str(" nulls not distinct");
    }
    text.push_str(&storage_parameters(definition));
    if let Some(predicate) = &index.predicate {
        text.push_str(&format!(" where {}", expression(&predicate.text, row)));
    }
    text
}

/// Returns the WITH clause of an index; the order of parameters is part of what the server keeps.
fn storage_parameters(definition: &str) -> String {
    let tokens = tokens(definition);
    let mut depth = 0_usize;
    let mut start = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Symbol(b'(') => depth += 1,
            Kind::Symbol(b')') => depth = depth.saturating_sub(1),
            Kind::Word if depth == 0 => {
                let word = definition[token.range.clone()].to_lowercase();
                match word.as_str() {
                    "with" => start = Some(at + 2),
                    "where" | "tablespace" => break,
                    _ => {}
                }
            }
            _ => {}
        }
        if let (Kind::Symbol(b')'), 0, Some(start)) = (token.kind, depth, start) {
            let inner = definition[..token.range.start].get(tokens[start].range.start..);
            let pairs = inner.unwrap_or_default().split(", ").map(assignment);
            return format!(" with ({})", pairs.collect::<Vec<_>>().join(", "));
        }
    }
    String::new()
}

/// Writes `fillfactor='70'` as `fillfactor = 70`.
fn assignment(text: &str) -> String {
    let Some((name, value)) = text.split_once('=') else { return text.to_owned() };
    let inner = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let number = inner.filter(|inner| inner.parse::<u32>().is_ok());
    format!("{name} = {}", number.unwrap_or(value))
}

fn assignments(parameters: &BTreeMap<String, String>) -> String {
    let bare = |value: &str| {
        !value.is_empty()
            && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_')
    };
    let pair = |(name, value): (&String, &String)| match bare(value) || value.starts_with('\'') {
        true => format!("{name} = {value}"),
        false => format!("{name} = {}", quote_literal(value)),
    };
    parameters.iter().map(pair).collect::<Vec<_>>().join(", ")
}

fn element(context: &Context, schema: &str, row: Row<'_>, element: &IndexElement) -> String {
    let mut text = match &element.key {
        IndexKey::Column(name) => quote_identifier(name).into_owned(),
        IndexKey::Expression(fragment) if fragment.text.starts_with('(') => {
            format!("({})", expression(&fragment.text, row))
        }
        IndexKey::Expression(fragment) => expression(&fragment.text, row),
    };
    if let Some(collation) = &element.collation {
        text.push_str(&format!(" collate {}", context.other_name(schema, collation)));
    }
    if let Some(class) = &element.operator_class {
        text.push_str(&format!(" {}", context.other_name(schema, class)));
    }
    if !element.class_parameters.is_empty() {
        text.push_str(&format!(" ({})", assignments(&element.class_parameters)));
    }
    if element.descending {
        text.push_str(" desc");
    }
    match element.nulls_first {
        Some(true) if !element.descending => text.push_str(" nulls first"),
        Some(false) if element.descending => text.push_str(" nulls last"),
        _ => {}
    }
    text
}

/// Writes triggers by name.
pub(super) fn triggers(
    context: &Context,
    relation: &ObjectName,
    row: Row<'_>,
    triggers: &BTreeMap<String, Trigger>,
) -> Map {
    let mut map = Map::block();
    for (name, trigger) in triggers {
        let mut keys = Map::default();
        let Some(text) = trigger_text(trigger, row) else {
            context.cannot_say(format!("trigger {} on {relation}", quote_identifier(name)));
            continue;
        };
        keys.put("sql", Node::Text(text));
        let enabled = match trigger.firing {
            Firing::Origin => None,
            Firing::Always => Some("always"),
            Firing::Replica => Some("replica"),
            Firing::Disabled => Some("disabled"),
        };
        keys.text("enabled", enabled);
        keys.comment(&trigger.comment);
        map.put(name, short_or_long(keys, "sql"));
    }
    map
}

/// Writes a trigger without its name and table.
fn trigger_text(trigger: &Trigger, row: Row<'_>) -> Option<String> {
    let constraint = if trigger.constraint { "constraint " } else { "" };
    let read = sql::parse_trigger(&format!("{constraint}{}", trigger.definition)).ok()?;
    let timing = match read.timing {
        TriggerTiming::Before => "before",
        TriggerTiming::After => "after",
        TriggerTiming::InsteadOf => "instead of",
    };
    let events: Vec<String> = read.events.iter().map(event).collect();
    let mut words = vec![format!("{constraint}{timing} {}", events.join(" or "))];
    words.extend(match read.constraint_timing {
        Timing::Immediate => None,
        Timing::Deferrable => Some("deferrable".to_owned()),
        Timing::Deferred => Some("deferrable initially deferred".to_owned()),
    });
    let tables = [("old", &read.old_table), ("new", &read.new_table)];
    let tables = tables.into_iter().filter_map(|(word, name)| {
        Some(format!("{word} table as {}", quote_identifier(name.as_ref()?)))
    });
    let tables: Vec<String> = tables.collect();
    if !tables.is_empty() {
        words.push(format!("referencing {}", tables.join(" ")));
    }
    words.push(if read.for_each_row { "for each row" } else { "for each statement" }.to_owned());
    let condition = read.condition.map(|condition| expression(&condition.text, row));
    words.extend(condition.map(|condition| format!("when ({condition})")));
    let arguments: Vec<&str> = read.arguments.iter().map(|it| it.text.as_str()).collect();
    words.push(format!("execute function {}({})", read.function, arguments.join(", ")));
    Some(words.join(" "))
}

fn event(event: &TriggerEvent) -> String {
    match event {
        TriggerEvent::Insert => "insert".to_owned(),
        TriggerEvent::Delete => "delete".to_owned(),
        TriggerEvent::Truncate => "truncate".to_owned(),
        TriggerEvent::Update(columns) if columns.is_empty() => "update".to_owned(),
        TriggerEvent::Update(columns) => {
            let columns: Vec<_> = columns.iter().map(|name| quote_identifier(name)).collect();
            format!("update of {}", columns.join(", "))
        }
    }
}

/// Writes policies by name.
pub(super) fn policies(row: Row<'_>, policies: &BTreeMap<String, Policy>) -> Map {
    let mut map = Map::block();
    for (name, policy) in policies {
        let mut keys = Map::default();
        keys.flag("restrictive", policy.restrictive);
        let command = (policy.command != PolicyCommand::All).then(|| policy.command.sql());
        keys.text("for", command);
        if policy.roles.iter().all(|role| role != PUBLIC) {
            keys.texts("to", &policy.roles);
        }
        for (key, text) in [("using", &policy.using), ("with_check", &policy.with_check)] {
            if let Some(text) = text {
                keys.put(key, Node::Plain(expression(&text.0, row)));
            }
        }
        keys.comment(&policy.comment);
        map.put(name, Node::Map(keys));
    }
    map
}
