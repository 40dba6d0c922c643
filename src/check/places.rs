//! Places in a piece of SQL, and what its reader says of them.

use std::ops::Range;

use crate::sql::{self, SyntaxError};

/// Moves a range by `shift` bytes, not below zero.
pub(super) fn shifted(range: &Range<usize>, shift: isize) -> Range<usize> {
    range.start.saturating_add_signed(shift)..range.end.saturating_add_signed(shift)
}

/// Says what to do where a parser expected a name and found a word of SQL.
pub(super) fn reserved_word(message: &str, word: &str) -> Option<String> {
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
    let reserved = is_word && sql::quote_identifier(&word.to_lowercase()).starts_with('"');
    let help = format!("`{word}` is a word of SQL; a name is written in quotes: `\"{word}\"`");
    (reserved && message.starts_with("expected")).then_some(help)
}

/// Leaves out errors that follow from the one before them: a parser that stumbled stumbles again.
pub(super) fn first_of_each_statement(
    text: &str,
    shift: isize,
    errors: Vec<SyntaxError>,
) -> impl Iterator<Item = SyntaxError> {
    let mut last: Option<usize> = None;
    errors.into_iter().filter(move |error| {
        let at = shifted(&error.range, shift).start;
        let between = last.map(|last| text.get(last.min(at)..at).unwrap_or_default());
        let first = between.is_none_or(|between| between.contains(';'));
        if first {
            last = Some(at);
        }
        first
    })
}

/// Returns where a name stands in a text as a whole word; the whole text where it does not.
pub(super) fn word_at(text: &str, word: &str) -> Range<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |at: &usize| {
        let after = text[at + word.len()..].chars().next();
        !text[..*at].ends_with(is_part) && !after.is_some_and(is_part)
    };
    let folded = text.to_ascii_lowercase();
    let mut places = folded.match_indices(word).map(|(at, _)| at);
    places.find(alone).map_or(0..text.len(), |at| at..at + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alone() {
        assert_eq!(word_at("procedure of c on t", "c"), 13..14);
        assert_eq!(word_at("Status sales.Status[]", "status"), 0..6);
        assert_eq!(word_at("abc", "b"), 0..3, "a part of a word is none");
    }

    #[test]
    fn a_parser_that_stumbled_is_believed_once_a_statement() {
        let error = |at| SyntaxError::new("expected", at..at + 1);
        let left = |text, errors| first_of_each_statement(text, 0, errors).count();
        assert_eq!(left("selec 1 frm t", vec![error(0), error(8)]), 1);
        assert_eq!(left("selec 1; selec 2", vec![error(0), error(9)]), 2);
    }
}
