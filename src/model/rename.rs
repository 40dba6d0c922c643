//! Names that objects had before: known to the project alone, and asked for by plans.

use serde::Serialize;

use super::ObjectId;

/// A kind of thing that can be renamed; their order is the order in which renames run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Renamed {
    /// A schema.
    Schema,
    /// A role.
    Role,
    /// Whatever lives in a schema.
    Object,
    /// A part of a table or view.
    Part,
    /// A label of an enumerated type.
    Label,
}

/// A declared rename.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Rename {
    /// What is renamed.
    pub kind: Renamed,
    /// The object by its new name; of a label, the type.
    pub object: ObjectId,
    /// The old name; of an object that moves, with its schema: `old_schema.name`.
    pub from: String,
    /// The new name of a label.
    pub label: Option<String>,
}
