//! Small questions to a syntax tree that every reader asks.
//!
//! Those that take a [`Place`] refuse what is not there; the others answer of any tree, even that of
//! a wrong text.

use std::ops::Range;

use squawk_syntax::ast;
use squawk_syntax::{SyntaxKind, SyntaxNode, SyntaxToken};

use super::name::{QualifiedName, check_length};
use super::parse::Place;
use super::{SyntaxError, SyntaxErrors};

/// Returns the first child of `kind`.
pub(super) fn child(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.children().find(|child| child.kind() == kind)
}

/// Returns the first node of `kind` at or below `node`.
pub(super) fn find(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.descendants().find(|below| below.kind() == kind)
}

/// Says whether a token of `kind` is a direct part of `node`.
pub(super) fn has_token(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children_with_tokens()
        .filter_map(|element| element.into_token())
        .any(|token| token.kind() == kind)
}

/// Returns the tokens of `node`, white space and comments left out.
pub(super) fn tokens(node: &SyntaxNode) -> Vec<SyntaxToken> {
    node.descendants_with_tokens()
        .filter_map(|element| element.into_token())
        .filter(|token| !token.kind().is_trivia())
        .collect()
}

/// Returns the words of `node` in lower case, one blank between them.
pub(super) fn words(node: &SyntaxNode) -> String {
    let words: Vec<_> =
        tokens(node).iter().map(|token| token.text().to_ascii_lowercase()).collect();
    words.join(" ")
}

/// Returns the bytes of `node` in its tree, without white space and comments around it.
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

/// Returns the children of `kind`.
pub(super) fn children(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxNode> {
    node.children().filter(move |child| child.kind() == kind)
}

/// Returns the identifier in a name node, as PostgreSQL stores it.
pub(super) fn name_of(node: &SyntaxNode) -> String {
    ast::normalize_name_node(node)
}

/// Returns the identifiers of a dotted path, outermost first.
pub(super) fn path_of(node: &SyntaxNode) -> Vec<String> {
    segments(node).map(|part| name_of(&part)).collect()
}

fn segments(path: &SyntaxNode) -> impl Iterator<Item = SyntaxNode> {
    path.descendants().filter(|node| {
        matches!(node.kind(), SyntaxKind::PATH_SEGMENT | SyntaxKind::PATH_SEGMENT_REF)
    })
}

/// Returns the name that the last one or two of `parts` make.
pub(super) fn qualified(mut parts: Vec<String>) -> Option<QualifiedName> {
    let name = parts.pop().filter(|name| !name.is_empty())?;
    Some(QualifiedName { schema: parts.pop(), name })
}

/// Returns the identifiers of `a.b.c` written as an expression; `None` if it is anything else.
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

/// Returns the name of the function that a call expression calls, if it is written as a name.
pub(super) fn callee(call: &SyntaxNode) -> Option<(QualifiedName, SyntaxNode)> {
    let name = call.first_child()?;
    let parts = dotted(&name)?.iter().map(name_of).collect();
    Some((qualified(parts)?, name))
}

/// Returns the `WITH` clause of a statement; that of a union stands in its first arm.
pub(super) fn with_clause(statement: &SyntaxNode) -> Option<SyntaxNode> {
    let mut first = statement.clone();
    while first.kind() == SyntaxKind::COMPOUND_SELECT {
        first = first.first_child()?;
    }
    child(&first, SyntaxKind::WITH_CLAUSE)
}

/// Reads the one identifier that `node` is.
pub(super) fn name(node: &SyntaxNode, place: &Place) -> Result<String, SyntaxErrors> {
    let name = name_of(node);
    // Roles have a node within their node.
    if let (true, Some(inner)) = (name.is_empty(), node.first_child()) {
        return self::name(&inner, place);
    }
    if name.is_empty() {
        return Err(vec![place.error(node, "a name is missing")]);
    }
    check_length(&name, place.range(node)).map_err(|error| vec![error])?;
    Ok(name)
}

/// Reads the name, qualified or not, at or below `node`.
pub(super) fn qualified_name(
    node: &SyntaxNode,
    place: &Place,
) -> Result<QualifiedName, SyntaxErrors> {
    let path = node
        .descendants()
        .find(|below| matches!(below.kind(), SyntaxKind::PATH | SyntaxKind::PATH_REF));
    let Some(path) = path else {
        return Ok(QualifiedName::bare(name(node, place)?));
    };
    let parts = path_parts(&path, place)?;
    QualifiedName::from_parts(parts).ok_or_else(|| {
        let message = "a name has at most a schema: names of databases are not read";
        vec![place.error(&path, message)]
    })
}

/// Reads all parts of a dotted name.
pub(super) fn path_parts(path: &SyntaxNode, place: &Place) -> Result<Vec<String>, SyntaxErrors> {
    segments(path).map(|node| name(&node, place)).collect()
}

/// Reads the names of columns that are children of `node`.
pub(super) fn column_names(node: &SyntaxNode, place: &Place) -> Result<Vec<String>, SyntaxErrors> {
    node.children()
        .filter(|child| child.kind() == SyntaxKind::COLUMN_NAME_REF)
        .map(|child| name(&child, place))
        .collect()
}

/// Returns the child of `kind`; the parser's recovery may have left it out.
pub(super) fn expect(
    node: &SyntaxNode,
    kind: SyntaxKind,
    place: &Place,
    what: &str,
) -> Result<SyntaxNode, SyntaxErrors> {
    child(node, kind).ok_or_else(|| vec![place.error(node, format!("{what} is missing"))])
}

/// Refuses `node`.
pub(super) fn refuse<T>(
    node: &SyntaxNode,
    place: &Place,
    message: impl Into<String>,
) -> Result<T, SyntaxErrors> {
    Err(vec![SyntaxError::new(message, place.range(node))])
}
