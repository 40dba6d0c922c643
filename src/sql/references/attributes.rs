//! Mentions in `(name = value, …)` lists of `CREATE AGGREGATE`, `OPERATOR` and `TYPE`.
//!
//! The grammar reads every value as a type; which of them are functions depends on the attribute.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::tree::{child, children, name_of, path_of, qualified};
use super::walk::Walk;

const FUNCTIONS: &[&str] = &[
    "sfunc",
    "finalfunc",
    "combinefunc",
    "serialfunc",
    "deserialfunc",
    "msfunc",
    "minvfunc",
    "mfinalfunc",
    "function",
    "procedure",
    "restrict",
    "join",
    "input",
    "output",
    "receive",
    "send",
    "typmod_in",
    "typmod_out",
    "analyze",
    "analyse",
    "subscript",
    "canonical",
    "subtype_diff",
    "start",
    "gettoken",
    "end",
    "headline",
    "lextypes",
    "init",
    "lexize",
];
const TYPES: &[&str] =
    &["stype", "mstype", "basetype", "leftarg", "rightarg", "element", "like", "subtype"];
const OPERATORS: &[&str] = &["commutator", "negator", "sortop"];

/// Collects from an attribute list if its statement defines something out of other objects.
pub(super) fn collect(walk: &mut Walk<'_>, list: &SyntaxNode) {
    if !list.parent().is_some_and(|statement| defines(statement.kind())) {
        return;
    }
    for option in children(list, SyntaxKind::ATTRIBUTE_OPTION) {
        let name = child(&option, SyntaxKind::ATTRIBUTE_NAME).map(|name| name_of(&name));
        let value = child(&option, SyntaxKind::ATTRIBUTE_VALUE);
        let (Some(name), Some(value)) = (name, value) else { continue };
        let is_one_of = |names: &[&str]| names.contains(&name.as_str());
        if is_one_of(FUNCTIONS) {
            let path = value.descendants().find(|part| part.kind() == SyntaxKind::PATH_REF);
            let function = path.as_ref().and_then(|path| qualified(path_of(path)));
            walk.function(function, path.as_ref().unwrap_or(&value), None);
        } else if is_one_of(TYPES) {
            walk.node(&value);
        } else if is_one_of(OPERATORS) {
            walk.operator(&value);
        }
    }
}

fn defines(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::CREATE_AGGREGATE
            | SyntaxKind::CREATE_OPERATOR
            | SyntaxKind::BASE_TYPE
            | SyntaxKind::RANGE_TYPE
            | SyntaxKind::CREATE_TEXT_SEARCH_PARSER
            | SyntaxKind::CREATE_TEXT_SEARCH_TEMPLATE
    )
}
