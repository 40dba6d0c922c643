//! The syntax tree that the modules here read, and the few questions they all ask of it.
//!
//! A tree exists for every text, even a wrong one; [`Fragment`] says how the text is completed to a
//! whole statement, and [`Tree`] moves ranges back to the text as it was given.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode, SyntaxToken};

use super::name::QualifiedName;
use super::{depth, parameters};

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
    pub(super) root: SyntaxNode,
    /// How far the tree's offsets lie behind the text's.
    shift: usize,
    length: usize,
    /// Whether the text follows the grammar.
    pub(super) valid: bool,
}

/// Parses `text`; `None` if it nests too deeply to be parsed safely.
pub(super) fn parse(text: &str, fragment: Fragment) -> Option<Tree> {
    if depth::too_deep(text) {
        return None;
    }
    let (shift, source) = match fragment {
        Fragment::Statements => (0, text.to_owned()),
        Fragment::Query => (0, parameters::mask_parameters(text)),
        Fragment::Expression => {
            let masked = parameters::mask_parameters(text);
            (BEFORE_EXPRESSION.len(), format!("{BEFORE_EXPRESSION}{masked}"))
        }
    };
    let parse = SourceFile::parse(&source);
    let root = parse.tree().syntax().clone();
    Some(Tree { root, shift, length: text.len(), valid: parse.errors().is_empty() })
}

impl Tree {
    /// The range of the given text that a range of the tree stands for.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let place = |offset: usize| offset.saturating_sub(self.shift).min(self.length);
        place(range.start)..place(range.end)
    }
}

/// The bytes of `node` in its tree, without white space and comments around it.
pub(super) fn range_of(node: &SyntaxNode) -> Range<usize> {
    let is_code = |token: &SyntaxToken| !token.kind().is_trivia();
    let tokens = || node.descendants_with_tokens().filter_map(|element| element.into_token());
    let start = tokens().find(is_code).map(|token| token.text_range().start());
    let end = tokens().filter(is_code).last().map(|token| token.text_range().end());
    match (start, end) {
        (Some(start), Some(end)) => start.into()..end.into(),
        _ => node.text_range().into(),
    }
}

/// The first child of one of `kinds`.
pub(super) fn child(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.children().find(|child| child.kind() == kind)
}

/// The children of `kind`.
pub(super) fn children(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxNode> {
    node.children().filter(move |child| child.kind() == kind)
}

/// Whether a token of `kind` stands directly in `node`.
pub(super) fn has_token(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children_with_tokens().any(|element| element.as_token().is_some_and(|t| t.kind() == kind))
}

/// The identifier in a name node, as PostgreSQL stores it.
pub(super) fn name_of(node: &SyntaxNode) -> String {
    ast::normalize_name_node(node)
}

/// The identifiers of a dotted path, outermost first.
pub(super) fn path_of(node: &SyntaxNode) -> Vec<String> {
    node.descendants()
        .filter(|part| {
            matches!(part.kind(), SyntaxKind::PATH_SEGMENT | SyntaxKind::PATH_SEGMENT_REF)
        })
        .map(|part| name_of(&part))
        .collect()
}

/// The name that the last one or two of `parts` make.
pub(super) fn qualified(mut parts: Vec<String>) -> Option<QualifiedName> {
    let name = parts.pop().filter(|name| !name.is_empty())?;
    Some(QualifiedName { schema: parts.pop(), name })
}

/// The identifiers of `a.b.c` written as an expression; `None` if it is anything else.
pub(super) fn dotted(node: &SyntaxNode) -> Option<Vec<SyntaxNode>> {
    match node.kind() {
        SyntaxKind::NAME_REF => Some(vec![node.clone()]),
        SyntaxKind::FIELD_EXPR => {
            let mut parts = node.children();
            let mut names = dotted(&parts.next()?)?;
            names.extend(parts.filter(|part| part.kind() == SyntaxKind::NAME_REF));
            Some(names)
        }
        _ => None,
    }
}

/// The name of the function that a call expression calls, if it is written as a name.
pub(super) fn callee(call: &SyntaxNode) -> Option<(QualifiedName, SyntaxNode)> {
    let name = call.first_child()?;
    let parts = dotted(&name)?.iter().map(name_of).collect();
    Some((qualified(parts)?, name))
}

/// The `WITH` clause of a statement; that of a union stands in its first arm.
pub(super) fn with_clause(statement: &SyntaxNode) -> Option<SyntaxNode> {
    let mut first = statement.clone();
    while first.kind() == SyntaxKind::COMPOUND_SELECT {
        first = first.first_child()?;
    }
    child(&first, SyntaxKind::WITH_CLAUSE)
}
