//! The one place that quotes identifiers and literals.
//!
//! Follows `quote_identifier` and `quote_literal` of the server. Newer servers know more keywords;
//! a word that is a keyword in *any* supported version is quoted, which every version reads alike.

use std::borrow::Cow;

use squawk_syntax::quote::quote_quoted_ident;

/// Quotes an identifier where it would not be read back as itself.
///
/// Left bare is `[a-z_][a-z0-9_]*` that is no keyword or an unreserved one. As the server's own
/// `quote_ident`, it quotes a `$`, which the standard does not know.
pub fn quote_identifier(name: &str) -> Cow<'_, str> {
    if is_plain(name) && (!may_be_keyword(name) || quote_quoted_ident(name) == name) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
}

/// Quotes a string constant; the `E''` form is used when it holds a backslash, so that the result
/// means the same whatever `standard_conforming_strings` is set to.
pub fn quote_literal(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if doubled.contains('\\') {
        return format!("E'{}'", doubled.replace('\\', "\\\\"));
    }
    format!("'{doubled}'")
}

/// Quotes a name together with its schema, where it has one.
pub fn quote_qualified(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) => format!("{}.{}", quote_identifier(schema), quote_identifier(name)),
        None => quote_identifier(name).into_owned(),
    }
}

/// Wraps `body` in dollar quotes, with a tag that the body does not hold.
pub fn dollar_quote(body: &str) -> String {
    let mut tag = String::from("$$");
    let mut attempt = 0;
    // A body that ends in `$` would lengthen the closing quote's first dollar.
    while body.contains(tag.trim_end_matches('$')) && tag.len() > 2
        || body.contains(&tag)
        || (tag == "$$" && body.ends_with('$'))
    {
        attempt += 1;
        tag = if attempt == 1 { "$body$".into() } else { format!("$body{attempt}$") };
    }
    format!("{tag}{body}{tag}")
}

/// Tells most names from keywords at a glance: no keyword has a digit or more than 20 bytes. A test
/// asks the server for its keywords.
fn may_be_keyword(name: &str) -> bool {
    name.len() <= 20 && !name.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_plain_names_and_unreserved_keywords_bare() {
        for name in ["items", "_a1", "name", "data", "value", "text", "role", "type", "comment"] {
            assert_eq!(quote_identifier(name), name);
        }
    }

    #[test]
    fn quotes_what_would_be_read_differently() {
        for name in ["", "Items", "1a", "$a", "_a1$", "a b", "a.b", "é", "a-b", "a\n"] {
            assert_eq!(quote_identifier(name), format!("\"{name}\""));
        }
        assert_eq!(quote_identifier("a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn quotes_every_class_of_keyword_but_the_unreserved() {
        for reserved in ["select", "user", "table", "order", "analyse", "system_user"] {
            assert_eq!(quote_identifier(reserved), format!("\"{reserved}\""));
        }
        for type_function in ["left", "join", "authorization", "concurrently", "verbose"] {
            assert_eq!(quote_identifier(type_function), format!("\"{type_function}\""));
        }
        for column in ["int", "values", "coalesce", "precision", "row", "setof", "timestamp"] {
            assert_eq!(quote_identifier(column), format!("\"{column}\""));
        }
    }

    #[test]
    fn quotes_literals() {
        assert_eq!(quote_literal(""), "''");
        assert_eq!(quote_literal("it's"), "'it''s'");
        assert_eq!(quote_literal(r"a\'b"), r"E'a\\''b'");
        assert_eq!(quote_literal("$$"), "'$$'");
    }

    #[test]
    fn quotes_qualified_names() {
        assert_eq!(quote_qualified(Some("Sales"), "order"), "\"Sales\".\"order\"");
        assert_eq!(quote_qualified(None, "items"), "items");
    }

    #[test]
    fn chooses_a_tag_that_the_body_lacks() {
        assert_eq!(dollar_quote("a"), "$$a$$");
        assert_eq!(dollar_quote("a $$ b"), "$body$a $$ b$body$");
        assert_eq!(dollar_quote("costs 5$"), "$body$costs 5$$body$");
        assert_eq!(dollar_quote("$$ $body$"), "$body2$$$ $body$$body2$");
        assert_eq!(dollar_quote("$$ a$body"), "$body2$$$ a$body$body2$");
    }
}
