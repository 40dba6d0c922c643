//! Columns: a line of SQL where that says all, keys where it does not.

use std::collections::BTreeMap;

use super::constraint::{Inline, references};
use super::context::Context;
use super::expression::{Row, default, default_among_words, expression};
use super::table::parameters;
use super::types::sequence_options;
use super::yaml::{Map, Node};
use crate::check::default_name;
use crate::model::{Column, ConstraintKind, Identity, ObjectName, SequenceOptions, Table};
use crate::sql::{quote_identifier, quote_literal};

/// The longest short form; what is longer is easier to read as keys.
const LONG: usize = 84;

/// Writes the columns that a table declares itself.
pub(super) fn columns(
    context: &Context,
    name: &ObjectName,
    table: &Table,
    inline: &BTreeMap<&str, Inline<'_>>,
) -> Map {
    let key = table.primary_key().map(|key| key.columns.as_slice()).unwrap_or_default();
    let none = Inline::default();
    let mut map = Map::block();
    let row = Row::Of(context.database, table);
    for column in table.columns.iter().filter(|column| !column.inherited) {
        let inline = inline.get(column.name.as_str()).unwrap_or(&none);
        let not_null = column.not_null && column.identity.is_none() && !key.contains(&column.name);
        let writer = Writer { context, table: name, row, column, inline, not_null };
        map.put(&column.name, writer.write());
    }
    map
}

struct Writer<'a> {
    context: &'a Context<'a>,
    table: &'a ObjectName,
    row: Row<'a>,
    column: &'a Column,
    inline: &'a Inline<'a>,
    /// Whether NOT NULL has to be said.
    not_null: bool,
}

impl Writer<'_> {
    fn write(&self) -> Node {
        let column = self.column;
        let only_keys = column.comment.is_some()
            || column.statistics.is_some()
            || column.storage.is_some()
            || column.compression.is_some()
            || !column.options.is_empty();
        let short = self.short();
        // What has one part has no keys to be told apart.
        let fits = short.len() + column.name.len() <= LONG || self.parts() < 2;
        if only_keys || !fits { Node::Map(self.long()) } else { Node::Text(short) }
    }

    /// Counts what is said beside the type.
    fn parts(&self) -> usize {
        let column = self.column;
        [
            self.not_null,
            column.default.is_some(),
            column.identity.is_some(),
            column.generated.is_some(),
            column.collation.is_some(),
            self.inline.primary_key,
            self.inline.unique,
            self.inline.check.is_some(),
            self.inline.references.is_some(),
        ]
        .into_iter()
        .filter(|said| *said)
        .count()
    }

    fn data_type(&self) -> String {
        self.context.data_type(&self.table.schema, &self.column.data_type)
    }

    fn short(&self) -> String {
        let column = self.column;
        let serial = serial(self.context, self.table, column);
        let mut words = vec![serial.map_or_else(|| self.data_type(), str::to_owned)];
        words.extend(self.collation().map(|name| format!("collate {name}")));
        if self.not_null && serial.is_none() {
            words.push("not null".to_owned());
        }
        if let Some(value) = column.default.as_ref().filter(|_| serial.is_none()) {
            let value = default_among_words(&value.0, &column.data_type);
            words.push(format!("default {value}"));
        }
        words.extend(column.identity.as_ref().map(|identity| self.identity_sql(identity)));
        words.extend(column.generated.as_ref().map(|generated| {
            let kind = if generated.stored { "stored" } else { "virtual" };
            let text = expression(&generated.expression.0, self.row);
            format!("generated always as ({text}) {kind}")
        }));
        if self.inline.primary_key {
            words.push("primary key".to_owned());
        }
        if self.inline.unique {
            words.push("unique".to_owned());
        }
        words.extend(self.references().map(|text| format!("references {text}")));
        let check = self.inline.check.map(|text| expression(text, self.row));
        words.extend(check.map(|text| format!("check ({text})")));
        words.join(" ")
    }

    fn identity_sql(&self, identity: &Identity) -> String {
        let when = if identity.always { "always" } else { "by default" };
        let name = identity.sequence.as_ref();
        let name = name.map(|name| format!("sequence name {}", quote_identifier(name)));
        let options = name.into_iter().chain(options_sql(&identity.options)).collect::<Vec<_>>();
        match options.is_empty() {
            true => format!("generated {when} as identity"),
            false => format!("generated {when} as identity ({})", options.join(" ")),
        }
    }

    fn collation(&self) -> Option<String> {
        let name = self.column.collation.as_deref()?;
        let parsed = crate::sql::QualifiedName::parse(name).ok();
        let shortened = parsed.map(|name| self.context.other_name(&self.table.schema, &name));
        Some(shortened.unwrap_or_else(|| name.to_owned()))
    }

    fn references(&self) -> Option<String> {
        let constraint = self.inline.references?;
        let ConstraintKind::ForeignKey(key) = &constraint.kind else { return None };
        Some(references(self.context, &self.table.schema, constraint, key))
    }

    fn long(&self) -> Map {
        let column = self.column;
        let mut map = Map::default();
        let serial = serial(self.context, self.table, column);
        map.put("type", Node::Text(serial.map_or_else(|| self.data_type(), str::to_owned)));
        map.text("collation", self.collation().as_deref());
        map.flag("not_null", self.not_null && serial.is_none());
        let value = column.default.as_ref().filter(|_| serial.is_none());
        let value = value.map(|value| default(&value.0, &column.data_type));
        if let Some(value) = value {
            map.put("default", Node::Plain(value));
        }
        if let Some(identity) = &column.identity {
            map.put("identity", identity_keys(identity));
        }
        if let Some(generated) = &column.generated {
            let mut keys = Map::default();
            let text = expression(&generated.expression.0, self.row);
            keys.put("expression", Node::Text(text));
            keys.flag("virtual", !generated.stored);
            map.put("generated", super::constraint::short_or_long(keys, "expression"));
        }
        map.flag("primary_key", self.inline.primary_key);
        map.flag("unique", self.inline.unique);
        map.text("references", self.references().as_deref());
        let check = self.inline.check.map(|text| expression(text, self.row));
        map.text("check", check.as_deref());
        map.text("storage", column.storage.as_deref());
        map.text("compression", column.compression.as_deref());
        map.number("statistics", column.statistics);
        map.map("options", parameters(&column.options));
        map.comment(&column.comment);
        map
    }
}

fn identity_keys(identity: &Identity) -> Node {
    let mut map = Map::default();
    let kind = if identity.always { "always" } else { "by_default" };
    map.put("kind", Node::Text(kind.to_owned()));
    map.text("name", identity.sequence.as_deref());
    map.map("sequence", sequence_options(&identity.options));
    super::constraint::short_or_long(map, "kind")
}

/// Writes the options of a sequence as SQL.
fn options_sql(options: &SequenceOptions) -> impl Iterator<Item = String> {
    let number = |words: &str, value: Option<i64>| value.map(|value| format!("{words} {value}"));
    let given = [
        number("start", options.start),
        number("increment", options.increment),
        number("minvalue", options.min_value),
        number("maxvalue", options.max_value),
        number("cache", options.cache),
        options.cycle.then(|| "cycle".to_owned()),
    ];
    given.into_iter().flatten()
}

/// Returns `serial` or its like, where a column is what that stands for.
pub(super) fn serial(
    context: &Context,
    table: &ObjectName,
    column: &Column,
) -> Option<&'static str> {
    let word = match column.data_type.as_str() {
        "smallint" => "smallserial",
        "integer" => "serial",
        "bigint" => "bigserial",
        _ => return None,
    };
    let name = default_name::name(&table.name, &column.name, "seq");
    let name = ObjectName::new(table.schema.clone(), name);
    let sequence = context.database.sequences.get(&name)?;
    let data_type = (column.data_type != "bigint").then(|| column.data_type.clone());
    let usual = SequenceOptions { data_type, ..SequenceOptions::default() };
    let default = format!("nextval({}::regclass)", quote_literal(&name.to_string()));
    let owned = sequence.owned_by.as_ref() == Some(&(table.clone(), column.name.clone()));
    let plain = sequence.options == usual && sequence.comment.is_none() && owned;
    let takes = column.default.as_ref().is_some_and(|value| value.0 == default);
    (plain && takes && column.not_null && !column.inherited).then_some(word)
}

/// Writes what of inherited columns differs from the parent's.
pub(super) fn inherited(context: &Context, name: &ObjectName, table: &Table) -> Map {
    let parents = context.database.inherited_columns(table);
    let mut map = Map::block();
    for column in table.columns.iter().filter(|column| column.inherited) {
        let Some(parent) = parents.iter().find(|parent| parent.name == column.name) else {
            continue;
        };
        let changes = changes(parent, column);
        map.map(&column.name, changes);
        if parent.generated != column.generated {
            let what = format!("generation of column {name}.{}", quote_identifier(&column.name));
            context.cannot_say(what);
        }
    }
    map
}

fn changes(parent: &Column, column: &Column) -> Map {
    let mut map = Map::default();
    if parent.default != column.default {
        let value = column.default.as_ref();
        if let Some(value) = value.map(|value| default(&value.0, &column.data_type)) {
            map.put("default", Node::Plain(value));
        }
        map.flag("drop_default", column.default.is_none());
    }
    map.flag("not_null", column.not_null && !parent.not_null);
    if parent.storage != column.storage {
        map.text("storage", column.storage.as_deref());
    }
    if parent.compression != column.compression {
        map.text("compression", Some(column.compression.as_deref().unwrap_or("default")));
    }
    if parent.statistics != column.statistics {
        map.number("statistics", Some(column.statistics.unwrap_or(-1)));
    }
    map.map("options", parameters(&column.options));
    map.comment(&column.comment);
    map
}
