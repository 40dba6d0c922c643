//! Small pieces that many statements share.

use std::collections::BTreeMap;

use crate::model::Expression;
use crate::sql::{quote_identifier, quote_literal};

/// Writes `comment on … is '…';` where there is a comment.
pub(super) fn comment(what: &str, text: Option<&str>) -> Option<String> {
    text.map(|text| format!("comment on {what} is {};", quote_literal(text)))
}

/// Writes `alter … owner to …;` where there is an owner.
pub(super) fn owner(what: &str, owner: Option<&str>) -> Option<String> {
    owner.map(|owner| format!("alter {what} owner to {};", quote_identifier(owner)))
}

/// Ends SQL that a user wrote with one semicolon that no comment swallows.
pub(super) fn terminated(sql: &str) -> String {
    let sql = sql.trim();
    let last_line = sql.lines().next_back().unwrap_or_default();
    match (sql.ends_with(';'), last_line.contains("--")) {
        (_, true) => format!("{sql}\n;"),
        (true, false) => sql.to_owned(),
        (false, false) => format!("{sql};"),
    }
}

/// Wraps an expression in parentheses, unless it is wrapped already.
pub(super) fn parenthesized(expression: &Expression) -> String {
    let text = expression.0.trim();
    if is_wrapped(text) && !is_query(text) {
        return text.to_owned();
    }
    // A comment that ends the expression must not swallow the parenthesis.
    let end = if text.contains("--") { "\n" } else { "" };
    format!("({text}{end})")
}

/// Returns whether what stands in parentheses is a query, to which they belong.
fn is_query(text: &str) -> bool {
    let inner = text.trim_start_matches(|it: char| it == '(' || it.is_whitespace());
    let word = inner.split(|it: char| !it.is_alphanumeric() && it != '_').next();
    ["select", "with", "values", "table"]
        .iter()
        .any(|it| word.is_some_and(|word| word.eq_ignore_ascii_case(it)))
}

/// Writes a default, in parentheses where DEFAULT would not take it bare.
///
/// DEFAULT takes a `b_expr`: without AND, OR, NOT, IS, IN, LIKE and the like, all of which are
/// words that stand between spaces.
pub(super) fn default_value(expression: &Expression) -> String {
    let text = expression.0.trim();
    let mut outside = Outside::of(text);
    let bare = is_plain(text) && !outside.any(|character| character.is_whitespace());
    if bare { text.to_owned() } else { parenthesized(expression) }
}

/// Quotes names and separates them by `, `.
pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| quote_identifier(name)).collect();
    quoted.join(", ")
}

/// Quotes a dotted name part by part: `toast.autovacuum_enabled`.
pub(super) fn dotted(name: &str) -> String {
    let parts: Vec<_> = name.split('.').map(quote_identifier).collect();
    parts.join(".")
}

/// Writes `fillfactor = 70, …`: numbers bare, the rest as strings, which mean the same.
pub(super) fn parameters(parameters: &BTreeMap<String, String>) -> String {
    let parameters = parameters.iter().map(|(name, value)| {
        let number = value.parse::<f64>().is_ok_and(f64::is_finite);
        let value = if number { value.clone() } else { quote_literal(value) };
        format!("{} = {value}", dotted(name))
    });
    parameters.collect::<Vec<_>>().join(", ")
}

/// Lowers the keywords of SQL that the server folds anyway; strings and quoted names stay.
pub(super) fn lower_case(sql: &str) -> String {
    if sql.contains('$') || sql.contains('\\') {
        return sql.to_owned();
    }
    let mut quote = None;
    let lower = |character: char| match (quote, character) {
        (None, '\'' | '"') => {
            quote = Some(character);
            character
        }
        (Some(open), _) => {
            if open == character {
                quote = None;
            }
            character
        }
        (None, _) => character.to_ascii_lowercase(),
    };
    sql.chars().map(lower).collect()
}

/// Whether single and double quotes are all there is to know about the text's quoting.
fn is_plain(text: &str) -> bool {
    !(text.contains(['$', '\\']) || text.contains("--") || text.contains("/*"))
}

/// Whether the first parenthesis closes with the last character.
fn is_wrapped(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut closings = 0;
    let mut quote = None;
    for character in text.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth = depth.saturating_sub(1);
                closings += usize::from(depth == 0);
            }
            _ => {}
        }
    }
    is_plain(text) && text.starts_with('(') && text.ends_with(')') && closings == 1 && depth == 0
}

/// The characters outside of quotes, parentheses and brackets.
struct Outside<'a> {
    characters: std::str::Chars<'a>,
    depth: usize,
}

impl<'a> Outside<'a> {
    fn of(text: &'a str) -> Self {
        Self { characters: text.chars(), depth: 0 }
    }
}

impl Iterator for Outside<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            match self.characters.next()? {
                quote @ ('\'' | '"') => {
                    self.characters.find(|character| *character == quote);
                }
                '(' | '[' => self.depth += 1,
                ')' | ']' => self.depth = self.depth.saturating_sub(1),
                character if self.depth == 0 => return Some(character),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> Expression {
        Expression(text.to_owned())
    }

    #[test]
    fn wraps_expressions_once() {
        let wrap = |text| parenthesized(&expression(text));
        assert_eq!(wrap("a > 0"), "(a > 0)");
        assert_eq!(wrap("(a > 0)"), "(a > 0)");
        assert_eq!(wrap("(a) or (b)"), "((a) or (b))");
        assert_eq!(wrap("(a = ')')"), "(a = ')')");
        assert_eq!(wrap("(select true)"), "((select true))");
        assert_eq!(wrap("((Select true))"), "(((Select true)))");
        assert_eq!(wrap("(selected)"), "(selected)");
        assert_eq!(wrap("(a = ')') or (b)"), "((a = ')') or (b))");
        assert_eq!(wrap("a > 0 -- why"), "(a > 0 -- why\n)");
        assert_eq!(wrap("(a = $$)$$)"), "((a = $$)$$))");
    }

    #[test]
    fn leaves_simple_defaults_bare() {
        for bare in ["0", "-1", "now()", "'a b'", "'{}'::jsonb", "array[1, 2]", "f('x', 1)"] {
            assert_eq!(default_value(&expression(bare)), bare);
        }
        for wrapped in ["now() at time zone 'utc'", "not true", "E'\\''", "a is null", "$$ $$"] {
            assert_eq!(default_value(&expression(wrapped)), format!("({wrapped})"));
        }
    }

    #[test]
    fn ends_statements_once() {
        assert_eq!(terminated("select 1"), "select 1;");
        assert_eq!(terminated("select 1;\n"), "select 1;");
        assert_eq!(terminated("select 1 -- one;"), "select 1 -- one;\n;");
    }

    #[test]
    fn lowers_keywords_alone() {
        let bound = "FOR VALUES FROM ('A', MINVALUE) TO (\"B\"('C''D'))";
        assert_eq!(lower_case(bound), "for values from ('A', minvalue) to (\"B\"('C''D'))");
    }

    #[test]
    fn writes_parameters() {
        let given = [("fillfactor", "70"), ("toast.autovacuum_enabled", "off"), ("x", "nan")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let expected = "fillfactor = 70, toast.autovacuum_enabled = 'off', x = 'nan'";
        assert_eq!(parameters(&given), expected);
    }
}
