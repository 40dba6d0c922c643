//! Types and sequences of a schema.

use super::constraint::short_or_long;
use super::context::Context;
use super::expression::{Row, default, default_among_words, expression};
use super::yaml::{Map, Node};
use crate::check::default_name;
use crate::model::{
    Composite, Domain, DomainCheck, ObjectName, Range, SequenceOptions, Type, TypeDefinition,
};
use crate::sql::{QualifiedName, quote_identifier};

/// The types of one schema by the sections that they stand in.
pub(super) struct Types {
    pub enums: Map,
    pub domains: Map,
    pub composites: Map,
    pub ranges: Map,
}

/// Writes the types of a schema.
pub(super) fn types(context: &Context, schema: &str) -> Types {
    let mut types = Types {
        enums: Map::block(),
        domains: Map::block(),
        composites: Map::block(),
        ranges: Map::block(),
    };
    for (name, declared) in context.database.types.iter().filter(|(name, _)| name.schema == schema)
    {
        let (section, node) = match &declared.definition {
            TypeDefinition::Enum(labels) => {
                (&mut types.enums, enumeration(context, name, labels, declared))
            }
            TypeDefinition::Domain(domain) => {
                (&mut types.domains, self::domain(context, name, domain, declared))
            }
            TypeDefinition::Composite(composite) => {
                (&mut types.composites, self::composite(context, name, composite, declared))
            }
            TypeDefinition::Range(range) => {
                (&mut types.ranges, self::range(context, name, range, declared))
            }
        };
        section.put(&name.name, node);
    }
    types
}

/// Adds what every type may have.
fn put_rest(context: &Context, name: &ObjectName, declared: &Type, map: &mut Map) {
    map.text("owner", context.object_owned(&name.schema, &declared.owner).as_deref());
    map.comment(&declared.comment);
}

fn enumeration(context: &Context, name: &ObjectName, labels: &[String], declared: &Type) -> Node {
    let mut map = Map::default();
    map.put("labels", Node::List(labels.iter().cloned().map(Node::Text).collect()));
    put_rest(context, name, declared, &mut map);
    short_or_long(map, "labels")
}

fn domain(context: &Context, name: &ObjectName, domain: &Domain, declared: &Type) -> Node {
    let base = context.data_type(&name.schema, &domain.base);
    let collation = domain.collation.as_deref().map(|text| collation(context, &name.schema, text));
    let row = Row::Value(context.database, &domain.base);
    let value = domain.default.as_ref().map(|value| default(&value.0, &domain.base));
    let mut map = Map::default();
    map.put("type", Node::Text(base.clone()));
    map.text("collation", collation.as_deref());
    if let Some(value) = &value {
        map.put("default", Node::Plain(value.clone()));
    }
    map.flag("not_null", domain.not_null);
    let mut checks = Map::default();
    for (own, check) in &domain.checks {
        checks.put(own, self::check(check, row));
    }
    map.map("checks", checks);
    put_rest(context, name, declared, &mut map);
    let plain =
        declared.comment.is_none() && context.object_owned(&name.schema, &declared.owner).is_none();
    let Some(check) = short_check(name, domain, row).filter(|_| plain) else {
        return Node::Map(map);
    };
    let mut words = vec![base];
    words.extend(collation.map(|name| format!("collate {name}")));
    let value = domain.default.as_ref();
    let value = value.map(|value| default_among_words(&value.0, &domain.base));
    words.extend(value.map(|value| format!("default {value}")));
    words.extend(domain.not_null.then(|| "not null".to_owned()));
    words.extend(check);
    Node::Text(words.join(" "))
}

/// Returns the check that a short form writes, if there is one; `None` where it takes keys.
fn short_check(name: &ObjectName, domain: &Domain, row: Row<'_>) -> Option<Option<String>> {
    let mut checks = domain.checks.iter();
    let Some((own, check)) = checks.next() else { return Some(None) };
    let usual = *own == default_name::name(&name.name, "", "check");
    let plain = !check.not_valid && check.comment.is_none() && checks.next().is_none();
    let text = format!("check ({})", expression(&check.expression.0, row));
    (usual && plain).then_some(Some(text))
}

fn check(check: &DomainCheck, row: Row<'_>) -> Node {
    let mut map = Map::default();
    map.put("expression", Node::Text(expression(&check.expression.0, row)));
    map.flag("not_valid", check.not_valid);
    map.comment(&check.comment);
    short_or_long(map, "expression")
}

fn collation(context: &Context, schema: &str, text: &str) -> String {
    let parsed = QualifiedName::parse(text).map(|name| context.other_name(schema, &name));
    parsed.unwrap_or_else(|_| text.to_owned())
}

fn composite(context: &Context, name: &ObjectName, composite: &Composite, declared: &Type) -> Node {
    let mut attributes = Map::default();
    for (attribute, data_type, own) in &composite.attributes {
        let mut text = context.data_type(&name.schema, data_type);
        if let Some(own) = own {
            text.push_str(&format!(" collate {}", collation(context, &name.schema, own)));
        }
        attributes.put(attribute, Node::Text(text));
    }
    let mut map = Map::default();
    map.put("attributes", Node::Map(attributes));
    put_rest(context, name, declared, &mut map);
    Node::Map(map)
}

fn range(context: &Context, name: &ObjectName, range: &Range, declared: &Type) -> Node {
    let mut map = Map::default();
    map.put("subtype", Node::Text(context.data_type(&name.schema, &range.subtype)));
    map.text("subtype_opclass", range.subtype_opclass.as_deref());
    let own = range.collation.as_deref().map(|text| collation(context, &name.schema, text));
    map.text("collation", own.as_deref());
    map.text("subtype_diff", range.subtype_diff.as_deref());
    map.text("multirange_type_name", range.multirange_type_name.as_deref());
    put_rest(context, name, declared, &mut map);
    Node::Map(map)
}

/// Writes the sequences of a schema but those that `serial` brings along.
pub(super) fn sequences(context: &Context, schema: &str) -> Map {
    let mut map = Map::block();
    for (name, sequence) in context.database.sequences.iter().filter(|(n, _)| n.schema == schema) {
        let owner = sequence.owned_by.as_ref().and_then(|(table, column)| {
            let declared = context.database.tables.get(table)?.column(column)?;
            super::column::serial(context, table, declared)
        });
        if owner.is_some() {
            continue;
        }
        let mut keys = sequence_options(&sequence.options);
        let owned = sequence.owned_by.as_ref();
        let owned = owned.map(|(table, column)| {
            format!("{}.{}", context.relation(schema, table), quote_identifier(column))
        });
        keys.text("owned_by", owned.as_deref());
        // One that a column owns has its table's owner.
        if owned.is_none() {
            keys.text("owner", context.object_owned(schema, &sequence.owner).as_deref());
        }
        keys.comment(&sequence.comment);
        map.put(&name.name, if keys.is_empty() { Node::Nothing } else { Node::Map(keys) });
    }
    map
}

/// Writes the options of a sequence.
pub(super) fn sequence_options(options: &SequenceOptions) -> Map {
    let mut map = Map::default();
    map.text("type", options.data_type.as_deref());
    map.number("start", options.start);
    map.number("increment", options.increment);
    map.number("min_value", options.min_value);
    map.number("max_value", options.max_value);
    map.number("cache", options.cache);
    map.flag("cycle", options.cycle);
    map
}
