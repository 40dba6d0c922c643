//! Names of objects: folding, qualification, reading them from text.

use std::fmt;

use super::quote::quote_qualified;
use super::{SyntaxError, SyntaxErrors};

/// The longest identifier in bytes: PostgreSQL's `NAMEDATALEN - 1`. The server cuts longer ones
/// short with a mere notice, so two long names may become one; here they are errors.
pub const MAX_IDENTIFIER_BYTES: usize = 63;

/// Folds an identifier as PostgreSQL does: ASCII letters of a bare one become lower case, a quoted
/// one is kept, its quotes removed.
pub fn fold_identifier(text: &str) -> String {
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.to_ascii_lowercase(),
    }
}

/// The name of an object, with its schema where one was given. Both parts are folded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// The schema, if the name was qualified.
    pub schema: Option<String>,
    /// The name itself.
    pub name: String,
}

impl QualifiedName {
    /// Builds a name within a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }

    /// Builds a name that is left to the search path.
    pub fn bare(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// Reads `name` or `schema.name`, bare or quoted; white space around the parts is allowed.
    ///
    /// # Errors
    /// Empty parts, missing quotes, characters that need quotes, more than two parts, and parts
    /// longer than [`MAX_IDENTIFIER_BYTES`].
    pub fn parse(text: &str) -> Result<Self, SyntaxErrors> {
        let mut parts = Vec::new();
        let mut rest = 0;
        loop {
            let (part, end) = parse_part(text, rest).map_err(|error| vec![error])?;
            parts.push(part);
            match text[end..].chars().next() {
                None => break,
                Some('.') => rest = end + 1,
                Some(other) => {
                    let message = format!("`{other}` needs double quotes around the name");
                    return Err(vec![SyntaxError::new(message, end..end + other.len_utf8())]);
                }
            }
        }
        Self::from_parts(parts)
            .ok_or_else(|| vec![SyntaxError::new("a name has at most a schema", 0..text.len())])
    }

    /// Builds a name from one or two folded parts.
    pub(super) fn from_parts(parts: Vec<String>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let (first, second, third) = (parts.next()?, parts.next(), parts.next());
        match (second, third) {
            (None, _) => Some(Self::bare(first)),
            (Some(name), None) => Some(Self::new(first, name)),
            (Some(_), Some(_)) => None,
        }
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&quote_qualified(self.schema.as_deref(), &self.name))
    }
}

/// Reads one part from `start`; returns it folded, and where what follows begins.
fn parse_part(text: &str, start: usize) -> Result<(String, usize), SyntaxError> {
    let start = start + white_space(&text[start..]);
    let length = match text[start..].starts_with('"') {
        true => quoted_length(&text[start..])
            .ok_or_else(|| SyntaxError::new("the closing `\"` is missing", start..text.len()))?,
        false => text[start..].find(|c| !is_identifier_character(c)).unwrap_or(text.len() - start),
    };
    let part = fold_identifier(&text[start..start + length]);
    let range = start..start + length;
    if part.is_empty() {
        return Err(SyntaxError::new("a name is missing", range));
    }
    if text[start..].starts_with(|c: char| c.is_ascii_digit() || c == '$') {
        return Err(SyntaxError::new("a bare name starts with a letter or `_`", range));
    }
    check_length(&part, range)?;
    let end = start + length;
    Ok((part, end + white_space(&text[end..])))
}

/// Refuses an identifier that the server would cut short.
pub(super) fn check_length(name: &str, range: std::ops::Range<usize>) -> Result<(), SyntaxError> {
    if name.len() <= MAX_IDENTIFIER_BYTES {
        return Ok(());
    }
    let message =
        format!("`{name}` has {} bytes, a name has at most {MAX_IDENTIFIER_BYTES}", name.len());
    Err(SyntaxError::new(message, range))
}

fn quoted_length(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1).peekable();
    while let Some((index, byte)) = bytes.next() {
        if byte == b'"' && bytes.next_if(|(_, next)| *next == b'"').is_none() {
            return Some(index + 1);
        }
    }
    None
}

fn white_space(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']).len()
}

fn is_identifier_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '$') || !character.is_ascii()
}

/// Returns whether a text has a name as a word of its own, wherever it stands.
pub fn has_word(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        QualifiedName::parse(text).expect(text).to_string()
    }

    fn refused(text: &str) -> String {
        let errors = QualifiedName::parse(text).expect_err(text);
        format!("{} @{:?}", errors[0].message, errors[0].range)
    }

    #[test]
    fn folds_ascii_of_bare_names_only() {
        assert_eq!(fold_identifier("FooBar"), "foobar");
        assert_eq!(fold_identifier("ÄPFEL"), "Äpfel");
        assert_eq!(fold_identifier("\"Foo\"\"Bar\""), "Foo\"Bar");
    }

    #[test]
    fn reads_names() {
        assert_eq!(parsed("Items"), "items");
        assert_eq!(parsed(" sales . \"Order\" "), "sales.\"Order\"");
        assert_eq!(parsed("\"a.b\".\"c\"\"d\""), "\"a.b\".\"c\"\"d\"");
    }

    #[test]
    fn refuses_what_is_no_name() {
        insta::assert_snapshot!(refused(""), @"a name is missing @0..0");
        insta::assert_snapshot!(refused("a."), @"a name is missing @2..2");
        insta::assert_snapshot!(refused("\"\""), @"a name is missing @0..2");
        insta::assert_snapshot!(refused("a b"), @"`b` needs double quotes around the name @2..3");
        insta::assert_snapshot!(refused("a;drop"), @"`;` needs double quotes around the name @1..2");
        insta::assert_snapshot!(refused("\"a"), @r#"the closing `"` is missing @0..2"#);
        insta::assert_snapshot!(refused("1a"), @"a bare name starts with a letter or `_` @0..2");
        insta::assert_snapshot!(refused("a.b.c"), @"a name has at most a schema @0..5");
        assert!(refused(&"é".repeat(32)).contains("has 64 bytes, a name has at most 63 @0..64"));
    }
}
