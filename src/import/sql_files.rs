//! What has no keys of its own: `.sql` files beside the YAML.

use std::collections::BTreeMap;

use super::context::Context;
use crate::model::Other;
use crate::sql;

/// Kinds in the order in which their statements are easiest to read.
const ORDER: [&str; 16] = [
    "language",
    "access method",
    "foreign-data wrapper",
    "server",
    "user mapping",
    "collation",
    "conversion",
    "type",
    "foreign table",
    "cast",
    "operator",
    "operator family",
    "operator class",
    "text search dictionary",
    "text search configuration",
    "statistics object",
];

/// Returns the statements of the objects without keys, by the schema that they live in; those that
/// live in none are under the empty name.
pub(super) fn statements(context: &Context) -> BTreeMap<String, Vec<String>> {
    let rank = |kind: &str| ORDER.iter().position(|known| *known == kind).unwrap_or(ORDER.len());
    let mut others: Vec<_> = context.database.others.iter().collect();
    others.sort_by_key(|(name, other)| (rank(&other.kind), *name));
    let mut by_schema: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, other) in others {
        match context.statements.of(name) {
            Some(statements) => {
                let text: Vec<String> = statements.iter().map(|text| terminated(text)).collect();
                // One that comes with another object has no statement of its own.
                if !text.is_empty() {
                    by_schema.entry(home(name, other)).or_default().push(text.join("\n"));
                }
            }
            None => context.cannot_say(name.clone()),
        }
    }
    by_schema
}

/// Returns the schema whose file an object is written to: its own, or that of what it is about.
fn home(name: &str, other: &Other) -> String {
    if let Some(schema) = &other.schema {
        return schema.clone();
    }
    let about = match other.kind.as_str() {
        "cast" => name.trim_start_matches("cast (").trim_end_matches(')').split(" as ").collect(),
        "rule" => name.rsplit(" on ").take(1).collect(),
        _ => Vec::new(),
    };
    let types = about.into_iter().filter_map(|name| sql::parse_type(name).ok());
    let own = types.filter(|name| !name.is_builtin()).find_map(|name| name.name.schema);
    own.unwrap_or_default()
}

/// Ends a statement with one semicolon.
fn terminated(statement: &str) -> String {
    format!("{};", statement.trim().trim_end_matches(';').trim_end())
}

/// Writes a file of statements, each object apart.
pub(super) fn file(statements: &[String]) -> String {
    format!("{}\n", statements.join("\n\n"))
}
