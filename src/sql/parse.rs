//! Parses a fragment in the statement that it belongs to.
//!
//! A fragment is no statement, so it is set between a beginning and an ending that make it one.
//! That the tree then has the shape it should (one statement, the fragment filling its place) is
//! for each reader to verify; that nothing spills over was the guard's.

use std::ops::Range;

use squawk_syntax::ast::{AsDefinition, AstNode, FuncOption, FuncOptionList, Literal, Stmt};
use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode};

use super::guard::{self, Extent, Guarded};
use super::{Fragment, SyntaxError, SyntaxErrors};

/// The stack that one level of the parser's recursion may need: measured, then doubled.
const STACK_PER_LEVEL: usize = 32 << 10;
/// Errors beyond these are echoes of the first ones.
const MAX_ERRORS: usize = 20;
/// Texts of this depth are parsed on the caller's stack.
const SHALLOW: usize = 24;

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

impl Place<'_> {
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
    let place = Place { text, offset: 0, spliced: text.len()..text.len() };
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
    let depth = check_bodies(&tree, place)?;
    let found = on_roomy_stack(depth, || Ok(parsed.errors()))?;
    let mut errors: SyntaxErrors = found
        .into_iter()
        .filter(|error| !(parameters && is_parameter(&tree, &error.range().into())))
        .map(|error| SyntaxError::new(reword(error.message()), place.map(error.range())))
        .collect();
    if errors.is_empty() && tree.descendants().any(|node| node.kind() == SyntaxKind::ERROR) {
        errors.push(SyntaxError::new("this is not SQL", 0..place.text.len()));
    }
    errors.sort_by_key(|error| error.range.start);
    errors.dedup();
    errors.truncate(MAX_ERRORS);
    if errors.is_empty() { Ok(tree) } else { Err(errors) }
}

fn is_parameter(tree: &SyntaxNode, range: &Range<usize>) -> bool {
    tree.descendants()
        .filter(|node| node.kind() == SyntaxKind::NON_STANDARD_PARAM)
        .any(|node| Range::<usize>::from(node.text_range()) == *range)
}

/// The parser reads the bodies of SQL functions too, so they pass the guard as well; returns how
/// deep the deepest is.
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

/// Runs `work` where it cannot run out of stack.
fn on_roomy_stack<T: Send>(
    depth: usize,
    work: impl FnOnce() -> Result<T, SyntaxErrors> + Send,
) -> Result<T, SyntaxErrors> {
    if depth <= SHALLOW {
        return work();
    }
    let failed = |message: &str| Err(vec![SyntaxError::new(message, 0..0)]);
    std::thread::scope(|scope| {
        let stack = STACK_PER_LEVEL * (depth + SHALLOW);
        match std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, work) {
            Err(_) => failed("there is not enough memory to read this text"),
            Ok(thread) => {
                thread.join().unwrap_or_else(|_| failed("the parser gave up on this text"))
            }
        }
    })
}

/// Puts the parser's words into this project's style.
fn reword(message: &str) -> String {
    let words = message.trim_end_matches('.').split(' ').map(reword_token).collect::<Vec<_>>();
    let text = words.join(" ");
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "this is not SQL".into(),
    }
}

fn reword_token(word: &str) -> String {
    let bare = word.trim_end_matches(',');
    let comma = &word[bare.len()..];
    let plain = match bare {
        "L_PAREN" => "`(`",
        "R_PAREN" => "`)`",
        "L_BRACK" => "`[`",
        "R_BRACK" => "`]`",
        "COMMA" => "`,`",
        "SEMICOLON" => "`;`",
        "DOT" => "`.`",
        "EQ" => "`=`",
        "EOF" => "the end of the text",
        _ => match bare.strip_suffix("_KW") {
            Some(keyword) => return format!("`{}`{comma}", keyword.to_ascii_lowercase()),
            None => return word.to_string(),
        },
    };
    format!("{plain}{comma}")
}
