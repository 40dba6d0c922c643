//! Cuts SQL text into tokens, coarsely: enough to know what is code and what is a literal or a
//! comment, without a grammar. It never fails; text that no token fits is a symbol.
//!
//! The guard and what feeds the parser read the parser's own tokens instead. Both remain: here a
//! token is what callers outside of this module match on, a string's prefix other than `E` is a word
//! of its own, and so is what follows a number's point; `:name` relies on symbols of one character.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A keyword or an unquoted identifier.
    Word,
    /// A quoted identifier.
    Quoted,
    /// A string literal of any form, without its prefix letter's meaning.
    Text,
    /// A dollar-quoted string.
    Dollar,
    /// A number, or a positional parameter such as `$1`.
    Number,
    /// One character of an operator or of punctuation.
    Symbol(u8),
}

/// One token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Splits `text` into tokens; white space and comments are left out.
pub fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
        } else if let Some(end) = comment_end(bytes, at) {
            at = end;
        } else {
            let (kind, end) = token_at(bytes, at);
            found.push(Token { kind, range: at..end });
            at = end;
        }
    }
    found
}

fn token_at(bytes: &[u8], at: usize) -> (Kind, usize) {
    let next = bytes.get(at + 1).copied();
    match bytes[at] {
        b'\'' => (Kind::Text, quoted_end(bytes, at, b'\'', false)),
        b'"' => (Kind::Quoted, quoted_end(bytes, at, b'"', false)),
        b'e' | b'E' if next == Some(b'\'') => (Kind::Text, quoted_end(bytes, at + 1, b'\'', true)),
        b'$' => dollar(bytes, at),
        byte if byte.is_ascii_digit() => {
            (Kind::Number, run(bytes, at, |byte| byte.is_ascii_alphanumeric() || byte == b'_'))
        }
        byte if starts_word(byte) => (Kind::Word, run(bytes, at, continues_word)),
        byte => (Kind::Symbol(byte), at + 1),
    }
}

/// Whether `byte` may start an unquoted identifier; every byte beyond ASCII may.
pub fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn continues_word(byte: u8) -> bool {
    starts_word(byte) || byte.is_ascii_digit() || byte == b'$'
}

fn run(bytes: &[u8], at: usize, accept: impl Fn(u8) -> bool) -> usize {
    bytes[at..].iter().position(|&byte| !accept(byte)).map_or(bytes.len(), |length| at + length)
}

/// The end of the comment that starts at `at`, if one does; block comments nest.
fn comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes[at..].starts_with(b"--") {
        return Some(run(bytes, at, |byte| byte != b'\n'));
    }
    if !bytes[at..].starts_with(b"/*") {
        return None;
    }
    let (mut depth, mut at) = (0_usize, at);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if bytes[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    Some(at.min(bytes.len()))
}

/// The end of a literal that opens at `open`; a doubled quote stays inside, and so does whatever
/// follows a backslash when `escapes`.
fn quoted_end(bytes: &[u8], open: usize, quote: u8, escapes: bool) -> usize {
    let mut at = open + 1;
    while at < bytes.len() {
        if escapes && bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return at + 1;
        }
    }
    bytes.len()
}

/// Reads what a `$` starts: a parameter, a dollar-quoted string, or nothing.
fn dollar(bytes: &[u8], at: usize) -> (Kind, usize) {
    if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        return (Kind::Number, run(bytes, at + 1, |byte| byte.is_ascii_digit()));
    }
    let tag_end = run(bytes, at + 1, |byte| continues_word(byte) && byte != b'$');
    if bytes.get(tag_end) != Some(&b'$') {
        return (Kind::Symbol(b'$'), at + 1);
    }
    let tag = &bytes[at..=tag_end];
    let body = tag_end + 1;
    let length = bytes[body..].windows(tag.len()).position(|window| window == tag);
    (Kind::Dollar, length.map_or(bytes.len(), |length| body + length + tag.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| &text[token.range]).collect()
    }

    #[test]
    fn literals_and_comments_are_whole() {
        assert_eq!(
            words("a -- 'x\n /* /* b */ ' */ 'it''s' E'\\'' $t$ ' $$ $t$ \"q\"\"r\" $1"),
            ["a", "'it''s'", "E'\\''", "$t$ ' $$ $t$", "\"q\"\"r\"", "$1"]
        );
    }

    #[test]
    fn an_open_literal_reaches_the_end() {
        assert_eq!(words("a 'b"), ["a", "'b"]);
        assert_eq!(words("a $x$ b"), ["a", "$x$ b"]);
        assert_eq!(words("E'\\"), ["E'\\"]);
        assert_eq!(words("a /* b"), ["a"]);
    }
}
