//! Answers the resolver's questions from what the project declares.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::names::{Found, Names, Scope};
use crate::model::{Database, ObjectKind, ObjectName};
use crate::sql::{Catalog, ColumnInfo, QualifiedName, Relation};

/// What the names in one piece of SQL stand for.
pub(super) struct Lookup<'a> {
    names: &'a Names,
    database: &'a Database,
    scope: &'a Scope,
    faulty: &'a BTreeSet<ObjectName>,
}

impl<'a> Lookup<'a> {
    pub fn new(context: &'a Context<'_>, scope: &'a Scope) -> Self {
        let faulty = &context.faulty_relations;
        Self { names: &context.names, database: &context.database, scope, faulty }
    }
}

impl Catalog for Lookup<'_> {
    fn relation(&self, name: &QualifiedName) -> Relation {
        let object = match self.names.relation(name, self.scope) {
            Found::Nowhere => return Relation::Unknown,
            Found::Ours(object, kind) if kind != ObjectKind::Sequence => object,
            Found::Elsewhere | Found::Ours(..) => return Relation::Opaque,
        };
        let columns = self.database.columns_of(&object).unwrap_or_default();
        if columns.is_empty() || self.faulty.contains(&object) {
            return Relation::Opaque;
        }
        let columns = columns.into_iter().map(|(name, data_type)| ColumnInfo {
            name: name.to_owned(),
            data_type: data_type.map(str::to_owned),
        });
        let name = QualifiedName::new(object.schema.clone(), object.name.clone());
        Relation::Known { name, columns: columns.collect() }
    }

    fn function_exists(&self, name: &QualifiedName) -> bool {
        matches!(self.names.routine(name, self.scope), Found::Ours(..))
            || !self.names.extensions.is_empty() && name.schema.is_some()
    }
}
