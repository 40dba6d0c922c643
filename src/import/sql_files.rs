//! What has no keys of its own: `.sql` files beside the YAML.

use std::collections::BTreeMap;

use super::context::Context;

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
pub(super) fn statements<'a>(context: &Context<'a>) -> BTreeMap<&'a str, Vec<String>> {
    let rank = |kind: &str| ORDER.iter().position(|known| *known == kind).unwrap_or(ORDER.len());
    let mut others: Vec<_> = context.database.others.iter().collect();
    others.sort_by_key(|(name, other)| (rank(&other.kind), *name));
    let mut by_schema: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, other) in others {
        match (context.statements)(name) {
            Some(statements) => {
                let text: Vec<String> = statements.iter().map(|text| terminated(text)).collect();
                let schema = other.schema.as_deref().unwrap_or_default();
                by_schema.entry(schema).or_default().push(text.join("\n"));
            }
            None => context.cannot_say(name.clone()),
        }
    }
    by_schema
}

/// Ends a statement with one semicolon.
fn terminated(statement: &str) -> String {
    format!("{};", statement.trim().trim_end_matches(';').trim_end())
}

/// Writes a file of statements, each object apart.
pub(super) fn file(statements: &[String]) -> String {
    format!("{}\n", statements.join("\n\n"))
}
