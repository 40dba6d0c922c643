//! Named parameters of queries: `:name`, as psql writes them.
//!
//! A colon starts a parameter when a name follows it at once and it is neither part of a cast
//! (`::`), of an assignment (`:=`), nor the middle of an array slice (`[a:b]`, `[1:n]`). In `[:x]`
//! it is a parameter, the subscript; a slice with an open lower bound is written `[ : x]`. Strings,
//! quoted identifiers and comments are never searched.

use std::collections::BTreeMap;
use std::ops::Range;

use super::scanner::{self, Kind, Token};

/// Finds every `:name` of `text`, in order, with the range that includes the colon.
pub fn find_parameters(text: &str) -> Vec<(String, Range<usize>)> {
    let tokens = scanner::tokens(text);
    let mut brackets: Vec<u8> = Vec::new();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Symbol(open @ (b'(' | b'[')) => brackets.push(open),
            Kind::Symbol(b')' | b']') => drop(brackets.pop()),
            Kind::Symbol(b':') => {
                let in_subscript = brackets.last() == Some(&b'[');
                if let Some(name) = parameter_at(&tokens, index, in_subscript) {
                    found.push((text[name.clone()].to_owned(), token.range.start..name.end));
                }
            }
            _ => {}
        }
    }
    found
}

/// The range of the name behind the colon at `index`, if that colon starts a parameter.
fn parameter_at(tokens: &[Token], index: usize, in_subscript: bool) -> Option<Range<usize>> {
    let colon = &tokens[index];
    let name = tokens.get(index + 1)?;
    if name.kind != Kind::Word || name.range.start != colon.range.end {
        return None;
    }
    let Some(previous) = index.checked_sub(1).map(|previous| &tokens[previous]) else {
        return Some(name.range.clone());
    };
    if previous.kind == Kind::Symbol(b':') && previous.range.end == colon.range.start {
        return None;
    }
    (!in_subscript || !ends_value(tokens, index)).then(|| name.range.clone())
}

/// Whether the token before `index` ends a value, so that the colon divides a slice.
fn ends_value(tokens: &[Token], index: usize) -> bool {
    matches!(
        tokens[index - 1].kind,
        Kind::Word
            | Kind::Quoted
            | Kind::Number
            | Kind::Text
            | Kind::Dollar
            | Kind::Symbol(b')' | b']')
    )
}

/// Rewrites `:name` as `$1`, `$2`, …, and returns the names in order of their numbers.
///
/// A name used twice gets one number. The text must not hold positional parameters of its own.
pub fn number_parameters(text: &str) -> (String, Vec<String>) {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::new();
    let mut numbered = String::with_capacity(text.len());
    let mut copied = 0;
    for (name, range) in find_parameters(text) {
        let number = *numbers.entry(name.clone()).or_insert_with(|| {
            names.push(name);
            names.len()
        });
        numbered.push_str(&text[copied..range.start]);
        numbered.push_str(&format!("${number}"));
        copied = range.end;
    }
    numbered.push_str(&text[copied..]);
    (numbered, names)
}

/// Puts an expression in the place of each `:name` that has one.
pub fn replace_parameters(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut replaced = text.to_owned();
    for (name, range) in find_parameters(text).into_iter().rev() {
        if let Some(value) = value(&name) {
            replaced.replace_range(range, &value);
        }
    }
    replaced
}

/// Replaces every `:name` by `$1` and spaces, so that a parser of plain PostgreSQL reads the text
/// and every byte offset stays as it was.
pub fn mask_parameters(text: &str) -> String {
    let mut masked = text.to_owned();
    for (_, range) in find_parameters(text) {
        let padded = format!("{:<width$}", "$1", width = range.len());
        masked.replace_range(range, &padded);
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        find_parameters(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn parameters_are_found_where_a_value_stands() {
        assert_eq!(
            names("select :a, f(:b), x = :c_1 and y between :d and :e"),
            ["a", "b", "c_1", "d", "e"]
        );
        assert_eq!(find_parameters("limit :count"), [("count".to_owned(), 6..12)]);
        assert_eq!(names(":a::int + (:b)::date"), ["a", "b"]);
    }

    #[test]
    fn literals_comments_casts_and_assignments_hold_none() {
        assert_eq!(
            names("select ':a', \":b\", $$ :c $$, 'x'::text, y :: text -- :d\n/* :e */"),
            [] as [&str; 0]
        );
        assert_eq!(names("f(a := 1, b :=c)"), [] as [&str; 0]);
        assert_eq!(names("select to_char(t, 'HH24:MI') || E'\\':x'"), [] as [&str; 0]);
    }

    #[test]
    fn the_middle_of_a_slice_is_no_parameter() {
        assert_eq!(names("x[1:2], x[a:b], x[f(1):n], x[y[1]:n], x[1:]"), [] as [&str; 0]);
        assert_eq!(names("x[:a], x[:a:2], x[1::a], x[f(:b):c]"), ["a", "a", "b"]);
        assert_eq!(names("x[ : a]"), [] as [&str; 0]);
    }

    #[test]
    fn one_name_has_one_number() {
        assert_eq!(
            number_parameters("select :b, :a, :b::int"),
            ("select $1, $2, $1::int".to_owned(), vec!["b".to_owned(), "a".to_owned()])
        );
        assert_eq!(number_parameters("select 1"), ("select 1".to_owned(), vec![]));
    }

    #[test]
    fn masking_keeps_every_offset() {
        assert_eq!(mask_parameters("a = :count + :b"), "a = $1     + $1");
        assert_eq!(mask_parameters("é = :naïve;"), "é = $1     ;");
    }
}
