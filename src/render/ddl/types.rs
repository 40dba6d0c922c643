//! Types and sequences.

use super::text::{comment, default_value, names, owner, parenthesized};
use crate::model::{
    Composite, Database, Domain, DomainCheck, ObjectName, Range, Sequence, SequenceOptions, Type,
    TypeDefinition,
};
use crate::sql::{quote_identifier, quote_literal, quote_qualified};

/// Writes the statements of a type.
pub(super) fn statements(name: &ObjectName, definition: &Type) -> Vec<String> {
    let (create, kind) = match &definition.definition {
        TypeDefinition::Enum(labels) => {
            let labels: Vec<_> = labels.iter().map(|label| quote_literal(label)).collect();
            (format!("create type {name} as enum {};", lines(&labels)), "type")
        }
        TypeDefinition::Domain(domain) => (create_domain(name, domain), "domain"),
        TypeDefinition::Composite(composite) => (create_composite(name, composite), "type"),
        TypeDefinition::Range(range) => (create_range(name, range), "type"),
    };
    let what = format!("{kind} {name}");
    let owner = owner(&what, definition.owner.as_deref());
    let comment = comment(&what, definition.comment.as_deref());
    let mut all: Vec<String> = [Some(create), owner, comment].into_iter().flatten().collect();
    if let TypeDefinition::Domain(domain) = &definition.definition {
        all.extend(domain_constraints(name, domain));
    }
    all
}

fn lines(items: &[String]) -> String {
    if items.is_empty() { "()".into() } else { format!("(\n    {}\n)", items.join(",\n    ")) }
}

fn create_domain(name: &ObjectName, domain: &Domain) -> String {
    let mut text = format!("create domain {name} as {}", domain.base);
    if let Some(collation) = &domain.collation {
        text.push_str(&format!(" collate {collation}"));
    }
    if let Some(default) = &domain.default {
        text.push_str(&format!("\n    default {}", default_value(default)));
    }
    if domain.not_null {
        text.push_str("\n    not null");
    }
    for (name, check) in domain.checks.iter().filter(|(_, check)| !check.not_valid) {
        text.push_str(&format!("\n    {}", domain_check(name, check)));
    }
    text.push(';');
    text
}

fn domain_check(name: &str, check: &DomainCheck) -> String {
    format!("constraint {} check {}", quote_identifier(name), parenthesized(&check.expression))
}

/// Writes what CREATE DOMAIN cannot say of constraints: those that are not valid, and comments.
fn domain_constraints(name: &ObjectName, domain: &Domain) -> Vec<String> {
    let late = domain.checks.iter().filter(|(_, check)| check.not_valid);
    let late = late.map(|(own, check)| {
        format!("alter domain {name}\n    add {} not valid;", domain_check(own, check))
    });
    let comments = domain.checks.iter().filter_map(|(own, check)| {
        let what = format!("constraint {} on domain {name}", quote_identifier(own));
        comment(&what, check.comment.as_deref())
    });
    late.chain(comments).collect()
}

fn create_composite(name: &ObjectName, composite: &Composite) -> String {
    let quoted = composite.attributes.iter().map(|(name, ..)| quote_identifier(name));
    let width = quoted.map(|name| name.chars().count()).max().unwrap_or(0);
    let line = |(name, data_type, collation): &(String, String, Option<String>)| {
        let collation = collation.as_ref().map(|c| format!(" collate {c}")).unwrap_or_default();
        format!("{:width$} {data_type}{collation}", quote_identifier(name))
    };
    let attributes: Vec<_> = composite.attributes.iter().map(line).collect();
    format!("create type {name} as {};", lines(&attributes))
}

fn create_range(name: &ObjectName, range: &Range) -> String {
    let multirange = range.multirange_type_name.as_ref();
    let multirange = multirange.map(|other| quote_qualified(Some(&name.schema), other));
    let options = [
        ("subtype", Some(range.subtype.clone())),
        ("subtype_opclass", range.subtype_opclass.clone()),
        ("collation", range.collation.clone()),
        ("subtype_diff", range.subtype_diff.clone()),
        ("multirange_type_name", multirange),
    ];
    let given = options.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", value?)));
    format!("create type {name} as range {};", lines(&given.collect::<Vec<_>>()))
}

/// Writes the statements of a sequence but the one that ties it to its column.
pub(super) fn sequence_statements(
    database: &Database,
    name: &ObjectName,
    sequence: &Sequence,
) -> Vec<String> {
    let what = format!("sequence {name}");
    let mut create = format!("create {what}");
    for option in sequence_options(&sequence.options) {
        create.push_str(&format!("\n    {option}"));
    }
    create.push(';');
    // The server demands one owner of a table and the sequences its columns own.
    let table = sequence.owned_by.as_ref().and_then(|(table, _)| database.tables.get(table));
    let owned = table.map_or(&sequence.owner, |table| &table.owner);
    let owner = owner(&what, owned.as_deref());
    let comment = comment(&what, sequence.comment.as_deref());
    [Some(create), owner, comment].into_iter().flatten().collect()
}

/// Writes the statement that ties a sequence to the column that owns it.
pub(super) fn tie_sequence(name: &ObjectName, sequence: &Sequence) -> Option<String> {
    let (table, column) = sequence.owned_by.as_ref()?;
    Some(format!("alter sequence {name} owned by {table}.{};", names([column])))
}

/// Writes the options of a sequence that were given.
pub(super) fn sequence_options(options: &SequenceOptions) -> Vec<String> {
    let number = |words: &str, value: Option<i64>| value.map(|value| format!("{words} {value}"));
    let given = [
        options.data_type.as_ref().map(|data_type| format!("as {data_type}")),
        number("increment by", options.increment),
        number("minvalue", options.min_value),
        number("maxvalue", options.max_value),
        number("start with", options.start),
        number("cache", options.cache),
        options.cycle.then(|| "cycle".to_owned()),
    ];
    given.into_iter().flatten().collect()
}
