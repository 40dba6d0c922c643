//! Mentions in the bodies of functions, procedures and `DO` blocks.
//!
//! PostgreSQL checks a body in SQL when the function is created, so its mentions are as binding as
//! those of a view. It does not look into PL/pgSQL before the code runs: those mentions are soft,
//! and statements that cannot be parsed have none.

use std::ops::Range;

use rowan::TextRange;
use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::body::{Body, BodyLanguage};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::depth::Levels;
use super::super::lenient::{Fragment, Tree};
use super::super::scanner::{self, Kind, Token};
use super::walk::Walk;

/// Collects from the body in the string literal of `statement`, if there is one in a language
/// that can be read. A body outside a string is part of the statement's own tree.
pub(super) fn collect(walk: &mut Walk<'_>, statement: &SyntaxNode) {
    let Some(room) = room_beside(statement, walk.room) else { return };
    if let Some(function) = ast::CreateFunction::cast(statement.clone()) {
        collect_from(walk, function.sql_body(), false, room);
        collect_from(walk, function.plpgsql(), true, room);
    } else if let Some(procedure) = ast::CreateProcedure::cast(statement.clone()) {
        collect_from(walk, procedure.sql_body(), false, room);
        collect_from(walk, procedure.plpgsql(), true, room);
    } else if let Some(block) = ast::Do::cast(statement.clone()) {
        collect_from(walk, block.plpgsql(), true, room);
    }
}

/// The room that the strings of `statement` leave, being bodies; `None` if they do not fit. A body
/// is parsed as soon as it is asked for.
fn room_beside(statement: &SyntaxNode, room: usize) -> Option<usize> {
    let literals = statement.descendants().filter_map(ast::Literal::cast);
    let fits = |text: &str| Levels::of(text).filter(|levels| levels.all() <= room);
    let mut texts = literals.filter_map(|literal| literal.decoded_value());
    texts.try_fold(room, |least, text| Some(least.min(room - fits(text.text())?.own)))
}

fn collect_from<T: BodyLanguage>(
    walk: &mut Walk<'_>,
    body: Option<Body<T>>,
    soft: bool,
    room: usize,
) {
    let Some(body) = body else { return };
    let outer = walk.place();
    let place = |range: Range<usize>| {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).into();
        outer(body.source_range(TextRange::new(offset(range.start), offset(range.end))).into())
    };
    walk.inner(&place, soft, room).node(&body.syntax());
}

/// Collects from a query in PL/pgSQL that the parser gave up on, which it does at every
/// `SELECT … INTO variable`: reads the statement again without the `INTO`.
pub(super) fn collect_query(walk: &mut Walk<'_>, error: &SyntaxNode) {
    let starts_query = error.first_token().is_some_and(|token| {
        ["select", "with"].iter().any(|word| word.eq_ignore_ascii_case(token.text()))
    });
    if !starts_query || error.parent().is_none_or(|it| it.kind() != SyntaxKind::PLPGSQL_BODY) {
        return;
    }
    let start = usize::from(error.text_range().start());
    let Some(body) = error.ancestors().last().map(|root| root.text().to_string()) else { return };
    let statement = without_into(&body[start..]);
    let Some(tree) = Tree::within(walk.room, &statement, Fragment::Statements) else { return };
    let outer = walk.place();
    let place = |range: Range<usize>| outer(range.start + start..range.end + start);
    walk.inner(&place, true, tree.room).node(&tree.root());
}

/// The statement that `text` starts with, its `INTO` clause blanked out.
fn without_into(text: &str) -> String {
    let tokens = scanner::tokens(text);
    let end = tokens.iter().find(|token| token.kind == Kind::Symbol(b';'));
    let mut statement = text[..end.map_or(text.len(), |token| token.range.start)].to_owned();
    if let Some(range) = into_clause(&statement, &tokens) {
        statement.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    statement
}

fn into_clause(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let is = |token: &Token, word: &str| {
        text.get(token.range.clone()).is_some_and(|text| text.eq_ignore_ascii_case(word))
    };
    let into = tokens.iter().enumerate().position(|(index, token)| {
        is(token, "into") && !(index > 0 && is(&tokens[index - 1], "insert"))
    })?;
    let mut last = into + 1;
    if is(tokens.get(last)?, "strict") {
        last += 1;
    }
    let continues =
        |at: usize| matches!(tokens.get(at)?.kind, Kind::Symbol(b',' | b'.')).then_some(());
    while continues(last + 1).is_some() {
        last += 2;
    }
    let end = tokens.get(last)?.range.end;
    (end <= text.len()).then(|| tokens[into].range.start..end)
}
