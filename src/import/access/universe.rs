//! What the patterns of grants stand for.

use std::collections::BTreeSet;

use crate::import::context::Context;
use crate::model::{FutureKind, ObjectName, RoutineKind, Target};
use crate::sql::QualifiedName;

/// Kinds of object that patterns name, in the order in which their grants are written.
pub(super) const KINDS: [Kind; 4] = [Kind::Table, Kind::Sequence, Kind::Routine, Kind::Type];

/// Kinds of object that patterns name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Table,
    Sequence,
    Routine,
    Type,
}

impl Kind {
    /// Returns the word before a pattern.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "",
            Self::Sequence => "sequence ",
            Self::Routine => "function ",
            Self::Type => "type ",
        }
    }

    /// Returns the word of default privileges for it.
    pub fn future(self) -> FutureKind {
        match self {
            Self::Table => FutureKind::Tables,
            Self::Sequence => FutureKind::Sequences,
            Self::Routine => FutureKind::Routines,
            Self::Type => FutureKind::Types,
        }
    }

    /// Returns everything of this kind, in one schema or in all.
    pub fn all(self, context: &Context, schema: Option<&str>) -> BTreeSet<Target> {
        let database = context.database;
        let objects: Vec<Target> = match self {
            Self::Table => {
                let foreign = foreign_tables(context);
                let relations = database.tables.keys().chain(database.views.keys()).cloned();
                relations.chain(foreign).map(Target::Table).collect()
            }
            Self::Sequence => database.sequences.keys().cloned().map(Target::Sequence).collect(),
            Self::Routine => database.routines.keys().cloned().map(Target::Routine).collect(),
            Self::Type => database.types.keys().cloned().map(Target::Type).collect(),
        };
        let fits = |target: &Target| schema.is_none_or(|schema| schema_of(target) == Some(schema));
        objects.into_iter().filter(fits).collect()
    }
}

/// Foreign tables stand in SQL files.
fn foreign_tables(context: &Context) -> Vec<ObjectName> {
    let names = context.database.others.keys();
    let names = names.filter_map(|name| name.strip_prefix("foreign table "));
    let parsed = names.filter_map(|name| QualifiedName::parse(name).ok());
    parsed.filter_map(|name| Some(ObjectName::new(name.schema?, name.name))).collect()
}

/// Returns the schema that an object lives in.
pub(super) fn schema_of(target: &Target) -> Option<&str> {
    match target {
        Target::Table(name) | Target::Sequence(name) | Target::Type(name) => Some(&name.schema),
        Target::Routine(name) => Some(&name.name.schema),
        _ => None,
    }
}

/// Names an object as `on:` does.
pub(super) fn on(context: &Context, target: &Target) -> String {
    let dotted = |name: &ObjectName| format!("{}.{}", name.schema, name.name);
    match target {
        Target::Database => "database".to_owned(),
        Target::Schema(name) => format!("schema {name}"),
        // A space in a name could make its beginning look like a kind.
        Target::Table(name) | Target::Column(name, _) if dotted(name).contains(' ') => {
            format!("table {}", dotted(name))
        }
        Target::Table(name) | Target::Column(name, _) => dotted(name),
        Target::Sequence(name) => format!("sequence {}", dotted(name)),
        Target::Routine(name) => {
            let routine = context.database.routines.get(name);
            let word = match routine.map(|routine| routine.kind) {
                Some(RoutineKind::Procedure) => "procedure",
                _ => "function",
            };
            format!("{word} {}({})", dotted(&name.name), name.arguments)
        }
        Target::Type(name) => format!("type {}", dotted(name)),
        Target::Language(name) => format!("language {name}"),
        Target::ForeignServer(name) => format!("foreign server {name}"),
        Target::ForeignDataWrapper(name) => format!("foreign data wrapper {name}"),
        Target::Parameter(name) => format!("parameter {name}"),
        Target::Tablespace(name) => format!("tablespace {name}"),
        Target::LargeObject(number) => format!("large object {number}"),
    }
}
