//! Looks at the tokens of untrusted text before the parser does.
//!
//! The parser recurses, forgives and recovers; this guard does not. Text that passes holds no
//! unfinished string, comment or name, every bracket is closed by its own kind, and nesting is
//! bounded. A fragment that passes can therefore be put between other SQL without spilling over.

use std::ops::Range;

use squawk_lexer::{LiteralKind, TokenKind, tokenize};

use super::depth::Depth;
use super::{SyntaxError, SyntaxErrors};

/// The deepest nesting of brackets that is read.
pub const MAX_NESTING: usize = 200;

/// The most operators and recursive keywords that one statement may hold.
pub const MAX_OPERATORS: usize = 20_000;

/// The longest text that is read, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 << 20;

/// What sort of text is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// A part of a statement: holds no semicolon, except for trailing ones.
    Fragment,
    /// Any number of statements.
    Statements,
}

/// What the guard learnt of a text that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guarded {
    /// The text without trailing semicolons and what follows them (fragments only).
    pub length: usize,
    /// Upper bound of the parser's recursion, in expressions.
    pub depth: usize,
}

/// Checks `text`.
///
/// # Errors
/// Everything the module's description rules out, each at its place.
pub(super) fn check(text: &str, extent: Extent) -> Result<Guarded, SyntaxErrors> {
    check_characters(text)?;
    let mut guard = Guard::new(extent);
    for (kind, range) in all_tokens(text) {
        guard.token(kind, &text[range.clone()], range);
    }
    guard.finish(text)
}

fn check_characters(text: &str) -> Result<(), SyntaxErrors> {
    let refuse = |message: &str, range| Err(vec![SyntaxError::new(message, range)]);
    if text.len() > MAX_TEXT_BYTES {
        return refuse("the text is longer than 16 MiB", 0..0);
    }
    if text.starts_with('\u{feff}') {
        return refuse("a byte order mark is not SQL", 0..'\u{feff}'.len_utf8());
    }
    match text.find('\0') {
        Some(at) => refuse("PostgreSQL's text cannot hold a zero byte", at..at + 1),
        None => Ok(()),
    }
}

struct Guard {
    extent: Extent,
    errors: SyntaxErrors,
    open: Vec<(TokenKind, usize)>,
    depth: Depth,
    /// The end of what stood before the first trailing semicolon.
    ended: Option<usize>,
    semicolon: Option<Range<usize>>,
    last_end: usize,
    in_escape_string: bool,
}

impl Guard {
    fn new(extent: Extent) -> Self {
        Self {
            extent,
            errors: Vec::new(),
            open: Vec::new(),
            depth: Depth::default(),
            ended: None,
            semicolon: None,
            last_end: 0,
            in_escape_string: false,
        }
    }

    fn token(&mut self, kind: TokenKind, text: &str, range: Range<usize>) {
        self.check_finished(kind, &range);
        if is_trivia(kind) {
            return;
        }
        self.check_continuation(kind, text, &range);
        self.count(kind, text, &range);
        match kind {
            TokenKind::Semi => return self.semicolon(range),
            TokenKind::OpenParen | TokenKind::OpenBracket => self.open(kind, &range),
            TokenKind::CloseParen | TokenKind::CloseBracket => self.close(kind, &range),
            TokenKind::Unknown if text == "\\" => {
                self.refuse("commands of psql that start with `\\` are not SQL", range.clone())
            }
            _ => {}
        }
        if let (Extent::Fragment, Some(semicolon)) = (self.extent, self.semicolon.take()) {
            self.refuse("`;` ends the text, and yet more follows", semicolon);
        }
        self.last_end = range.end;
    }

    fn refuse(&mut self, message: impl Into<String>, range: Range<usize>) {
        self.errors.push(SyntaxError::new(message, range));
    }

    fn check_finished(&mut self, kind: TokenKind, range: &Range<usize>) {
        let message = match kind {
            TokenKind::BlockComment { terminated: false } => "the comment lacks its closing `*/`",
            TokenKind::QuotedIdent { terminated: false, .. } => {
                "the quoted name lacks its closing `\"`"
            }
            TokenKind::Literal { kind } if !is_terminated(kind) => {
                "the string lacks its closing quote"
            }
            _ => return,
        };
        self.refuse(message, range.clone());
    }

    /// The server reads `E'a' (new line) 'b'` as one string with escapes, the parser reads the
    /// second half without them: where that would matter, they disagree on where the string ends.
    fn check_continuation(&mut self, kind: TokenKind, text: &str, range: &Range<usize>) {
        let TokenKind::Literal { kind } = kind else {
            self.in_escape_string = false;
            return;
        };
        match kind {
            LiteralKind::EscStr { .. } => self.in_escape_string = true,
            LiteralKind::Str { .. } if self.in_escape_string && text.contains('\\') => {
                self.refuse("write `E` before each part of a string with escapes", range.clone());
            }
            LiteralKind::Str { .. } => {}
            _ => self.in_escape_string = false,
        }
    }

    fn semicolon(&mut self, range: Range<usize>) {
        self.in_escape_string = false;
        if self.extent == Extent::Statements {
            return;
        }
        if self.open.is_empty() {
            self.ended.get_or_insert(self.last_end);
        }
        self.semicolon.get_or_insert(range);
    }

    fn open(&mut self, kind: TokenKind, range: &Range<usize>) {
        self.open.push((kind, range.start));
        if self.open.len() == MAX_NESTING + 1 {
            let message = format!("brackets are nested deeper than {MAX_NESTING}");
            self.refuse(message, range.clone());
        }
    }

    fn close(&mut self, kind: TokenKind, range: &Range<usize>) {
        let expected = match kind {
            TokenKind::CloseParen => TokenKind::OpenParen,
            _ => TokenKind::OpenBracket,
        };
        match self.open.pop() {
            Some((opened, _)) if opened == expected => {}
            Some((_, at)) => self.refuse("this bracket is closed by another kind", at..at + 1),
            None => self.refuse("this bracket was never opened", range.clone()),
        }
    }

    fn count(&mut self, kind: TokenKind, text: &str, range: &Range<usize>) {
        let before = self.depth.operators;
        self.depth.token(kind, text);
        if before <= MAX_OPERATORS && self.depth.operators > MAX_OPERATORS {
            let message = format!("one statement holds more than {MAX_OPERATORS} operators");
            self.refuse(message, range.clone());
        }
    }

    fn finish(mut self, text: &str) -> Result<Guarded, SyntaxErrors> {
        for (_, at) in std::mem::take(&mut self.open) {
            self.refuse("this bracket is never closed", at..at + 1);
        }
        if self.last_end == 0 && self.errors.is_empty() {
            self.refuse("the text is empty", 0..text.len());
        }
        if !self.errors.is_empty() {
            self.errors.sort_by_key(|error| error.range.start);
            return Err(self.errors);
        }
        Ok(Guarded { length: self.ended.unwrap_or(text.len()), depth: self.depth.deepest })
    }
}

/// Splits `text` into tokens with their places; white space and comments are left out.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = (TokenKind, Range<usize>)> {
    all_tokens(text).filter(|(kind, _)| !is_trivia(*kind))
}

fn all_tokens(text: &str) -> impl Iterator<Item = (TokenKind, Range<usize>)> {
    tokenize(text).scan(0, |end, token| {
        let start = std::mem::replace(end, *end + token.len as usize);
        Some((token.kind, start..*end))
    })
}

fn is_trivia(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment { .. })
}

fn is_terminated(kind: LiteralKind) -> bool {
    match kind {
        LiteralKind::Int { .. } | LiteralKind::Numeric { .. } => true,
        LiteralKind::Str { terminated }
        | LiteralKind::NationalStr { terminated }
        | LiteralKind::ByteStr { terminated }
        | LiteralKind::BitStr { terminated }
        | LiteralKind::DollarQuotedString { terminated }
        | LiteralKind::UnicodeEscStr { terminated }
        | LiteralKind::EscStr { terminated } => terminated,
    }
}
