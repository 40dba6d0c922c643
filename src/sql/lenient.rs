//! Parses any text, even a wrong one, for those who look for names in it.
//!
//! [`parse`](super::parse) refuses what is wrong and says so; here a tree exists for every text, and
//! only one that nests too deeply has none. [`Fragment`] says how the text is completed to a whole
//! statement, and [`Tree`] moves ranges back to the text as it was given.

use std::ops::Range;

use squawk_syntax::{Parse, SourceFile, SyntaxNode};

use super::depth::{self, Levels, SHALLOW};
use super::parameters;
use super::parse::{self, Place};

/// What a piece of SQL text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fragment {
    /// Any number of statements.
    Statements,
    /// One query: `SELECT`, `VALUES`, `INSERT`, …, with `:name` parameters.
    Query,
    /// One expression, or several with commas, with `:name` parameters.
    Expression,
}

const BEFORE_EXPRESSION: &str = "select ";

/// A parsed text.
pub(super) struct Tree {
    parsed: Parse<SourceFile>,
    /// How far the tree's offsets lie behind the text's.
    shift: usize,
    length: usize,
    /// How many levels of the stack are left for other trees that are read meanwhile.
    pub(super) room: usize,
}

/// Parses `text` and hands its tree to `work`, on a stack that is deep enough for both; `None` if
/// no stack is.
pub(super) fn read<T: Send>(
    text: &str,
    fragment: Fragment,
    work: impl FnOnce(&Tree) -> T + Send,
) -> Option<T> {
    let levels = Levels::of(text)?;
    let room = levels.strings + SHALLOW;
    depth::on_roomy_stack(levels.all(), || work(&Tree::new(text, fragment, room))).ok()
}

impl Tree {
    /// Parses `text` where `room` levels of the stack are left; `None` if it needs more.
    pub(super) fn within(room: usize, text: &str, fragment: Fragment) -> Option<Self> {
        let levels = Levels::of(text).filter(|levels| levels.all() <= room)?;
        Some(Self::new(text, fragment, room - levels.own))
    }

    fn new(text: &str, fragment: Fragment, room: usize) -> Self {
        let (shift, source) = match fragment {
            Fragment::Statements => (0, text.to_owned()),
            Fragment::Query => (0, parameters::mask_parameters(text)),
            Fragment::Expression => {
                let masked = parameters::mask_parameters(text);
                (BEFORE_EXPRESSION.len(), format!("{BEFORE_EXPRESSION}{masked}"))
            }
        };
        Self { parsed: SourceFile::parse(&source), shift, length: text.len(), room }
    }

    /// Returns the root.
    pub(super) fn root(&self) -> SyntaxNode {
        self.parsed.syntax_node()
    }

    /// Says whether the text follows the grammar.
    pub(super) fn is_valid(&self) -> bool {
        let source = self.root().text().to_string();
        let errors = parse::grammar_errors(&self.parsed, &Place::whole(&source));
        errors.is_ok_and(|errors| errors.is_empty())
    }

    /// Returns the range of the given text that a range of the tree stands for.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let place = |offset: usize| offset.saturating_sub(self.shift).min(self.length);
        place(range.start)..place(range.end)
    }
}
