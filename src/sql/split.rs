//! Cuts a file of SQL into its statements, by its tokens alone.
//!
//! [`check_statements`](super::check_statements) parses every statement, so it refuses what its grammar
//! does not know. This reads no grammar: whatever PostgreSQL 15 to 18 run comes out as it was written,
//! and what a statement means is the server's to say. A semicolon ends a statement unless it stands in a
//! literal, a comment, brackets (`CREATE RULE … DO (a; b)`) or the body of a routine
//! (`BEGIN ATOMIC … END`).
//!
//! Limits: what needs psql is refused, but for the `\restrict` lines of `pg_dump`, which are passed over.

mod head;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::scanner::{Kind, Piece, Scanner, Token};
use super::{StatementText, SyntaxError, SyntaxErrors};

use head::Words;
pub use head::{runs_outside_transaction, transaction_control};

/// Cuts `text` into its statements; there are none in a text without tokens.
///
/// # Errors
/// Literals, comments, brackets and routine bodies that are never closed, each at its opening; commands
/// of psql; `COPY` from or to the client; a zero byte; and `standard_conforming_strings` being turned
/// off, as the literals after it would be read differently.
pub fn split(text: &str) -> Result<Vec<StatementText>, SyntaxErrors> {
    if let Some(at) = text.find('\0') {
        let message = "PostgreSQL's text cannot hold a zero byte";
        return Err(vec![SyntaxError::new(message, at..at + 1)]);
    }
    let mut splitter = Splitter::new(text);
    while let Some((piece, range)) = splitter.scanner.next() {
        splitter.piece(piece, range);
    }
    splitter.finish()
}

/// What is open in the statement that is being read.
#[derive(Debug, Default)]
struct Open {
    /// Where each bracket opened.
    brackets: Vec<usize>,
    /// Where the body of a routine began.
    body: Option<Range<usize>>,
}

struct Splitter<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    found: Vec<StatementText>,
    errors: SyntaxErrors,
    /// The tokens of the current statement.
    tokens: Vec<Token>,
    open: Open,
    /// Where the comments that belong to the next statement start.
    comments: Option<usize>,
    /// Whether nothing but white space stands before this place in its line.
    line_starts: bool,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str) -> Self {
        // As psql, which passes over a byte order mark.
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            text,
            scanner: Scanner::new(text, start),
            found: Vec::new(),
            errors: Vec::new(),
            tokens: Vec::new(),
            open: Open::default(),
            comments: None,
            line_starts: true,
        }
    }

    fn piece(&mut self, piece: Piece, range: Range<usize>) {
        match piece {
            Piece::Space => return self.space(&self.text[range]),
            Piece::Comment { closed: true } => self.comment(range.start),
            Piece::Comment { closed: false } => {
                self.refuse("the comment lacks its closing `*/`", range.start..range.start + 2);
            }
            Piece::Token { kind, closed: false } => self.refuse_open(kind, range),
            Piece::Token { kind: Kind::Symbol(b'\\'), .. } => return self.command(range.start),
            Piece::Token { kind: Kind::Symbol(b';'), .. } => self.semicolon(range),
            Piece::Token { kind, .. } => self.token(Token { kind, range }),
        }
        self.line_starts = false;
    }

    fn space(&mut self, space: &str) {
        let lines = space.matches('\n').count();
        self.line_starts |= lines > 0;
        // What a blank line parts from the statement is not about it.
        if lines > 1 && self.tokens.is_empty() {
            self.comments = None;
        }
    }

    fn comment(&mut self, start: usize) {
        // A comment behind a statement, in its last line, is about that one.
        if self.tokens.is_empty() && self.line_starts {
            self.comments.get_or_insert(start);
        }
    }

    fn refuse(&mut self, message: &str, range: Range<usize>) {
        self.errors.push(SyntaxError::new(message, range));
    }

    fn refuse_open(&mut self, kind: Kind, range: Range<usize>) {
        let literal = &self.text[range.clone()];
        let (message, length) = match kind {
            Kind::Quoted => ("the quoted name lacks its closing `\"`", 1),
            Kind::Dollar => {
                let tag = literal[1..].find('$').map_or(1, |end| end + 2);
                ("the string lacks its closing dollar quote", tag)
            }
            _ => ("the string lacks its closing quote", literal.find('\'').map_or(1, |at| at + 1)),
        };
        self.refuse(message, range.start..range.start + length);
        self.tokens.clear();
        self.open = Open::default();
    }

    fn token(&mut self, token: Token) {
        match token.kind {
            Kind::Symbol(b'(') => self.open.brackets.push(token.range.start),
            Kind::Symbol(b')') if self.open.brackets.pop().is_none() => {
                self.refuse("this bracket was never opened", token.range.clone());
            }
            Kind::Word if self.open.brackets.is_empty() => self.word(&token.range),
            _ => {}
        }
        self.tokens.push(token);
    }

    /// Looks for the beginning and the end of a routine's body.
    fn word(&mut self, range: &Range<usize>) {
        let word = &self.text[range.clone()];
        let previous = self.tokens.last();
        let is = |token: &Token, word| self.text[token.range.clone()].eq_ignore_ascii_case(word);
        if self.open.body.is_none() {
            let begin = previous.filter(|token| is(token, "begin")).map(|token| &token.range);
            if word.eq_ignore_ascii_case("atomic") && self.words().create_routine() {
                self.open.body = begin.map(|begin| begin.start..range.end);
            }
        } else if word.eq_ignore_ascii_case("end")
            // Every other `end` closes a `case`: here a statement would begin, and none begins so.
            && previous.is_some_and(|token| is(token, ";") || is(token, "atomic"))
        {
            self.open.body = None;
        }
    }

    fn words(&self) -> Words<'_> {
        Words::new(self.text, &self.tokens)
    }

    fn semicolon(&mut self, range: Range<usize>) {
        if !self.open.brackets.is_empty() || self.open.body.is_some() {
            self.tokens.push(Token { kind: Kind::Symbol(b';'), range });
            return;
        }
        let end = range.end;
        if self.end_statement() {
            self.skip_rows(end);
        }
    }

    /// Ends the current statement, if there is one; tells whether rows for it follow.
    fn end_statement(&mut self) -> bool {
        let comments = self.comments.take();
        let (Some(first), Some(last)) = (self.tokens.first(), self.tokens.last()) else {
            return false;
        };
        let statement = first.range.start..last.range.end;
        let words = self.words();
        let (client, rows) = (words.copies_through_client(), words.copies_from_client());
        let strings = words.turns_standard_strings_off();
        let kind = words.kind();
        if client {
            let message = "COPY from or to the client needs a client that sends or takes the rows: \
                           use INSERT, or a source";
            self.refuse(message, statement.clone());
        }
        if strings {
            let message = "`standard_conforming_strings` stays on: write `E''` where a backslash \
                           escapes";
            self.refuse(message, statement.clone());
        }
        let range = comments.unwrap_or(statement.start)..statement.end;
        self.found.push(StatementText { range, statement, kind });
        self.tokens.clear();
        rows
    }

    /// Passes over the rows after a `COPY … FROM STDIN`.
    fn skip_rows(&mut self, from: usize) {
        let mut at = from;
        for line in self.text[from..].split_inclusive('\n') {
            at += line.len();
            if line.trim_end() == "\\." {
                break;
            }
        }
        self.resume(at);
    }

    fn resume(&mut self, at: usize) {
        self.scanner = Scanner::new(self.text, at);
        self.line_starts = true;
    }

    /// Meets a command of psql, which reaches to the end of its line.
    fn command(&mut self, start: usize) {
        let rest = &self.text[start..];
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let name = line.split_ascii_whitespace().next().unwrap_or(line);
        let between = self.tokens.is_empty() && self.line_starts;
        if !(between && matches!(name, "\\restrict" | "\\unrestrict")) {
            let message = "commands of psql that start with `\\` are not SQL";
            self.refuse(message, start..start + name.len());
            self.end_statement();
            self.open = Open::default();
        }
        self.comments = None;
        self.resume(start + line.len());
    }

    fn finish(mut self) -> Result<Vec<StatementText>, SyntaxErrors> {
        for at in std::mem::take(&mut self.open.brackets) {
            self.refuse("this bracket is never closed", at..at + 1);
        }
        if let Some(body) = self.open.body.take() {
            self.refuse("the body of this routine lacks its `end`", body);
        }
        self.end_statement();
        if self.errors.is_empty() {
            return Ok(self.found);
        }
        self.errors.sort_by_key(|error| error.range.start);
        Err(self.errors)
    }
}
