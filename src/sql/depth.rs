//! How deeply SQL text nests, measured before it is parsed.
//!
//! The parser and the walks over its tree recurse, so text that nests too deeply would overflow the
//! stack. The measure errs on the high side: it weighs every token since the last comma, because
//! `a + b + c` is a tree as deep as it is long.

use super::scanner::{self, Kind, Token};

/// The weight beyond which text is refused. Two megabytes of stack hold about twice as much.
const LIMIT: usize = 1600;
const BRACKET: usize = 8;
const KEYWORD: usize = 4;
const OPERATOR: usize = 2;

/// Whether parsing `text`, or the function bodies inside it, could exhaust the stack.
pub(super) fn too_deep(text: &str) -> bool {
    let tokens = scanner::tokens(text);
    let body_too_deep = |token: &Token| {
        let literal = &text[token.range.clone()];
        let body = match token.kind {
            Kind::Dollar => literal.trim_matches('$'),
            Kind::Text => literal.trim_start_matches(['e', 'E']).trim_matches('\''),
            _ => return false,
        };
        weight(body, &scanner::tokens(body), BODY_BLOCKS) > LIMIT
    };
    weight(text, &tokens, BLOCKS) > LIMIT || tokens.iter().any(body_too_deep)
}

/// Words that open what `END` closes, in SQL and in PL/pgSQL.
const BLOCKS: &[&str] = &["case", "atomic"];
const BODY_BLOCKS: &[&str] = &["case", "atomic", "begin", "loop", "if"];

/// Words that put one node inside another without a bracket.
const NESTING: &[&str] = &[
    "between", "collate", "escape", "explain", "for", "in", "is", "join", "not", "prepare",
    "schema", "select", "with",
];

fn weight(text: &str, tokens: &[Token], blocks: &[&str]) -> usize {
    let mut chains = Chains { levels: vec![0], total: 0 };
    // Blocks outlive the semicolons in them.
    let (mut open_blocks, mut deepest) = (0_usize, 0_usize);
    for (index, token) in tokens.iter().enumerate() {
        let words = Words { text, tokens, index };
        match token.kind {
            Kind::Symbol(b'(' | b'[') => chains.open(),
            Kind::Symbol(b')' | b']') => chains.close(),
            Kind::Symbol(b',' | b';') => chains.restart(),
            Kind::Symbol(b'.') => chains.add(1),
            Kind::Symbol(_) => chains.add(OPERATOR),
            Kind::Word if words.open_block(blocks) => open_blocks += BRACKET,
            Kind::Word if words.are(0, &["end"]) => {
                open_blocks = open_blocks.saturating_sub(BRACKET);
            }
            Kind::Word if words.are(0, NESTING) => chains.add(KEYWORD),
            _ => chains.add(1),
        }
        deepest = deepest.max(chains.total + open_blocks);
    }
    deepest
}

/// The weight since the last comma at each level of brackets, outermost first.
struct Chains {
    levels: Vec<usize>,
    total: usize,
}

impl Chains {
    fn add(&mut self, weight: usize) {
        *self.innermost() += weight;
        self.total += weight;
    }

    fn open(&mut self) {
        self.levels.push(BRACKET);
        self.total += BRACKET;
    }

    fn close(&mut self) {
        if self.levels.len() > 1 {
            self.total -= self.levels.pop().unwrap_or(0);
        }
        // `a[1][1]` and `f(1)(1)` grow without staying inside a bracket.
        self.add(OPERATOR);
    }

    fn restart(&mut self) {
        let weight = std::mem::take(self.innermost());
        self.total -= weight;
    }

    fn innermost(&mut self) -> &mut usize {
        self.levels.last_mut().expect("the outermost level is never closed")
    }
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
    fn open_block(&self, blocks: &[&str]) -> bool {
        let after_end = self.index > 0 && Words { index: self.index - 1, ..*self }.are(0, &["end"]);
        self.are(0, blocks) && !after_end && !self.guard_existence()
    }

    /// Whether `IF [NOT] EXISTS name` of a statement stands here.
    fn guard_existence(&self) -> bool {
        let exists = if self.are(1, &["not"]) { 2 } else { 1 };
        self.are(0, &["if"]) && self.are(exists, &["exists"]) && !self.are(exists + 1, &["("])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_chains_and_blocks_count() {
        assert!(!too_deep(&format!("select {}", "(".repeat(100))));
        for (start, part) in [
            ("select ", "("),
            ("select 1", " + 1"),
            ("select a", "[1]"),
            ("select a", ".b"),
            ("select ", "not "),
            ("select ", "case when a then "),
        ] {
            assert!(too_deep(&format!("{start}{}", part.repeat(1000))), "{part}");
        }
        let block = |part: &str| format!("do $$ begin {} end $$", part.repeat(1000));
        assert!(too_deep(&block("if a then x := 1; ")));
        assert!(!too_deep(&block("if a then x := 1; end if; ")));
        assert!(!too_deep(&block("create table if not exists a (b int); ")));
    }

    #[test]
    fn long_text_need_not_be_deep() {
        assert!(!too_deep(&format!("select 1{}", ", f(1) + 1".repeat(10_000))));
        assert!(!too_deep(&"create table if not exists t (a int);".repeat(10_000)));
        assert!(!too_deep(&"select case when a then b end from c;".repeat(10_000)));
        assert!(!too_deep(&format!("select 1 where true {}", "and t.a = t.b ".repeat(100))));
    }
}
