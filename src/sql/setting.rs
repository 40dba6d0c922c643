//! Values of server settings in SQL.

use super::quote::{quote_identifier, quote_literal};

/// Settings that are lists of names, each of which is quoted by itself; whether names are folded.
///
/// These are the ones that PostgreSQL marks `GUC_LIST_QUOTE`.
const LISTS: &[(&str, bool)] = &[
    ("local_preload_libraries", false),
    ("search_path", true),
    ("session_preload_libraries", false),
    ("shared_preload_libraries", false),
    ("temp_tablespaces", true),
    ("unix_socket_directories", false),
];

/// Spells the value of a setting as `SET name TO` takes it; the elements of a list of names are
/// quoted one by one, as in one string they would be a single name with commas in it.
pub fn setting_value(name: &str, value: &str) -> String {
    let list = LISTS.iter().find(|(list, _)| list.eq_ignore_ascii_case(name));
    let Some((_, folded)) = list else { return quote_literal(value) };
    let elements: Vec<_> = elements(value, *folded).iter().map(|e| element_sql(e)).collect();
    if elements.is_empty() { "''".into() } else { elements.join(", ") }
}

/// An element is a name; the empty one, as in a `search_path` of nothing, can only be a string.
fn element_sql(element: &str) -> String {
    if element.is_empty() { "''".into() } else { quote_identifier(element).into_owned() }
}

/// Splits a list at its commas as the server does: quoted elements stay, others are trimmed. An
/// element may also stand in single quotes, as it would in SQL.
fn elements(value: &str, folded: bool) -> Vec<String> {
    let mut elements = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (element, after) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_element(quoted, '"')
        } else if let Some(quoted) = rest.strip_prefix('\'') {
            quoted_element(quoted, '\'')
        } else {
            let (element, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            let element = element.trim();
            (if folded { element.to_lowercase() } else { element.to_owned() }, after)
        };
        elements.push(element);
        rest = after.trim_start().strip_prefix(',').map_or("", str::trim_start);
    }
    elements
}

/// Reads to the closing quote; two quotes stand for one.
fn quoted_element(text: &str, quote: char) -> (String, &str) {
    let mut element = String::new();
    let mut rest = text;
    while let Some(end) = rest.find(quote) {
        element.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix(quote) {
            Some(after) => {
                element.push(quote);
                rest = after;
            }
            None => return (element, rest),
        }
    }
    (element + rest, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_lists_as_lists() {
        let path = |value| setting_value("search_path", value);
        assert_eq!(path("Sales, \"$user\",public"), "sales, \"$user\", public");
        assert_eq!(path("'Sales', 'it''s'"), "\"Sales\", \"it's\"");
        assert_eq!(path(r#""a ""b"", c", d"#), r#""a ""b"", c", d"#);
        assert_eq!((path(""), path("''"), path("\"\"")), ("''".into(), "''".into(), "''".into()));
        assert_eq!(
            setting_value("session_preload_libraries", "Auto_explain, b"),
            "\"Auto_explain\", b"
        );
        assert_eq!(setting_value("datestyle", "ISO, DMY"), "'ISO, DMY'", "not a list of names");
    }
}
