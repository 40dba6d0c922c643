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
    let token = |(piece, range)| match piece {
        Piece::Token { kind, .. } => Some(Token { kind, range }),
        Piece::Space | Piece::Comment { .. } => None,
    };
    Scanner::new(text, 0).filter_map(token).collect()
}

/// Puts a text in the place of every unquoted word that is `word`, in whatever case.
pub fn replace_words(text: &str, word: &str, with: &str) -> String {
    let mut replaced = text.to_owned();
    for token in tokens(text).into_iter().rev() {
        if token.kind == Kind::Word && text[token.range.clone()].eq_ignore_ascii_case(word) {
            replaced.replace_range(token.range, with);
        }
    }
    replaced
}

/// Finds the comments that reach to the end of their line, from `--` on.
pub fn line_comments(text: &str) -> Vec<Range<usize>> {
    let comments =
        Scanner::new(text, 0).filter(|(piece, _)| matches!(piece, Piece::Comment { .. }));
    comments.map(|(_, range)| range).filter(|range| text[range.clone()].starts_with("--")).collect()
}

/// What stands at one place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// White space.
    Space,
    /// A comment of either form, and whether it ends before the text does.
    Comment { closed: bool },
    /// A token, and whether the quote that it opens is closed.
    Token { kind: Kind, closed: bool },
}

/// Goes through a text piece by piece and leaves nothing out.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    /// After a string with escapes: whether a line ended since, so that a quote goes on with it.
    escapes: Option<bool>,
}

impl<'a> Scanner<'a> {
    /// Starts at the byte `at`, which no token may span.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { bytes: text.as_bytes(), at, escapes: None }
    }

    fn piece(&mut self) -> (Piece, usize) {
        let (bytes, at) = (self.bytes, self.at);
        if bytes[at].is_ascii_whitespace() {
            let end = run(bytes, at, |byte| byte.is_ascii_whitespace());
            let line_ends = bytes[at..end].iter().any(|&byte| matches!(byte, b'\n' | b'\r'));
            self.escapes = self.escapes.map(|ended| ended || line_ends);
            return (Piece::Space, end);
        }
        if let Some((end, closed)) = comment_end(bytes, at) {
            self.escapes = self.escapes.filter(|_| bytes[at] == b'-');
            return (Piece::Comment { closed }, end);
        }
        let continues = self.escapes == Some(true) && bytes[at] == b'\'';
        let escape = matches!(bytes[at], b'e' | b'E') && bytes.get(at + 1) == Some(&b'\'');
        self.escapes = (continues || escape).then_some(false);
        let (kind, end, closed) = match self.escapes {
            Some(_) => text(quoted_end(bytes, at + usize::from(escape), b'\'', true)),
            None => token_at(bytes, at),
        };
        (Piece::Token { kind, closed }, end)
    }
}

impl Iterator for Scanner<'_> {
    type Item = (Piece, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        (self.at < self.bytes.len()).then(|| {
            let (piece, end) = self.piece();
            (piece, std::mem::replace(&mut self.at, end)..end)
        })
    }
}

fn text((end, closed): (usize, bool)) -> (Kind, usize, bool) {
    (Kind::Text, end, closed)
}

fn token_at(bytes: &[u8], at: usize) -> (Kind, usize, bool) {
    match bytes[at] {
        b'\'' => text(quoted_end(bytes, at, b'\'', false)),
        b'"' => {
            let (end, closed) = quoted_end(bytes, at, b'"', false);
            (Kind::Quoted, end, closed)
        }
        b'$' => dollar(bytes, at),
        byte if byte.is_ascii_digit() => {
            let end = run(bytes, at, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
            (Kind::Number, end, true)
        }
        byte if starts_word(byte) => (Kind::Word, run(bytes, at, continues_word), true),
        byte => (Kind::Symbol(byte), at + 1, true),
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

/// The end of the comment that starts at `at`, if one does, and whether it is closed; block comments
/// nest.
fn comment_end(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    if bytes[at..].starts_with(b"--") {
        return Some((run(bytes, at, |byte| !matches!(byte, b'\n' | b'\r')), true));
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
                return Some((at, true));
            }
        } else {
            at += 1;
        }
    }
    Some((bytes.len(), false))
}

/// The end of a literal that opens at `open`; a doubled quote stays inside, and so does whatever
/// follows a backslash when `escapes`. Tells whether it is closed.
fn quoted_end(bytes: &[u8], open: usize, quote: u8, escapes: bool) -> (usize, bool) {
    let mut at = open + 1;
    while at < bytes.len() {
        if escapes && bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return (at + 1, true);
        }
    }
    (bytes.len(), false)
}

/// Reads what a `$` starts: a parameter, a dollar-quoted string, or nothing.
fn dollar(bytes: &[u8], at: usize) -> (Kind, usize, bool) {
    if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        return (Kind::Number, run(bytes, at + 1, |byte| byte.is_ascii_digit()), true);
    }
    let tag_end = run(bytes, at + 1, |byte| continues_word(byte) && byte != b'$');
    if bytes.get(tag_end) != Some(&b'$') {
        return (Kind::Symbol(b'$'), at + 1, true);
    }
    let tag = &bytes[at..=tag_end];
    let body = tag_end + 1;
    let length = bytes[body..].windows(tag.len()).position(|window| window == tag);
    let end = length.map(|length| body + length + tag.len());
    (Kind::Dollar, end.unwrap_or(bytes.len()), end.is_some())
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

    #[test]
    fn a_string_with_escapes_goes_on_in_the_next_line() {
        assert_eq!(words("E'a'\n 'b\\'c' d"), ["E'a'", "'b\\'c'", "d"]);
        assert_eq!(words("E'a' -- it's\r'b\\'c'\n'd\\''"), ["E'a'", "'b\\'c'", "'d\\''"]);
        // In the same line, and after anything else, a quote starts a string of its own.
        assert_eq!(words("E'a' 'b\\' c"), ["E'a'", "'b\\'", "c"]);
        assert_eq!(words("E'a'\n, 'b\\' c"), ["E'a'", ",", "'b\\'", "c"]);
        assert_eq!(words("E'a'\n/**/\n'b\\' c"), ["E'a'", "'b\\'", "c"]);
    }

    #[test]
    fn line_comments_are_found_where_they_are_comments() {
        let text = "-- a\nselect '-- b', /* -- c */ 1 -- d\r\n-- e";
        let found: Vec<&str> = line_comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["-- a", "-- d", "-- e"]);
    }

    #[test]
    fn what_is_not_closed_is_told() {
        let open = |text: &str| {
            Scanner::new(text, 0).any(|(piece, _)| match piece {
                Piece::Comment { closed } | Piece::Token { closed, .. } => !closed,
                Piece::Space => false,
            })
        };
        for text in ["'a", "'a''", "E'a\\'", "\"a", "$$ a $", "$a$ $b$", "/* /* */", "/*/"] {
            assert!(open(text), "{text}");
        }
        for text in
            ["'a'", "''", "E'a\\''", "\"a\"", "$$ a $$", "$a$ $a$", "/* /* */ */", "-- a", "$1 $"]
        {
            assert!(!open(text), "{text}");
        }
    }
}
