//! Names of objects as PostgreSQL stores them.

/// The name of an object, with its schema when one was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// The schema, if the name was qualified.
    pub schema: Option<String>,
    /// The name within its schema.
    pub name: String,
}

/// Returns an identifier as PostgreSQL stores it: unquoted ones in lower case, quoted ones without
/// their quotes.
pub fn fold_identifier(text: &str) -> String {
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.to_ascii_lowercase(),
    }
}
