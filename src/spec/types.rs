//! Extensions, types and sequences.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, List, ShortOrLong, Spanned};

/// An extension. See <https://www.postgresql.org/docs/current/sql-createextension.html>.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Extension {
    /// Schema for the extension's objects; `public` when absent.
    pub schema: Option<Spanned<String>>,
    /// Version to install; the server's default when absent.
    pub version: Option<Spanned<String>>,
    /// Comment on the extension.
    pub comment: Option<Spanned<String>>,
}

/// An enumerated type: a list of labels, or keys.
pub type Enum = ShortOrLong<List<Spanned<String>>, EnumKeys>;

/// The long form of an enumerated type.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct EnumKeys {
    /// Labels in their sort order.
    pub labels: List<Spanned<String>>,
    /// Labels that a plan renames: what they are called now, by what they were called before.
    #[serde(default)]
    pub renamed_labels: Entries<Spanned<String>>,
    /// Comment on the type.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Role that owns the type; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// A domain; its short form is SQL: `text check (value ~ '^[0-9]{8}$')`.
pub type Domain = ShortOrLong<Spanned<String>, DomainKeys>;

/// The long form of a domain.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct DomainKeys {
    /// Base type.
    #[serde(rename = "type")]
    pub base: Spanned<String>,
    /// Default, as an SQL expression.
    pub default: Option<Spanned<String>>,
    /// Whether null is refused.
    #[serde(default)]
    pub not_null: bool,
    /// Collation of the base type.
    pub collation: Option<Spanned<String>>,
    /// Constraints by name; each an SQL expression over `value`, or keys.
    #[serde(default)]
    pub checks: Entries<DomainCheck>,
    /// Comment on the domain.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Role that owns the domain; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// A constraint of a domain: an SQL expression, or keys.
pub type DomainCheck = ShortOrLong<Spanned<String>, DomainCheckKeys>;

/// The long form of a constraint of a domain.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct DomainCheckKeys {
    /// The SQL expression over `value`.
    pub expression: Spanned<String>,
    /// Whether existing values are left unchecked.
    #[serde(default)]
    pub not_valid: bool,
    /// Comment on the constraint.
    pub comment: Option<Spanned<String>>,
}

/// A composite type.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Composite {
    /// Attributes in their order, each a type with an optional collation.
    pub attributes: Entries<Spanned<String>>,
    /// Comment on the type.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Role that owns the type; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// A range type.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Range {
    /// Type of the bounds.
    pub subtype: Spanned<String>,
    /// Operator class for the subtype.
    pub subtype_opclass: Option<Spanned<String>>,
    /// Collation of the subtype.
    pub collation: Option<Spanned<String>>,
    /// Function that gives the difference of two bounds.
    pub subtype_diff: Option<Spanned<String>>,
    /// Name of the multirange type; derived by PostgreSQL when absent.
    pub multirange_type_name: Option<Spanned<String>>,
    /// Comment on the type.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Role that owns the type; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// A sequence. See <https://www.postgresql.org/docs/current/sql-createsequence.html>.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Sequence {
    /// `smallint`, `integer` or `bigint` (when absent).
    #[serde(rename = "type")]
    pub data_type: Option<Spanned<String>>,
    /// First value.
    pub start: Option<Spanned<i64>>,
    /// Step between values.
    pub increment: Option<Spanned<i64>>,
    /// Smallest value.
    pub min_value: Option<Spanned<i64>>,
    /// Largest value.
    pub max_value: Option<Spanned<i64>>,
    /// How many values a session takes at once.
    pub cache: Option<Spanned<i64>>,
    /// Whether it starts again after its last value.
    pub cycle: bool,
    /// Column that owns the sequence: `table.column`.
    pub owned_by: Option<Spanned<String>>,
    /// Comment on the sequence.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Role that owns the sequence; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}
