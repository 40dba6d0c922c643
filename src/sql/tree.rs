//! Small questions to a syntax tree that every reader asks.

use squawk_syntax::ast::normalize_name_node;
use squawk_syntax::{SyntaxKind, SyntaxNode};

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
pub(super) fn tokens(node: &SyntaxNode) -> Vec<squawk_syntax::SyntaxToken> {
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

/// Reads the one identifier that `node` is.
pub(super) fn name(node: &SyntaxNode, place: &Place) -> Result<String, SyntaxErrors> {
    let name = normalize_name_node(node);
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
    path.descendants()
        .filter(|node| {
            matches!(node.kind(), SyntaxKind::PATH_SEGMENT | SyntaxKind::PATH_SEGMENT_REF)
        })
        .map(|node| name(&node, place))
        .collect()
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
