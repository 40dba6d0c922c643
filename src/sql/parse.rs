//! Parses a fragment in the statement that it belongs to.
//!
//! A fragment is no statement, so it is set between a beginning and an ending that make it one.
//! That the tree then has the shape it should (one statement, the fragment filling its place) is
//! for each reader to verify; that nothing spills over was the guard's.

use std::ops::Range;

use squawk_lexer::{TokenKind, tokenize};
use squawk_syntax::ast::{AsDefinition, AstNode, FuncOption, FuncOptionList, Literal, Stmt};
use squawk_syntax::{Parse, SourceFile, SyntaxKind, SyntaxNode};

use super::guard::{self, Extent, Guarded};
use super::{Fragment, SyntaxError, SyntaxErrors};
use super::{depth, message};

/// Errors beyond these are echoes of the first ones.
const MAX_ERRORS: usize = 20;

/// Relates the tree's offsets to those of the text that was given.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    /// The text that was given.
    pub text: &'a str,
    /// Where it starts in the parsed text.
    offset: usize,
    /// Bytes of the parsed text that were put in the middle of the given one.
    spliced: Range<usize>,
}

impl<'a> Place<'a> {
    /// Relates a tree to the text it was parsed from, nothing being added.
    pub fn whole(text: &'a str) -> Self {
        Self { text, offset: 0, spliced: text.len()..text.len() }
    }

    /// Returns where `node` stands in the given text.
    pub fn range(&self, node: &SyntaxNode) -> Range<usize> {
        self.map(node.text_range())
    }

    /// Maps a range of the tree into the given text, clamped to it.
    pub fn map(&self, range: impl Into<Range<usize>>) -> Range<usize> {
        let range = range.into();
        self.offset_of(range.start)..self.offset_of(range.end)
    }

    /// Builds an error about `node`.
    pub fn error(&self, node: &SyntaxNode, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(message, self.range(node))
    }

    /// Keeps `node` as it was written.
    pub fn fragment(&self, node: &SyntaxNode) -> Fragment {
        let range = self.range(node);
        Fragment { text: self.text[range.clone()].to_string(), range }
    }

    fn offset_of(&self, position: usize) -> usize {
        let inserted = position.clamp(self.spliced.start, self.spliced.end) - self.spliced.start;
        let mut offset = position.saturating_sub(self.offset + inserted).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// A statement to set a fragment into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// What stands before the fragment.
    pub before: &'static str,
    /// What stands after it; begins with a new line, so that a last comment ends.
    pub after: &'static str,
    /// What the fragment should be, for messages: `an expression`.
    pub expected: &'static str,
}

/// Parses `text` within `frame` and hands the one statement to `read`.
///
/// # Errors
/// What the guard, the parser and `read` refuse.
pub(super) fn fragment<T: Send>(
    text: &str,
    frame: Frame,
    read: impl FnOnce(&SyntaxNode, &Place) -> Result<T, SyntaxErrors> + Send,
) -> Result<T, SyntaxErrors> {
    spliced(text, frame, None, read)
}

/// As [`fragment`], with words put into the middle of the text: where, and which.
pub(super) fn spliced<T: Send>(
    text: &str,
    frame: Frame,
    splice: Option<(usize, &str)>,
    read: impl FnOnce(&SyntaxNode, &Place) -> Result<T, SyntaxErrors> + Send,
) -> Result<T, SyntaxErrors> {
    let Guarded { length, depth } = guard::check(text, Extent::Fragment)?;
    let (at, words) = splice.unwrap_or((length, ""));
    let at = at.min(length);
    let whole =
        format!("{}{}{words}{}{}", frame.before, &text[..at], &text[at..length], frame.after);
    let start = frame.before.len() + at;
    let place = Place { text, offset: frame.before.len(), spliced: start..start + words.len() };
    on_roomy_stack(depth, || {
        let file = parse(&whole, &place, false)?;
        let mut statements = statements(&file);
        match (statements.next(), statements.next()) {
            (Some(statement), None) => read(&statement, &place),
            _ => Err(vec![SyntaxError::new(
                format!("{} is expected here", frame.expected),
                0..text.len(),
            )]),
        }
    })
}

/// Parses whole statements and hands the file to `read`. With `parameters`, names such as `:count`
/// may stand where values do.
///
/// # Errors
/// What the guard, the parser and `read` refuse.
pub(super) fn file<T: Send>(
    text: &str,
    parameters: bool,
    read: impl FnOnce(&SyntaxNode, &Place) -> Result<T, SyntaxErrors> + Send,
) -> Result<T, SyntaxErrors> {
    let Guarded { depth, .. } = guard::check(text, Extent::Statements)?;
    let place = Place::whole(text);
    on_roomy_stack(depth, || read(&parse(text, &place, parameters)?, &place))
}

/// Lists the statements of a file, without the empty ones that lone semicolons make.
pub(super) fn statements(file: &SyntaxNode) -> impl Iterator<Item = SyntaxNode> + use<> {
    file.children()
        .filter(|node| Stmt::can_cast(node.kind()) && node.kind() != SyntaxKind::EMPTY_STMT)
}

fn parse(whole: &str, place: &Place, parameters: bool) -> Result<SyntaxNode, SyntaxErrors> {
    let parsed = SourceFile::parse(whole);
    let tree = parsed.syntax_node();
    let mut errors: SyntaxErrors = grammar_errors(&parsed, place)?
        .into_iter()
        .filter(|error| !(parameters && is_parameter(&tree, &error.range().into())))
        .map(|error| located(error.message(), error.range().into(), whole, place))
        .collect();
    drop_echoes(&mut errors);
    if errors.is_empty() && tree.descendants().any(|node| node.kind() == SyntaxKind::ERROR) {
        errors.push(SyntaxError::new("this is not SQL", 0..place.text.len()));
    }
    errors.dedup();
    errors.truncate(MAX_ERRORS);
    if errors.is_empty() { Ok(tree) } else { Err(errors) }
}

/// Lists what the parser objects to. It reads the bodies of SQL functions too.
///
/// # Errors
/// What the guard refuses in the bodies.
pub(super) fn grammar_errors(
    parsed: &Parse<SourceFile>,
    place: &Place,
) -> Result<Vec<squawk_syntax::syntax_error::SyntaxError>, SyntaxErrors> {
    let depth = check_bodies(&parsed.syntax_node(), place)?;
    on_roomy_stack(depth, || Ok(parsed.errors()))
}

fn on_roomy_stack<T: Send>(
    depth: usize,
    work: impl FnOnce() -> Result<T, SyntaxErrors> + Send,
) -> Result<T, SyntaxErrors> {
    let failed = |message: &str| Err(vec![SyntaxError::new(message, 0..0)]);
    depth::on_roomy_stack(depth, work).unwrap_or_else(failed)
}

/// Says the parser's error in this project's words, at the text that it is about.
fn located(message: &str, range: Range<usize>, whole: &str, place: &Place) -> SyntaxError {
    let after = range.start + next_token(&whole[range.start..]).start;
    let at_end = after >= place.offset + place.text.trim_end().len() + place.spliced.len();
    let range = place.map(range);
    let next = next_token(&place.text[range.start..]);
    let range = match range.is_empty() && !at_end {
        true => range.start + next.start..range.start + next.end,
        false => range,
    };
    let message = message::reword(message, at_end);
    // Outside the fragment's own brackets, these are what the frame waits for.
    let is_frames = place.offset > 0 && matches!(message.as_str(), "expected `,`" | "expected `)`");
    if is_frames && !range.is_empty() && is_outermost(&place.text[..range.start]) {
        return SyntaxError::new("this does not belong here", range);
    }
    SyntaxError::new(message, range)
}

/// Says whether every bracket of `text` is closed.
fn is_outermost(text: &str) -> bool {
    let mut open = 0;
    for token in tokenize(text) {
        match token.kind {
            TokenKind::OpenParen | TokenKind::OpenBracket => open += 1,
            TokenKind::CloseParen | TokenKind::CloseBracket => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// Finds the first token of `text`, past white space and comments.
fn next_token(text: &str) -> Range<usize> {
    let first = guard::tokens(text).next();
    first.map_or(text.len()..text.len(), |(_, range)| range)
}

/// After an error the parser takes up again as if a statement began: that adds nothing.
fn drop_echoes(errors: &mut SyntaxErrors) {
    let mut first = true;
    errors.sort_by_key(|error| error.range.start);
    errors.retain(|error| {
        std::mem::take(&mut first) || !error.message.starts_with(message::STATEMENT_EXPECTED)
    });
}

fn is_parameter(tree: &SyntaxNode, range: &Range<usize>) -> bool {
    tree.descendants()
        .filter(|node| node.kind() == SyntaxKind::NON_STANDARD_PARAM)
        .any(|node| Range::<usize>::from(node.text_range()) == *range)
}

/// Lets the bodies of SQL functions pass the guard as well; returns how deep the deepest is.
fn check_bodies(tree: &SyntaxNode, place: &Place) -> Result<usize, SyntaxErrors> {
    let mut deepest = 0;
    for options in tree.descendants().filter_map(FuncOptionList::cast) {
        for literal in sql_bodies(&options) {
            let Some(body) = literal.decoded_value() else { continue };
            if body.text().trim().is_empty() {
                continue;
            }
            let guarded = guard::check(body.text(), Extent::Statements).map_err(|errors| {
                let locate = |error: SyntaxError| {
                    SyntaxError::new(error.message, place.range(literal.syntax()))
                };
                errors.into_iter().map(locate).collect::<SyntaxErrors>()
            })?;
            deepest = deepest.max(guarded.depth);
        }
    }
    Ok(deepest)
}

fn sql_bodies(options: &FuncOptionList) -> Vec<Literal> {
    let is_sql = |option: FuncOption| match option {
        FuncOption::LanguageFuncOption(language) => {
            language.language_name().is_some_and(|language| language.name == "sql")
        }
        _ => false,
    };
    if !options.options().any(is_sql) {
        return Vec::new();
    }
    options
        .syntax()
        .descendants()
        .filter_map(AsDefinition::cast)
        .filter_map(|it| it.literal())
        .collect()
}
