//! Parentheses: the server prints a pair around every operator, most of which say nothing.
//!
//! A pair goes where what stands in it binds tighter than what stands beside it. Whatever is not
//! known here (a subquery, a construct with keywords of its own) keeps its parentheses.

use super::pieces::{Piece, PieceKind};

/// How tightly operators bind.
/// See <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE>.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const IS: u8 = 4;
const COMPARISON: u8 = 5;
const LIKE: u8 = 6;
const OTHER: u8 = 7;
const SUM: u8 = 8;
const PRODUCT: u8 = 9;
const POWER: u8 = 10;
const ZONE: u8 = 11;
const COLLATE: u8 = 12;
const SIGN: u8 = 13;
const CAST: u8 = 15;
/// What holds no operator.
const ATOM: u8 = 100;

/// Words beside which an expression ends.
const BOUNDARIES: [&str; 5] = ["case", "when", "then", "else", "end"];

/// Words of constructs that are left alone.
const UNKNOWN: [&str; 14] = [
    "case", "select", "with", "values", "over", "filter", "within", "operator", "row", "exists",
    "escape", "overlaps", "uescape", "similar",
];

/// Takes away the parentheses that say nothing.
pub(super) fn unwrap(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut written: Vec<Piece> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece.group().filter(|inner| may_go(&pieces, at, inner)) {
            Some(inner) => {
                let mut inner = inner.to_vec();
                if let Some(first) = inner.first_mut() {
                    first.spaced = piece.spaced;
                }
                written.extend(inner);
            }
            None => written.push(piece.clone()),
        }
    }
    written
}

fn may_go(pieces: &[Piece], at: usize, inner: &[Piece]) -> bool {
    let before = at.checked_sub(1).map(|at| &pieces[at]);
    let (Some(left), Some(right)) = (left(pieces, at, before), right(pieces.get(at + 1))) else {
        return false;
    };
    let Some(own) = weakest(inner) else { return false };
    // Nobody remembers which of the two comes first.
    if own == AND && left.max(right) == OR {
        return false;
    }
    // Of equals the left one comes first anyway.
    let first = own == right && left < own && (OTHER..=POWER).contains(&own);
    own > left.max(right) || first
}

/// Returns how tightly what stands before a group binds; `None` where that makes it no group.
fn left(pieces: &[Piece], at: usize, before: Option<&Piece>) -> Option<u8> {
    let Some(before) = before else { return Some(0) };
    match &before.kind {
        PieceKind::Operator(operator) => Some(match is_prefix(pieces, at - 1) {
            true => SIGN,
            false => precedence(operator),
        }),
        PieceKind::Mark(',') => Some(0),
        PieceKind::Word(word) => match word.as_str() {
            "or" => Some(OR),
            "and" => Some(AND),
            "not" => Some(NOT),
            // Of `is distinct from`.
            "from" => Some(IS),
            "zone" => Some(ZONE),
            "like" | "ilike" => Some(LIKE),
            word => BOUNDARIES.contains(&word).then_some(0),
        },
        _ => None,
    }
}

/// Returns how tightly what stands behind a group binds; `None` where it needs the parentheses.
fn right(after: Option<&Piece>) -> Option<u8> {
    let Some(after) = after else { return Some(0) };
    match &after.kind {
        PieceKind::Operator(operator) => Some(precedence(operator)),
        PieceKind::Cast => Some(CAST),
        PieceKind::Mark(',') => Some(0),
        PieceKind::Word(word) => match word.as_str() {
            "or" => Some(OR),
            "and" => Some(AND),
            "is" => Some(IS),
            "at" => Some(ZONE),
            "collate" => Some(COLLATE),
            "like" | "ilike" | "in" | "not" => Some(LIKE),
            word => BOUNDARIES.contains(&word).then_some(0),
        },
        _ => None,
    }
}

fn precedence(operator: &str) -> u8 {
    match operator {
        "<" | ">" | "=" | "<=" | ">=" | "<>" => COMPARISON,
        "+" | "-" => SUM,
        "*" | "/" | "%" => PRODUCT,
        "^" => POWER,
        _ => OTHER,
    }
}

/// Whether an operator stands before its only operand.
fn is_prefix(pieces: &[Piece], at: usize) -> bool {
    match at.checked_sub(1).map(|at| &pieces[at].kind) {
        None | Some(PieceKind::Operator(_) | PieceKind::Mark(_)) => true,
        Some(PieceKind::Word(word)) => {
            let before = ["and", "or", "not", "from", "in", "like", "ilike"];
            before.contains(&word.as_str()) || BOUNDARIES.contains(&word.as_str())
        }
        _ => false,
    }
}

/// Returns how tightly the weakest operator binds; `None` where something is not known.
fn weakest(pieces: &[Piece]) -> Option<u8> {
    let mut weakest = ATOM;
    let mut operand = false;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let found = match &piece.kind {
            PieceKind::Operator(operator) => {
                let sign = is_prefix(pieces, at);
                Some(if sign { SIGN } else { precedence(operator) })
            }
            PieceKind::Cast => {
                at += type_length(&pieces[at + 1..]);
                weakest = weakest.min(CAST);
                at += 1;
                continue;
            }
            PieceKind::Word(word) => match word.as_str() {
                "or" => Some(OR),
                "and" => Some(AND),
                "not" => Some(NOT),
                "is" => {
                    let rest = ["not", "null", "true", "false", "unknown"];
                    let words = pieces[at + 1..].iter().take_while(|it| it.is_any(&rest)).count();
                    at += words;
                    let distinct = pieces.get(at + 1).is_some_and(|it| it.is("distinct"));
                    at += if distinct { 2 } else { 0 };
                    operand = !distinct;
                    weakest = weakest.min(IS);
                    at += 1;
                    continue;
                }
                "at" => {
                    at += 2;
                    Some(ZONE)
                }
                "collate" => Some(COLLATE),
                "like" | "ilike" | "in" => Some(LIKE),
                word if UNKNOWN.contains(&word) => return None,
                _ => None,
            },
            PieceKind::Mark('.') => {
                operand = false;
                None
            }
            PieceKind::Mark(_) => return None,
            _ => None,
        };
        match found {
            Some(found) => {
                weakest = weakest.min(found);
                operand = false;
            }
            // Arguments, and the index of an array, follow what they belong to.
            None if operand
                && matches!(piece.kind, PieceKind::Group(_) | PieceKind::Bracket(_)) => {}
            None if operand && !matches!(piece.kind, PieceKind::Mark(_)) => return None,
            None => operand = !matches!(piece.kind, PieceKind::Mark(_)),
        }
        at += 1;
    }
    Some(weakest)
}

/// Counts the pieces of a type's name.
pub(super) fn type_length(pieces: &[Piece]) -> usize {
    let is = |at: usize, words: &[&str]| pieces.get(at).is_some_and(|piece| piece.is_any(words));
    let is_group = |at: usize| pieces.get(at).is_some_and(|piece| piece.group().is_some());
    let mut at = 1;
    if pieces.get(1).is_some_and(|piece| piece.kind == PieceKind::Mark('.')) {
        at = 3;
    } else if is(0, &["character", "bit"]) && is(1, &["varying"])
        || is(0, &["double"]) && is(1, &["precision"])
    {
        at = 2;
    }
    if is_group(at) {
        at += 1;
    }
    if is(0, &["timestamp", "time"]) && is(at, &["with", "without"]) {
        at += 3;
    }
    while matches!(pieces.get(at).map(|piece| &piece.kind), Some(PieceKind::Bracket(inner)) if inner.is_empty())
    {
        at += 1;
    }
    at.min(pieces.len())
}
