//! The stage that follows names in SQL text: what does not exist is a finding, what does is a
//! dependency, and what a view returns becomes its columns.

mod lookup;
mod others;
mod problems;
mod views;

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::context::{Context, IndexColumns, Pending, Reading};
use super::names::{Found, Scope};
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectId, ObjectName};
use crate::source::Spanned;
use crate::sql::references::{Fragment, References};
use crate::sql::{
    Access, ColumnInfo, OutputColumn, QualifiedName, RelationAccess, Resolution, Row, references,
    resolve_expression, resolve_query, unknown_parameters,
};

use lookup::Lookup;

/// What a query does with the relations it names.
pub(super) type Accesses = BTreeMap<QualifiedName, RelationAccess>;

/// Follows every piece of SQL that lowering kept.
pub(super) fn resolve(context: &mut Context) {
    let pending = std::mem::take(&mut context.pending);
    // Reading the text is most of the work, and each piece is by itself.
    let mentions: Vec<_> = pending.par_iter().map(mentions).collect();
    for (piece, found) in pending.iter().zip(mentions) {
        depend(context, piece, found);
    }
    others::resolve(context);
    views::resolve(context, &pending);
    let read: &Context = context;
    let resolutions: Vec<_> = pending.par_iter().map(|piece| resolution(read, piece)).collect();
    for (piece, resolution) in pending.iter().zip(resolutions) {
        check_names(context, piece, resolution);
    }
    for index in std::mem::take(&mut context.index_columns) {
        check_index(context, &index);
    }
    for (text, relation, column) in std::mem::take(&mut context.owned_sequences) {
        check_index(context, &IndexColumns { relation, text, columns: vec![column] });
    }
}

/// What a query does, and what comes of it.
#[derive(Default)]
pub(super) struct Followed {
    /// What it does with each relation.
    pub accesses: Accesses,
    /// The columns that it returns, where they are all known.
    pub output: Option<Vec<OutputColumn>>,
    /// What it puts into the columns of tables.
    pub inserts: Vec<(QualifiedName, Vec<OutputColumn>)>,
}

/// Follows the names of a named query.
pub(super) fn query(
    context: &mut Context,
    text: &Spanned<String>,
    parameters: &[String],
    scope: &Scope,
) -> Followed {
    let lookup = Lookup::new(context, scope);
    let resolution = resolve_query(text, &lookup, parameters);
    let certain = resolution.problems.is_empty();
    problems::report(context, text, 0, resolution.problems, scope);
    Followed {
        accesses: resolution.accesses,
        output: resolution.output.filter(|_| certain),
        inserts: resolution.inserts,
    }
}

/// Follows the names of an expression over values that are no relation's.
pub(super) fn over_columns(
    context: &mut Context,
    text: &Spanned<String>,
    columns: &[ColumnInfo],
    scope: &Scope,
) {
    let lookup = Lookup::new(context, scope);
    let resolution = resolve_expression(text, Row::Columns(columns), &lookup);
    problems::report(context, text, 0, resolution.problems, scope);
}

/// Follows the names of an expression over the rows of a relation.
pub(super) fn over_relation(
    context: &mut Context,
    text: &Spanned<String>,
    relation: &ObjectName,
    scope: &Scope,
) {
    let lookup = Lookup::new(context, scope);
    let relation = QualifiedName::new(relation.schema.clone(), relation.name.clone());
    let resolution = resolve_expression(text, Row::Of(&relation), &lookup);
    problems::report(context, text, 0, resolution.problems, scope);
}

/// Reports parameters that are not declared.
pub(super) fn parameters(
    context: &mut Context,
    text: &Spanned<String>,
    known: &[String],
    scope: &Scope,
) {
    problems::report(context, text, 0, unknown_parameters(text, known), scope);
}

fn part(piece: &Pending) -> &str {
    piece.text.get(piece.part.clone()).unwrap_or_default()
}

/// Lists what a piece of SQL mentions; nothing of a routine's call.
fn mentions(piece: &Pending) -> References {
    let kind = match &piece.reading {
        Reading::Function(_) => return References::default(),
        Reading::View(_) => Fragment::Query,
        Reading::Statements | Reading::Routine { .. } => Fragment::Statements,
        Reading::Over(_) | Reading::OldAndNew(_) | Reading::Alone | Reading::OfValue => {
            Fragment::Expression
        }
    };
    references(part(piece), kind)
}

/// Records what an object needs to exist first.
fn depend(context: &mut Context, piece: &Pending, found: References) {
    if let Reading::Function(name) = &piece.reading {
        let place = (&piece.text, piece.part.clone());
        return context.needs_routine(&piece.object, place, name, &piece.scope);
    }
    let (object, scope) = (&piece.object, &piece.scope);
    let relations = found.relations.iter().map(|relation| &relation.mention);
    for mention in relations.chain(&found.sequences).filter(|mention| !mention.soft) {
        if let Found::Ours(name, kind) = context.names.relation(&mention.name, scope) {
            let needed = ObjectId::in_schema(kind, &name);
            if needed == *object && matches!(piece.reading, Reading::View(_)) {
                needs_itself(context, piece, mention.range.clone());
            }
            context.depend(object, needed);
        }
    }
    for mention in found.types.iter().filter(|mention| !mention.soft) {
        if let Found::Ours(name, kind) = context.names.data_type(&mention.name, scope) {
            others::depend_on_casts(context, object, &name);
            context.depend(object, ObjectId::in_schema(kind, &name));
        }
    }
    for operator in &found.operators {
        others::depend_on_operator(context, object, &operator.name.name);
    }
    for function in found.functions.iter().filter(|function| !function.mention.soft) {
        if let Found::Ours(name, _) = context.names.routine(&function.mention.name, scope) {
            context.depend_on_routine(object, &name);
        }
    }
}

/// A view that reads itself is a circle of one.
fn needs_itself(context: &mut Context, piece: &Pending, range: Range<usize>) {
    let span = context.within(&piece.text, range);
    let message = format!("`{}` needs itself", piece.object.qualified());
    let finding = Diagnostic::error("dependency_cycle", span, message);
    context.report(finding.with_help("read a table or another view here"));
}

/// Resolves the names of an expression; those of other pieces are not resolved.
fn resolution(context: &Context, piece: &Pending) -> Option<Resolution> {
    let lookup = Lookup::new(context, &piece.scope);
    let qualified = |name: &ObjectName| QualifiedName::new(name.schema.clone(), name.name.clone());
    let resolve = |row: Row<'_>| Some(resolve_expression(part(piece), row, &lookup));
    match &piece.reading {
        Reading::Over(relation) => resolve(Row::Of(&qualified(relation))),
        Reading::OldAndNew(relation) => resolve(Row::OldAndNew(&qualified(relation))),
        Reading::Alone => resolve(Row::Columns(&[])),
        _ => None,
    }
}

/// Reports names that nothing answers to.
fn check_names(context: &mut Context, piece: &Pending, resolution: Option<Resolution>) {
    if let Some(resolution) = resolution {
        let at = piece.part.start as isize;
        problems::report(context, &piece.text, at, resolution.problems, &piece.scope);
    }
    match &piece.reading {
        Reading::Routine { body } => check_body(context, piece, body),
        Reading::Statements => check_statements(context, piece, &piece.text, 0),
        _ => {}
    }
}

/// The statement is ours and the body the user's: places move to where the body stood.
fn check_body(context: &mut Context, piece: &Pending, body: &Spanned<String>) {
    if let Some(at) = piece.text.find(body.trim_end()) {
        check_statements(context, piece, body, -(at as isize));
    }
}

fn check_statements(context: &mut Context, piece: &Pending, place: &Spanned<String>, shift: isize) {
    let found = references(part(piece), Fragment::Statements);
    for relation in &found.relations {
        let mention = &relation.mention;
        let defined = found.definitions.iter().any(|made| made.name == mention.name);
        let judged = !mention.soft && !defined && relation.access != Access::Mention;
        if judged && context.names.relation(&mention.name, &piece.scope) == Found::Nowhere {
            let span = context.within(place, super::context::shifted(&mention.range, shift));
            context.unknown_relation(&mention.name, &piece.scope, span);
        }
    }
}

fn check_index(context: &mut Context, index: &IndexColumns) {
    let Some(known) = context.database.columns_of(&index.relation) else { return };
    let known: Vec<String> = known.into_iter().map(|(name, _)| name.to_owned()).collect();
    if known.is_empty() || context.faulty_relations.contains(&index.relation) {
        return;
    }
    for column in index.columns.iter().filter(|column| !known.contains(column)) {
        let range = super::context::word_at(&index.text, column);
        let of = index.relation.to_string();
        problems::unknown_column(context, &index.text, range, column, Some(&of), &known);
    }
}
