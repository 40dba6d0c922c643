//! What the text of a policy says, as far as its tokens show it.

use std::sync::LazyLock;

use regex::Regex;

use crate::sql::fold_identifier;
use crate::sql::scanner::{Kind, Token, tokens};

/// Returns whether a text asks for a session setting in the way that fails where it is not set.
pub(super) fn fails_without_setting(text: &str) -> bool {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?i)current_setting\s*\(\s*('[^']*'(::text)?|"?\w+"?)\s*(,\s*'?(false|f)'?\s*(::bool(ean)?\s*)?)?\)"#;
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
    fn settings_are_asked_for_once_or_at_every_row() {
        let per_row = |text| is_called_per_row(text, "current_setting");
        assert!(per_row("t = current_setting('a.b', true)::int"));
        assert!(per_row("t = (select 1) and u = current_setting('a.b')"));
        assert!(!per_row("t = (select nullif(current_setting('a.b', true), ''))::int"));
        assert!(!per_row("t = 'current_setting('"));
        assert!(fails_without_setting("x = Current_Setting ( 'a.b' )"));
        assert!(!fails_without_setting("x = current_setting('a.b', true)"));
        assert!(fails_without_setting("x = current_setting('a.b', false)"));
        assert!(fails_without_setting("x = current_setting('a.b'::text, 'f'::boolean)"));
    }
}
