//! Types and sequences.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Expression;

/// A type that a database declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Type {
    /// What it is made of.
    pub definition: TypeDefinition,
    /// Owner; the applying role when absent.
    pub owner: Option<String>,
    /// Comment.
    pub comment: Option<String>,
}

/// What a type is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeDefinition {
    /// Labels in their sort order.
    Enum(Vec<String>),
    /// A base type with constraints.
    Domain(Domain),
    /// Attributes in their order.
    Composite(Composite),
    /// A range over a subtype.
    Range(Range),
}

/// A base type with constraints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Domain {
    /// Base type.
    pub base: String,
    /// Collation, where it is not the base type's.
    pub collation: Option<String>,
    /// Default.
    pub default: Option<Expression>,
    /// Whether null is refused.
    pub not_null: bool,
    /// Constraints by name.
    pub checks: BTreeMap<String, DomainCheck>,
}

/// A constraint of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainCheck {
    /// The expression over `value` that must not be false.
    pub expression: Expression,
    /// Whether existing values were left unchecked.
    pub not_valid: bool,
    /// Comment.
    pub comment: Option<String>,
}

impl From<Expression> for DomainCheck {
    fn from(expression: Expression) -> Self {
        Self { expression, not_valid: false, comment: None }
    }
}

/// Attributes in their order: name, type, collation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Composite {
    /// Name, type and collation of each attribute.
    pub attributes: Vec<(String, String, Option<String>)>,
}

/// A range over a subtype.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Range {
    /// Type of the bounds.
    pub subtype: String,
    /// Operator class, where it is not the subtype's default.
    pub subtype_opclass: Option<String>,
    /// Collation, where it is not the subtype's.
    pub collation: Option<String>,
    /// Function that gives the difference of two bounds.
    pub subtype_diff: Option<String>,
    /// Name of the multirange type; derived by PostgreSQL when absent.
    pub multirange_type_name: Option<String>,
}

/// A sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sequence {
    /// Its options.
    pub options: SequenceOptions,
    /// Table and column that own it.
    pub owned_by: Option<(super::ObjectName, String)>,
    /// Owner; the applying role when absent.
    pub owner: Option<String>,
    /// Comment.
    pub comment: Option<String>,
}

/// Options of a sequence; what is absent is PostgreSQL's default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SequenceOptions {
    /// `smallint`, `integer` or `bigint`.
    pub data_type: Option<String>,
    /// First value.
    pub start: Option<i64>,
    /// Step between values.
    pub increment: Option<i64>,
    /// Smallest value.
    pub min_value: Option<i64>,
    /// Largest value.
    pub max_value: Option<i64>,
    /// How many values a session takes at once.
    pub cache: Option<i64>,
    /// Whether it starts again after its last value.
    pub cycle: bool,
}
