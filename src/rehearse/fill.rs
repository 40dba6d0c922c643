//! Rows for tables that came without: a few that fit the types of the columns, the same in every run.

use postgres::Client;

use crate::facts::{Fact, Facts, Id, Kind};
use crate::sql::{quote_identifier, quote_literal};

/// Passes over the tables: those that refer to others are filled after them.
const PASSES: usize = 3;

/// Puts up to `count` rows into every table; what the table refuses is left out.
pub fn fill(client: &mut Client, facts: &Facts, count: u32) {
    let is_filled =
        |(id, fact): &(&Id, &Fact)| id.kind == Kind::Table && fact.word("type") == "table";
    let mut waiting: Vec<&Id> = facts.facts.iter().filter(is_filled).map(|(id, _)| id).collect();
    for _ in 0..PASSES {
        waiting.retain(|table| {
            let mut filled = false;
            for number in 1..=count {
                filled |= insert(client, facts, table, number);
            }
            !filled
        });
    }
}

/// Inserts one row: with all columns, else with those that have to be given.
fn insert(client: &mut Client, facts: &Facts, table: &Id, number: u32) -> bool {
    let given = |all: bool| -> String {
        let columns = facts.columns_of(table);
        let columns = columns.into_iter().filter(|(id, fact)| is_given(facts, id, fact, all));
        let pairs = columns.filter_map(|(id, fact)| {
            let value = bound_value(facts, table, id)
                .or_else(|| value(facts, fact.word("type"), number))?;
            Some((id.quoted_part(), value))
        });
        let (names, values): (Vec<String>, Vec<String>) = pairs.unzip();
        match names.is_empty() {
            true => format!("insert into {} default values", table.qualified()),
            false => format!(
                "insert into {} ({}) values ({})",
                table.qualified(),
                names.join(", "),
                values.join(", ")
            ),
        }
    };
    [true, false].into_iter().any(|all| client.batch_execute(&given(all)).is_ok())
}

/// Returns whether a value is given for a column; sequences count by themselves.
fn is_given(facts: &Facts, id: &Id, fact: &Fact, all: bool) -> bool {
    let default = facts.get(&id.sibling(Kind::Default));
    let counts = default.is_some_and(|it| it.word("expression").starts_with("nextval("));
    let computed = fact.text("generated").is_some() || fact.text("identity").is_some();
    !computed && !counts && (all || fact.is("not_null") && default.is_none())
}

/// Returns a value that the bound of a partition admits, for the column that it is about.
fn bound_value(facts: &Facts, table: &Id, column: &Id) -> Option<String> {
    let fact = facts.get(table)?;
    let bound = fact.text("bound")?;
    let parent = fact.list("parents").first()?;
    let (_, parent) =
        facts.facts.iter().find(|(id, _)| id.kind == Kind::Table && id.qualified() == **parent)?;
    let key = parent.word("partition_by");
    let key = &key[key.find('(')? + 1..key.len().checked_sub(1)?];
    if key != quote_identifier(&column.part) {
        return None;
    }
    let start =
        bound.find(" IN (").map(|at| at + 5).or_else(|| bound.find(" FROM (").map(|at| at + 7))?;
    let end = bound[start..].find([',', ')'])?;
    Some(bound[start..start + end].to_owned()).filter(|value| !value.ends_with("VALUE"))
}

/// Returns a value of a type, as SQL.
fn value(facts: &Facts, data_type: &str, number: u32) -> Option<String> {
    if let Some(element) = data_type.strip_suffix("[]") {
        return Some(format!("array[{}]::{data_type}", value(facts, element, number)?));
    }
    let (base, length) = match data_type.split_once('(') {
        Some((base, rest)) => (base, rest.split(')').next().and_then(|it| it.parse().ok())),
        None => (data_type, None),
    };
    let text = |text: String| quote_literal(&text);
    Some(match base {
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" | "money" => {
            number.to_string()
        }
        "boolean" => (number % 2 == 1).to_string(),
        "text" | "character varying" | "character" | "name" => {
            let mut value = format!("{number} value");
            value.truncate(length.unwrap_or(value.len()));
            text(value)
        }
        "uuid" => text(format!("00000000-0000-0000-0000-{number:012}")),
        "json" | "jsonb" => text(format!("{{\"number\": {number}}}")),
        "bytea" => text(format!("\\x{number:02}")),
        "inet" | "cidr" => text(format!("10.0.0.{number}")),
        "interval" => text(format!("{number} days")),
        "date" => text(format!("2020-01-{number:02}")),
        _ if base.starts_with("timestamp") => text(format!("2020-01-{number:02} 12:00")),
        _ if base.starts_with("time") => text(format!("{:02}:00", number % 24)),
        _ if base.ends_with("range") => "'empty'".to_owned(),
        _ => return own_value(facts, data_type, number),
    })
}

/// Returns a value of a type that the database defines.
fn own_value(facts: &Facts, data_type: &str, number: u32) -> Option<String> {
    let is_named = |(id, _): &(&Id, &Fact)| id.kind == Kind::Type && id.qualified() == data_type;
    let (id, fact) = facts.facts.iter().find(is_named)?;
    match fact.word("type") {
        "enum" => {
            let labels = fact.list("labels");
            let at = usize::try_from(number).ok()?.checked_rem(labels.len())?;
            Some(format!("{}::{data_type}", quote_literal(&labels[at])))
        }
        "domain" => value(facts, fact.word("base"), number),
        "composite" => {
            let attributes = facts.columns_of(id).into_iter();
            let values: Vec<String> = attributes
                .map(|(_, it)| value(facts, it.word("type"), number).unwrap_or("null".to_owned()))
                .collect();
            Some(format!("row({})::{data_type}", values.join(", ")))
        }
        "range" => Some("'empty'".to_owned()),
        _ => None,
    }
}
