//! Expressions as pieces: tokens, and what stands in brackets as a piece of its own.

use crate::sql::scanner::{Kind, Token, tokens};

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: PieceKind,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A keyword or a plain name, in lower case.
    Word(String),
    /// A name in quotes.
    Quoted(String),
    /// A literal in quotes of any kind.
    Text(String),
    /// A number.
    Number(String),
    /// An operator.
    Operator(String),
    /// `::`.
    Cast,
    /// `,`, `.` and whatever else is neither.
    Mark(char),
    /// What stands in parentheses.
    Group(Vec<Piece>),
    /// What stands in square brackets.
    Bracket(Vec<Piece>),
}

use PieceKind::{Bracket, Cast, Group, Mark, Number, Operator, Quoted, Text, Word};

impl Piece {
    pub fn new(kind: PieceKind, spaced: bool) -> Self {
        Self { kind, spaced }
    }

    /// Whether it is this keyword.
    pub fn is(&self, word: &str) -> bool {
        matches!(&self.kind, Word(own) if own == word)
    }

    /// Whether it is one of these keywords.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Returns the operator that it is.
    pub fn operator(&self) -> Option<&str> {
        match &self.kind {
            Operator(text) => Some(text),
            _ => None,
        }
    }

    /// Returns what stands in its parentheses.
    pub fn group(&self) -> Option<&[Piece]> {
        match &self.kind {
            Group(inner) => Some(inner),
            _ => None,
        }
    }
}

/// Takes a text apart; `None` where its brackets do not match, and where it holds comments.
pub(super) fn parse(text: &str) -> Option<Vec<Piece>> {
    let mut open: Vec<(u8, bool, Vec<Piece>)> = vec![(0, false, Vec::new())];
    let mut end = 0;
    let tokens = tokens(text);
    let mut at = 0;
    while at < tokens.len() {
        let Token { kind, range } = tokens[at].clone();
        let spaced = range.start > end;
        if !text[end..range.start].trim().is_empty() {
            return None;
        }
        end = range.end;
        match kind {
            Kind::Symbol(byte @ (b'(' | b'[')) => open.push((byte, spaced, Vec::new())),
            Kind::Symbol(byte @ (b')' | b']')) => {
                let (opening, spaced, inner) = open.pop()?;
                let kind = match (opening, byte) {
                    (b'(', b')') => Group(inner),
                    (b'[', b']') => Bracket(inner),
                    _ => return None,
                };
                open.last_mut()?.2.push(Piece::new(kind, spaced));
            }
            _ => {
                let (kind, length) = piece(text, &tokens[at..]);
                end = tokens[at + length - 1].range.end;
                at += length - 1;
                open.last_mut()?.2.push(Piece::new(kind, spaced));
            }
        }
        at += 1;
    }
    let (_, _, pieces) = open.pop()?;
    if !text[end..].trim().is_empty() {
        return None;
    }
    open.is_empty().then_some(pieces)
}

/// Reads one piece, and returns how many tokens it took.
fn piece(text: &str, tokens: &[Token]) -> (PieceKind, usize) {
    let word = |token: &Token| text[token.range.clone()].to_owned();
    let first = &tokens[0];
    match first.kind {
        // What is not in quotes folds anyway.
        Kind::Word => (Word(word(first).to_lowercase()), 1),
        Kind::Quoted => (Quoted(word(first)), 1),
        Kind::Text | Kind::Dollar => (Text(word(first)), 1),
        Kind::Number => number(text, tokens),
        Kind::Symbol(byte) => symbol(text, tokens, byte),
    }
}

/// A fraction is a number, a point and a number.
fn number(text: &str, tokens: &[Token]) -> (PieceKind, usize) {
    let adjacent = |left: &Token, right: &Token| left.range.end == right.range.start;
    if let [whole, point, part, ..] = tokens
        && point.kind == Kind::Symbol(b'.')
        && part.kind == Kind::Number
        && adjacent(whole, point)
        && adjacent(point, part)
    {
        return (Number(text[whole.range.start..part.range.end].to_owned()), 3);
    }
    (Number(text[tokens[0].range.clone()].to_owned()), 1)
}

fn symbol(text: &str, tokens: &[Token], byte: u8) -> (PieceKind, usize) {
    const OPERATORS: &[u8] = b"+-*/<>=~!@#%^&|`?";
    let follows = |byte: &u8, at: usize| {
        let joined = tokens[at].range.start == tokens[at - 1].range.end;
        joined && tokens[at].kind == Kind::Symbol(*byte)
    };
    if byte == b':' && tokens.len() > 1 && follows(&b':', 1) {
        return (Cast, 2);
    }
    if !OPERATORS.contains(&byte) {
        return (Mark(char::from(byte)), 1);
    }
    let mut length = 1;
    while length < tokens.len() && OPERATORS.iter().any(|byte| follows(byte, length)) {
        length += 1;
    }
    let range = tokens[0].range.start..tokens[length - 1].range.end;
    (Operator(text[range].to_owned()), length)
}

/// Writes pieces as they were spaced; the first without space before it.
pub(super) fn render(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if piece.spaced && at > 0 {
            text.push(' ');
        }
        match &piece.kind {
            Word(word) | Quoted(word) | Text(word) | Number(word) | Operator(word) => {
                text.push_str(word);
            }
            Cast => text.push_str("::"),
            Mark(mark) => text.push(*mark),
            Group(inner) => text.push_str(&format!("({})", render(inner))),
            Bracket(inner) => text.push_str(&format!("[{}]", render(inner))),
        }
    }
    text
}
