//! Whether rows, and the positions of sequences, survive a plan.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Client;

use crate::facts::{Fact, Facts, Id, Kind};
use crate::sql::{quote_identifier, quote_qualified};

/// What is asked of one object before and after, and the first answer.
struct Question {
    query: String,
    before: Option<String>,
}

/// Checksums of what both states have room for.
pub(super) struct Rows(BTreeMap<String, Question>);

impl Rows {
    /// Asks before the plan runs.
    pub fn read(client: &mut Client, current: &Facts, desired: &Facts) -> Self {
        let tables = current.facts.iter().filter(|(id, _)| id.kind == Kind::Table);
        let tables = tables
            .filter_map(|(id, fact)| Some((id.to_string(), of_table(current, desired, id, fact)?)));
        let before = sequences(current);
        let after = sequences(desired);
        // Rows that are there take values of a new default.
        let new_defaults =
            desired.facts.keys().filter(|id| id.kind == Kind::Default && !current.contains(id));
        let used: BTreeSet<String> = new_defaults
            .flat_map(|id| desired.needs_of(id))
            .filter(|needed| needed.kind == Kind::Sequence)
            .map(Id::qualified)
            .collect();
        let kept = before
            .iter()
            .filter(|(name, options)| after.get(*name) == Some(options) && !used.contains(*name));
        let sequences = kept.map(|(name, _)| {
            let query = format!("select last_value::text || case when is_called then ', used' else ', unused' end from {name}");
            (format!("sequence {name}"), query)
        });
        let ask_first = |(name, query): (String, String)| {
            let before = ask(client, &query);
            (name, Question { query, before })
        };
        Self(tables.chain(sequences).map(ask_first).collect())
    }

    /// Asks again, and says what no longer answers the same.
    pub fn lost(&self, client: &mut Client) -> Option<String> {
        let mut asked = self.0.iter().filter(|(_, question)| question.before.is_some());
        asked.find_map(|(name, question)| {
            let after = ask(client, &question.query);
            (after != question.before).then(|| {
                let before = question.before.as_deref().unwrap_or_default();
                format!("{name} held {before}, and holds {}", after.as_deref().unwrap_or("nothing"))
            })
        })
    }
}

fn ask(client: &mut Client, query: &str) -> Option<String> {
    client.query_one(query, &[]).ok().and_then(|row| row.try_get(0).ok())
}

/// Returns the query for a table's rows, in the columns that both states have room for.
fn of_table(current: &Facts, desired: &Facts, id: &Id, old: &Fact) -> Option<String> {
    let new = desired.get(id)?;
    // Rows of a partition are its own; rows of other children may go with them.
    let own = match (old.word("type"), new.word("type")) {
        ("table", "table") => "only ",
        ("partitioned table", "partitioned table")
        | ("foreign table", _)
        | (_, "foreign table") => {
            return None;
        }
        _ => "",
    };
    let shared = current.columns_of(id).into_iter().filter(|(column, old)| {
        desired.get(column).is_some_and(|new| keeps_values(current, desired, old, new))
    });
    let values: Vec<String> =
        shared.map(|(column, _)| format!("{}::text", quote_identifier(&column.part))).collect();
    let value = match values.is_empty() {
        true => "''".to_owned(),
        false => format!("row({})::text", values.join(", ")),
    };
    Some(format!(
        "select count(*) || ' rows, ' || coalesce(md5(string_agg({value}, ',' order by {value} collate \"C\")), '') from {own}{}",
        id.qualified()
    ))
}

/// Returns whether a column's values read the same in both states.
fn keeps_values(current: &Facts, desired: &Facts, old: &Fact, new: &Fact) -> bool {
    if old.text("generated").is_some() || new.text("generated").is_some() {
        return false;
    }
    let (from, to) = (old.word("type"), new.word("type"));
    if from == to {
        return attributes(current, from) == attributes(desired, to);
    }
    const NUMBERS: [&str; 4] = ["smallint", "integer", "bigint", "numeric"];
    let rank = |name: &str| NUMBERS.iter().position(|known| *known == name);
    let is_text = |name: &str| name == "text" || name.starts_with("character varying");
    match (rank(from), rank(to)) {
        (Some(old), Some(new)) => old < new,
        _ => is_text(to),
    }
}

/// Returns the attributes of a composite type, or of the elements of an array, and theirs in turn.
fn attributes<'a>(facts: &'a Facts, name: &str) -> Vec<(&'a Id, &'a str)> {
    let name = name.trim_end_matches("[]");
    let is_named = |id: &&Id| id.kind == Kind::Type && id.qualified() == name;
    let Some(id) = facts.facts.keys().find(is_named) else { return Vec::new() };
    let own = facts.columns_of(id).into_iter();
    own.flat_map(|(id, fact)| {
        let mut all = attributes(facts, fact.word("type"));
        all.push((id, fact.word("type")));
        all
    })
    .collect()
}

/// Returns every sequence by its name, with what its positions depend on.
fn sequences(facts: &Facts) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (id, fact) in &facts.facts {
        match id.kind {
            Kind::Sequence => {
                let of = |name| fact.number(name).unwrap_or_default();
                let options =
                    [of("increment"), of("minimum"), of("maximum")].map(|n| n.to_string());
                found.insert(id.qualified(), options.join(" "));
            }
            Kind::Column if fact.text("identity").is_some() => {
                let options = fact.list("identity_options");
                let of = |word| options.iter().find_map(|option| option.strip_prefix(word));
                let Some(name) = of("name ") else { continue };
                let options = ["increment by ", "minvalue ", "maxvalue "];
                let options = options.map(|word| of(word).unwrap_or_default());
                found.insert(quote_qualified(Some(&id.schema), name), options.join(" "));
            }
            _ => {}
        }
    }
    found
}
