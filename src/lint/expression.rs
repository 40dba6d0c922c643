//! What the text of a policy says, as far as its tokens show it.

use std::sync::LazyLock;

use regex::Regex;

use crate::sql::fold_identifier;
use crate::sql::scanner::{Kind, Token, tokens};

/// Words that name neither a column nor a function.
const CONSTANT: &[&str] = &[
    "true",
    "false",
    "null",
    "unknown",
    "not",
    "and",
    "or",
    "is",
    "distinct",
    "from",
    "in",
    "between",
    "symmetric",
    "like",
    "ilike",
    "similar",
    "to",
    "escape",
    "isnull",
    "notnull",
    "array",
];

/// Returns whether an expression is true of every row: nothing in it depends on the row, the session or
/// a query, or what does changes nothing.
pub(super) fn is_always_true(text: &str) -> bool {
    static OR_TRUE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?i)^[(\s]*true[)\s]*\sor\b|\bor[(\s]+true[)\s]*$";
        Regex::new(pattern).expect("a constant")
    });
    let bare = text.trim().trim_matches(['(', ')', ' ']);
    if bare.eq_ignore_ascii_case("false") {
        return false;
    }
    let same = bare.split_once('=').is_some_and(|(left, right)| {
        let (left, right) = (left.trim(), right.trim());
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
        !left.is_empty() && left.chars().all(is_name) && left == right
    });
    same || !depends(text) || OR_TRUE.is_match(text.trim())
}

/// Returns whether an expression names anything: a column, a function, the user, a query.
fn depends(text: &str) -> bool {
    let tokens = tokens(text);
    let is_colon = |at: usize| tokens[at].kind == Kind::Symbol(b':');
    let is_of_cast = |at: usize| {
        let dotted = at >= 2 && tokens[at - 1].kind == Kind::Symbol(b'.');
        let first = if dotted { at - 2 } else { at };
        first >= 2 && is_colon(first - 1) && is_colon(first - 2)
    };
    tokens.iter().enumerate().any(|(at, token)| match token.kind {
        Kind::Word => {
            let word = text[token.range.clone()].to_lowercase();
            !CONSTANT.contains(&word.as_str()) && !is_of_cast(at)
        }
        Kind::Quoted => !is_of_cast(at),
        _ => false,
    })
}

/// Returns whether a text asks for a session setting in the way that fails where it is not set.
pub(super) fn fails_without_setting(text: &str) -> bool {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?i)current_setting\s*\(\s*('[^']*'(::text)?|"?\w+"?)\s*\)"#;
        Regex::new(pattern).expect("a constant")
    });
    CALL.is_match(text)
}

/// Returns whether a text has `current_setting` as a word.
pub(super) fn asks_for_setting(text: &str) -> bool {
    words(text).any(|word| word.eq_ignore_ascii_case("current_setting"))
}

/// Splits a text as PostgreSQL's regular expressions see words.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Returns whether a function is called for every row: not in a sub-select of its own, which is
/// evaluated once.
pub(super) fn is_called_per_row(text: &str, function: &str) -> bool {
    let tokens = tokens(text);
    let is_call = |at: usize| {
        let token = &tokens[at];
        let named = matches!(token.kind, Kind::Word | Kind::Quoted)
            && fold_identifier(&text[token.range.clone()]) == function;
        named && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Symbol(b'('))
    };
    let mut calls = (0..tokens.len()).filter(|at| is_call(*at));
    calls.any(|at| !stands_in_select(text, &tokens[..at]))
}

/// Returns whether what was read last is a `select` that nothing has ended since.
fn stands_in_select(text: &str, before: &[Token]) -> bool {
    for token in before.iter().rev() {
        let word = &text[token.range.clone()];
        let is = |known: &str| token.kind == Kind::Word && word.eq_ignore_ascii_case(known);
        if is("select") {
            return true;
        }
        if token.kind == Kind::Symbol(b')') || is("and") || is("or") {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_true_of_every_row() {
        for text in
            ["true", "(TRUE)", "1 = 1", "id = id", "true or a = 1", "a = 1 or (true)", "null::bool"]
        {
            assert!(is_always_true(text), "{text}");
        }
        for text in [
            "false",
            "a",
            "a = b",
            "current_user = 'x'",
            "a = 1 and true",
            "f()",
            "x in (select 1)",
            "id = id + 1",
        ] {
            assert!(!is_always_true(text), "{text}");
        }
    }

    #[test]
    fn settings_are_asked_for_once_or_at_every_row() {
        let per_row = |text| is_called_per_row(text, "current_setting");
        assert!(per_row("t = current_setting('a.b', true)::int"));
        assert!(per_row("t = (select 1) and u = current_setting('a.b')"));
        assert!(!per_row("t = (select nullif(current_setting('a.b', true), ''))::int"));
        assert!(!per_row("t = 'current_setting('"));
        assert!(fails_without_setting("x = Current_Setting ( 'a.b' )"));
        assert!(!fails_without_setting("x = current_setting('a.b', true)"));
    }
}
