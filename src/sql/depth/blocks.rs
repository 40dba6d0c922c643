//! Blocks that `END` closes, in SQL and in PL/pgSQL; they outlive the semicolons in them.

use crate::sql::scanner::{self, Token};

/// Words that open what `END` closes.
const BLOCKS: &[&str] = &["case", "atomic", "begin", "loop", "if"];

/// Returns how many blocks are open at once in `text`.
pub(super) fn deepest(text: &str) -> usize {
    let tokens = scanner::tokens(text);
    let (mut open, mut deepest) = (0_usize, 0);
    for index in 0..tokens.len() {
        let words = Words { text, tokens: &tokens, index };
        if words.open_block() {
            open += 1;
        } else if words.are(0, &["end"]) {
            open = open.saturating_sub(1);
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// A place among the tokens.
struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
    index: usize,
}

impl Words<'_> {
    fn are(&self, ahead: usize, words: &[&str]) -> bool {
        self.tokens.get(self.index + ahead).is_some_and(|token| {
            let word = &self.text[token.range.clone()];
            words.iter().any(|known| known.eq_ignore_ascii_case(word))
        })
    }

    /// Whether a block opens here; the `IF` of `END IF` does not open one.
    fn open_block(&self) -> bool {
        let after_end = self.index > 0 && Words { index: self.index - 1, ..*self }.are(0, &["end"]);
        self.are(0, BLOCKS) && !after_end && !self.guard_existence()
    }

    /// Whether `IF [NOT] EXISTS name` of a statement stands here.
    fn guard_existence(&self) -> bool {
        let exists = if self.are(1, &["not"]) { 2 } else { 1 };
        self.are(0, &["if"]) && self.are(exists, &["exists"]) && !self.are(exists + 1, &["("])
    }
}
