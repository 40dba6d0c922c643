//! What an early stage of a check leaves to a later one, once every name is known.

use std::ops::Range;

use super::names::Scope;
use crate::model::{ObjectId, ObjectName, Privilege, Target};
use crate::source::{Span, Spanned};
use crate::sql::QualifiedName;

/// A piece of SQL whose names are followed once everything is declared.
#[derive(Debug)]
pub(super) struct Pending {
    /// The object that needs what the text names.
    pub object: ObjectId,
    /// The text as the user wrote it.
    pub text: Spanned<String>,
    /// Which part of that text it is, and how it is to be read.
    pub part: Range<usize>,
    pub reading: Reading,
    pub scope: Scope,
}

/// How a piece of SQL is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// An expression over the columns of a relation.
    Over(ObjectName),
    /// An expression over the old and the new row of a relation.
    OldAndNew(ObjectName),
    /// An expression without columns.
    Alone,
    /// An expression over `value`, as domains have: only what it calls is followed.
    OfValue,
    /// The query of a view, whose output becomes the view's columns.
    View(ObjectName),
    /// Statements, whose references count as dependencies.
    Statements,
    /// The name of a function.
    Function(QualifiedName),
    /// The statement of a routine; the text is ours, and its body is what the user wrote.
    Routine { body: Spanned<String> },
}

/// A foreign key whose target columns are looked up once every table is known.
pub(super) struct PendingForeignKey {
    pub table: ObjectName,
    pub name: String,
    /// The target's name.
    pub span: Span,
    /// The text that the target's name stands in.
    pub place: Spanned<String>,
}

/// Plain columns that an index names, looked up once every relation is known.
pub(super) struct IndexColumns {
    pub relation: ObjectName,
    pub text: Spanned<String>,
    pub columns: Vec<String>,
}

/// A grant as written, with the objects that its pattern named.
pub(super) struct WrittenGrant {
    pub role: String,
    /// The `on:` of the grant.
    pub span: Span,
    pub targets: Vec<Target>,
    /// Privileges on the whole of each object.
    pub privileges: Vec<Privilege>,
    /// Privileges on single columns.
    pub columns: Vec<(Privilege, Vec<Spanned<String>>)>,
    pub with_grant_option: bool,
    /// Who gives it, where not the owner.
    pub granted_by: Option<Spanned<String>>,
}

/// What a named query or a transform does with relations, and the role that runs it.
pub(super) struct QueryAccess {
    /// What it is: a query, a transform.
    pub what: &'static str,
    pub query: Spanned<String>,
    pub run_as: Spanned<String>,
    pub sql: Spanned<String>,
    pub scope: Scope,
    pub relations: super::resolve::Accesses,
}
