//! Names of objects: what kind of thing, where it lives, what it is called.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::sql::{quote_identifier, quote_qualified};

/// The name of an object that lives in a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// Schema, as stored in the catalog.
    pub schema: String,
    /// Name, as stored in the catalog.
    pub name: String,
}

impl ObjectName {
    /// Builds a name from its two parts.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: schema.into(), name: name.into() }
    }
}

impl fmt::Display for ObjectName {
    /// Writes the qualified name, quoted where SQL needs it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&quote_qualified(Some(&self.schema), &self.name))
    }
}

/// The name of a function, procedure or aggregate: its input types belong to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoutineName {
    /// Schema and name.
    pub name: ObjectName,
    /// Input types as PostgreSQL prints them, separated by `, `.
    pub arguments: String,
}

impl fmt::Display for RoutineName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.name, self.arguments)
    }
}

/// Kinds of object, in the order in which a listing shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A role of the cluster.
    Role,
    /// A schema.
    Schema,
    /// An extension.
    Extension,
    /// An enumerated, composite, range or domain type.
    Type,
    /// A sequence that stands by itself.
    Sequence,
    /// A table, partitioned or not.
    Table,
    /// A column of a table.
    Column,
    /// A constraint of a table.
    Constraint,
    /// An index of a table or materialized view.
    Index,
    /// A view.
    View,
    /// A materialized view.
    MaterializedView,
    /// A function, procedure or aggregate.
    Routine,
    /// A trigger on a table or view.
    Trigger,
    /// A row security policy.
    Policy,
    /// Anything else, named by PostgreSQL's own identity.
    Other,
}

impl ObjectKind {
    /// Returns the kind as words: `materialized view`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Schema => "schema",
            Self::Extension => "extension",
            Self::Type => "type",
            Self::Sequence => "sequence",
            Self::Table => "table",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Routine => "routine",
            Self::Trigger => "trigger",
            Self::Policy => "policy",
            Self::Other => "object",
        }
    }
}

/// Names one object of a database, whatever its kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// What it is.
    pub kind: ObjectKind,
    /// The schema it lives in; empty for what lives in none.
    pub schema: String,
    /// Its name; for what belongs to a table, the table's name.
    pub name: String,
    /// Column, constraint, trigger or policy of that table; input types of a routine; else empty.
    pub part: String,
}

impl ObjectId {
    /// Names an object without a schema: a role, a schema, an extension.
    pub fn global(kind: ObjectKind, name: impl Into<String>) -> Self {
        Self { kind, schema: String::new(), name: name.into(), part: String::new() }
    }

    /// Names an object that lives in a schema.
    pub fn in_schema(kind: ObjectKind, name: &ObjectName) -> Self {
        Self { kind, schema: name.schema.clone(), name: name.name.clone(), part: String::new() }
    }

    /// Names what belongs to a table or view.
    pub fn part(kind: ObjectKind, owner: &ObjectName, part: impl Into<String>) -> Self {
        Self { part: part.into(), ..Self::in_schema(kind, owner) }
    }

    /// Names a routine.
    pub fn routine(name: &RoutineName) -> Self {
        Self::part(ObjectKind::Routine, &name.name, name.arguments.clone())
    }

    /// Returns schema and name.
    pub fn object_name(&self) -> ObjectName {
        ObjectName::new(self.schema.clone(), self.name.clone())
    }

    /// Returns the name as SQL would write it, without its kind.
    pub fn qualified(&self) -> String {
        let base = if self.schema.is_empty() {
            quote_identifier(&self.name).into_owned()
        } else {
            self.object_name().to_string()
        };
        match self.kind {
            ObjectKind::Routine => format!("{base}({})", self.part),
            ObjectKind::Column => format!("{base}.{}", quote_identifier(&self.part)),
            ObjectKind::Constraint | ObjectKind::Trigger | ObjectKind::Policy => {
                format!("{} on {base}", quote_identifier(&self.part))
            }
            ObjectKind::Other => self.name.clone(),
            _ => base,
        }
    }
}

impl fmt::Display for ObjectId {
    /// Writes kind and name: `index sales.items_name_trgm`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ObjectKind::Other => f.write_str(&self.name),
            kind => write!(f, "{} {}", kind.words(), self.qualified()),
        }
    }
}

macro_rules! serialize_as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}
serialize_as_text!(ObjectName, RoutineName, ObjectId);
