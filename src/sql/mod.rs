//! Quoting of SQL.
use std::borrow::Cow;

/// Quotes an identifier where it would not be read back as itself.
pub fn quote_identifier(name: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    if starts && name.chars().all(plain) {
        return name.into();
    }
    format!("\"{}\"", name.replace('"', "\"\"")).into()
}

/// Quotes a name together with its schema, where it has one.
pub fn quote_qualified(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) => format!("{}.{}", quote_identifier(schema), quote_identifier(name)),
        None => quote_identifier(name).into_owned(),
    }
}

/// Quotes a string constant.
pub fn quote_literal(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if doubled.contains('\\') {
        return format!("E'{}'", doubled.replace('\\', "\\\\"));
    }
    format!("'{doubled}'")
}

pub mod parameters;
mod scanner;
