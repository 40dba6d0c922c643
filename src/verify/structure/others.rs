//! Reduces objects that the spec holds as SQL to what can be compared: kind and name.
//!
//! The name that a `.sql` file gives may differ from PostgreSQL's identity in case, quotes and
//! schemas, so all of these are left out, and so are the argument types of operators. Casts are
//! compared by both types, in the server's spelling. Several objects with one such name are
//! compared by their number.

use std::collections::BTreeMap;

use crate::model::{Database, Other};

use super::TypeNames;

/// Reduces the other objects of both sides.
pub(super) fn align(model: &mut Database, found: &mut Database, types: &TypeNames) {
    // What was announced is there by its own name.
    model.others.retain(|key, _| !key.starts_with(Other::SHELL));
    model.others = reduce(std::mem::take(&mut model.others), types);
    found.others = reduce(std::mem::take(&mut found.others), &TypeNames::default());
    // An operator class brings a family of its name along where none was declared.
    let declared = &model.others;
    found.others.retain(|key, _| {
        let class = key.replacen("operator family", "operator class", 1);
        declared.contains_key(key) || class == *key || !declared.contains_key(&class)
    });
}

fn reduce(others: BTreeMap<String, Other>, types: &TypeNames) -> BTreeMap<String, Other> {
    let mut reduced = BTreeMap::new();
    for key in others.keys() {
        let loose = loose(key, types);
        let mut numbered = loose.clone();
        let mut number = 1;
        while reduced.contains_key(&numbered) {
            number += 1;
            numbered = format!("{loose} ({number})");
        }
        let other = Other { kind: String::new(), schema: None, definition: String::new() };
        reduced.insert(numbered, other);
    }
    reduced
}

fn loose(key: &str, types: &TypeNames) -> String {
    if let Some((from, to)) = cast_types(key) {
        let (from, to) = (types.argument(from), types.argument(to));
        return format!("cast ({} as {})", unqualified(&from), unqualified(&to));
    }
    let key = unqualified(key);
    let key =
        key.replace("foreign-data", "foreign data").replace("statistics object", "statistics");
    match key.starts_with("operator ").then(|| key.split_once('(')).flatten() {
        Some((operator, _)) => operator.trim().to_owned(),
        None => key,
    }
}

/// Returns both types of a cast: of `cast (text as sales.code)`.
pub(super) fn cast_types(key: &str) -> Option<(&str, &str)> {
    let types = key.strip_prefix("cast (")?.strip_suffix(')')?;
    let (from, to) = types.split_once(" as ").or_else(|| types.split_once(" AS "))?;
    Some((from.trim(), to.trim()))
}

/// Writes a text in lower case, without quotes, and each name in it without its schema.
fn unqualified(text: &str) -> String {
    let bare = text.to_lowercase().replace('"', "");
    let words = bare.split_whitespace().map(|word| {
        // The name of an operator may itself hold no dot, and a schema none here.
        word.split_once('.').map_or(word, |(_, name)| name)
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_loosely() {
        let loose = |key| loose(key, &TypeNames::default());
        assert_eq!(loose("cast (sales.a AS text)"), "cast (a as text)");
        assert_eq!(loose("operator sales.===(sales.a,sales.a)"), "operator ===");
        assert_eq!(loose("operator === (a, a)"), "operator ===");
        assert_eq!(loose("rule \"R\" on sales.t"), "rule r on t");
        assert_eq!(loose("statistics object sales.s"), loose("statistics s"));
        assert_ne!(loose("statistics object sales.s"), loose("statistics t"));
    }
}
