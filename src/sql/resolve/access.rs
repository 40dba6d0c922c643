//! What a query does with the relations it names: the base for reasoning about privileges.

use std::collections::BTreeSet;

use super::Resolver;
use super::scope::{Column, Source};
use crate::sql::name::QualifiedName;

/// What a query does with one relation.
///
/// PostgreSQL wants `SELECT` on every column read, or on any one column if only rows are counted
/// (<https://www.postgresql.org/docs/current/ddl-priv.html>).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelationAccess {
    /// Whether rows are read; the columns may be none, as in `count(*)`.
    pub read: bool,
    /// The columns read.
    pub read_columns: BTreeSet<String>,
    /// Whether columns are read that are not known by name: all of an opaque relation, or a system
    /// column.
    pub reads_unknown_columns: bool,
    /// Whether rows are inserted.
    pub insert: bool,
    /// The columns that inserted rows give.
    pub insert_columns: BTreeSet<String>,
    /// The columns changed.
    pub update_columns: BTreeSet<String>,
    /// Whether rows are deleted.
    pub delete: bool,
    /// Whether rows are locked, as by `FOR UPDATE`: that takes UPDATE on any one column.
    pub locks: bool,
}

impl Resolver<'_> {
    pub(super) fn access(&mut self, relation: &QualifiedName) -> &mut RelationAccess {
        self.accesses.entry(relation.clone()).or_default()
    }

    pub(super) fn read_column(&mut self, column: &Column) {
        self.reads.extend(column.sources());
        for (relation, name) in &column.origins {
            let access = self.access(relation);
            access.read = true;
            access.read_columns.insert(name.clone());
        }
    }

    pub(super) fn read_row(&mut self, source: &Source) {
        for column in &source.set.columns {
            self.read_column(column);
        }
        if !source.set.complete {
            self.read_unknown(source);
        }
    }

    /// Notes that columns of `source` are read which have no name here.
    pub(super) fn read_unknown(&mut self, source: &Source) {
        if let Some(relation) = &source.relation {
            let access = self.access(relation);
            access.read = true;
            access.reads_unknown_columns = true;
        }
    }
}
