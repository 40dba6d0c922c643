//! Objects named inside string literals: `nextval('s')`, `'t'::regclass` and their kin.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::name::{QualifiedName, fold_identifier};
use super::super::scanner::{self, Kind};
use super::super::tree::{child, path_of, qualified, range_of};
use super::Access;
use super::walk::Walk;

/// Records the sequence in `nextval('…')`, whether or not it is cast to `regclass`.
pub(super) fn sequence_argument(walk: &mut Walk<'_>, called: &QualifiedName, list: &SyntaxNode) {
    let is_sequence_function = matches!(called.name.as_str(), "nextval" | "currval" | "setval");
    let is_built_in = called.schema.as_deref().is_none_or(|schema| schema == "pg_catalog");
    if !is_sequence_function || !is_built_in {
        return;
    }
    let argument = list.first_child().and_then(|argument| argument.first_child());
    let literal = match argument {
        Some(cast) if cast.kind() == SyntaxKind::CAST_EXPR => child(&cast, SyntaxKind::LITERAL),
        other => other.filter(|node| node.kind() == SyntaxKind::LITERAL),
    };
    if let Some((name, range)) = literal.and_then(|literal| named(&literal)) {
        walk.sequence(Some(name), range);
    }
}

/// Records the object in a literal that is cast to one of the `reg…` types.
pub(super) fn cast(walk: &mut Walk<'_>, cast: &SyntaxNode) {
    let Some(kind) = child(cast, SyntaxKind::PATH_TYPE).and_then(|t| path_of(&t).pop()) else {
        return;
    };
    let Some(literal) = child(cast, SyntaxKind::LITERAL) else { return };
    let Some((name, range)) = named(&literal) else { return };
    match kind.as_str() {
        "regclass" if !is_sequence_call(cast) => {
            walk.add_relation(Some(name), range, Access::Mention);
        }
        "regproc" | "regprocedure" => walk.function(Some(name), &literal, None),
        "regtype" => walk.add_type(Some(name), range),
        _ => {}
    }
}

fn is_sequence_call(cast: &SyntaxNode) -> bool {
    let call = cast.ancestors().nth(3).filter(|node| node.kind() == SyntaxKind::CALL_EXPR);
    let name = call.and_then(|call| super::super::tree::callee(&call));
    name.is_some_and(|(name, _)| matches!(name.name.as_str(), "nextval" | "currval" | "setval"))
}

/// Reads `'schema.name'`, or the part of it before arguments.
fn named(literal: &SyntaxNode) -> Option<(QualifiedName, Range<usize>)> {
    let text = literal.text().to_string();
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut parts = Vec::new();
    for token in scanner::tokens(inner) {
        match token.kind {
            Kind::Word | Kind::Quoted => parts.push(fold_identifier(&inner[token.range])),
            Kind::Symbol(b'.') => {}
            Kind::Symbol(b'(') => break,
            _ => return None,
        }
    }
    let known = (1..=2).contains(&parts.len());
    Some((qualified(parts).filter(|_| known)?, range_of(literal)))
}
