//! Functions, procedures and aggregates.

use serde::Serialize;

/// A function, procedure or aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Routine {
    /// What it is.
    pub kind: RoutineKind,
    /// The whole statement that makes it.
    pub definition: String,
    /// Whether it runs with the rights of its owner.
    pub security_definer: bool,
    /// Owner; the applying role when absent.
    pub owner: Option<String>,
    /// Comment.
    pub comment: Option<String>,
}

/// Kinds of routine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutineKind {
    /// A function.
    Function,
    /// A procedure.
    Procedure,
    /// An aggregate function.
    Aggregate,
}

impl RoutineKind {
    /// Returns the word of SQL.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Procedure => "procedure",
            Self::Aggregate => "aggregate",
        }
    }
}
