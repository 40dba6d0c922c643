//! Tables: columns, constraints, indexes, partitions.

use schemars::JsonSchema;
use serde::Deserialize;

use super::fixtures::RowFixtures;
use super::partitions::{ChildColumn, Partition};
use super::relations::{Policy, Trigger};
use super::types::Sequence;
use crate::source::{Entries, List, ShortOrLong, Spanned};

/// A table. See <https://www.postgresql.org/docs/current/sql-createtable.html>.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Table {
    /// Comment on the table.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Columns in their order: SQL (`bigint not null`), or keys.
    pub columns: Entries<Column>,
    /// What of the columns that it inherits differs from the parent's.
    pub inherited_columns: Entries<ChildColumn>,
    /// Primary key: a column, a list of columns, or keys.
    pub primary_key: Option<Key>,
    /// Unique constraints: a list of lists of columns, or keys by name.
    pub unique: Option<UniqueKeys>,
    /// Check constraints by name.
    pub checks: Entries<Check>,
    /// Foreign keys by name.
    pub foreign_keys: Entries<ForeignKey>,
    /// Exclusion constraints by name: SQL (`using gist (room with =, during with &&)`), or keys.
    pub exclude: Entries<Exclusion>,
    /// Indexes by name: SQL (`using gin (name gin_trgm_ops)`), or keys.
    pub indexes: Entries<Index>,
    /// How the table is partitioned, as SQL: `range (ordered_at)`.
    pub partition_by: Option<Spanned<String>>,
    /// Partitions by name.
    pub partitions: Entries<Partition>,
    /// Tables that this one inherits from.
    pub inherits: List<Spanned<String>>,
    /// Whether changes skip the write-ahead log.
    pub unlogged: bool,
    /// Storage parameters: `fillfactor: 70`.
    pub with: Entries<Spanned<String>>,
    /// Table access method.
    pub using: Option<Spanned<String>>,
    /// Tablespace.
    pub tablespace: Option<Spanned<String>>,
    /// `default`, `full`, `nothing`, or the name of an index.
    pub replica_identity: Option<Spanned<String>>,
    /// Index by which CLUSTER orders the rows.
    pub cluster_on: Option<Spanned<String>>,
    /// Whether row security is `off` (when absent), `enabled` or `forced` on the owner too.
    pub row_security: Option<Spanned<RowSecurity>>,
    /// Policies by name.
    pub policies: Entries<Policy>,
    /// Rows that row security is tried on, and what each role sees of them.
    pub fixtures: Option<RowFixtures>,
    /// Triggers by name.
    pub triggers: Entries<Trigger>,
    /// Role that owns the table; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// Unique constraints: a list of lists of columns, or keys by name.
pub type UniqueKeys = ShortOrLong<List<List<Spanned<String>>>, Entries<Key>>;

/// A column: SQL in its short form, keys in its long form.
pub type Column = ShortOrLong<Spanned<String>, ColumnKeys>;

/// The long form of a column.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ColumnKeys {
    /// Data type.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// Whether null is refused.
    #[serde(default)]
    pub not_null: bool,
    /// Default, as an SQL expression.
    pub default: Option<Spanned<String>>,
    /// `always`, `by_default`, or keys.
    pub identity: Option<ShortOrLong<Spanned<IdentityKind>, Identity>>,
    /// Generated column: an SQL expression (stored), or keys.
    pub generated: Option<ShortOrLong<Spanned<String>, Generated>>,
    /// Collation.
    pub collation: Option<Spanned<String>>,
    /// `plain`, `external`, `extended` or `main`.
    pub storage: Option<Spanned<String>>,
    /// `pglz`, `lz4` or `default`.
    pub compression: Option<Spanned<String>>,
    /// Statistics target: 0 to 10000.
    pub statistics: Option<Spanned<i16>>,
    /// What the planner is told of its values: `n_distinct: -0.5`.
    #[serde(default)]
    pub options: Entries<Spanned<String>>,
    /// Whether the column alone is the primary key.
    #[serde(default)]
    pub primary_key: bool,
    /// Whether the column alone is unique.
    #[serde(default)]
    pub unique: bool,
    /// Check, as an SQL expression.
    pub check: Option<Spanned<String>>,
    /// Foreign key, as SQL (`manufacturers (manufacturer_id) on delete cascade`).
    pub references: Option<Spanned<String>>,
    /// Comment on the column.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// What kind of data the column holds, such as `pii`; freely named.
    pub classification: Option<Spanned<String>>,
}

/// Who may give an identity column its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// The sequence alone, unless an insert overrides it.
    Always,
    /// The insert, and the sequence where it gives none.
    ByDefault,
}

/// The long form of an identity.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Identity {
    /// Who may give the value.
    pub kind: Spanned<IdentityKind>,
    /// Name of the sequence behind it; PostgreSQL's own (`table_column_seq`) when absent.
    pub name: Option<Spanned<String>>,
    /// Options of the sequence behind it.
    pub sequence: Option<Sequence>,
}

/// The long form of a generated column.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Generated {
    /// The SQL expression.
    pub expression: Spanned<String>,
    /// Computed when read (PostgreSQL 18) instead of when written.
    #[serde(default)]
    pub r#virtual: bool,
}

/// A primary or unique key: a column, a list of columns, or keys.
pub type Key = ShortOrLong<crate::source::OneOrMany<Spanned<String>>, KeyKeys>;

/// The long form of a primary or unique key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct KeyKeys {
    /// Columns in their order.
    pub columns: List<Spanned<String>>,
    /// Name of the constraint; PostgreSQL's own when absent.
    pub name: Option<Spanned<String>>,
    /// Columns that the index carries beside the key.
    #[serde(default)]
    pub include: List<Spanned<String>>,
    /// Whether two nulls are equal; for unique keys.
    #[serde(default)]
    pub nulls_not_distinct: bool,
    /// Whether the last column is a range that must not overlap; PostgreSQL 18.
    #[serde(default)]
    pub without_overlaps: bool,
    /// Storage parameters of the index behind it.
    #[serde(default)]
    pub with: Entries<Spanned<String>>,
    /// Tablespace of the index behind it.
    pub tablespace: Option<Spanned<String>>,
    /// Whether the check may wait until the end of a transaction.
    #[serde(default)]
    pub deferrable: bool,
    /// Whether it waits unless told otherwise.
    #[serde(default)]
    pub initially_deferred: bool,
    /// Comment on the constraint.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
}

/// A check constraint: an SQL expression, or keys.
pub type Check = ShortOrLong<Spanned<String>, CheckKeys>;

/// The long form of a check constraint.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct CheckKeys {
    /// The SQL expression.
    pub expression: Spanned<String>,
    /// Whether children do not inherit it.
    #[serde(default)]
    pub no_inherit: bool,
    /// Whether existing rows are left unchecked.
    #[serde(default)]
    pub not_valid: bool,
    /// Whether it is merely taken for granted; PostgreSQL 18.
    #[serde(default)]
    pub not_enforced: bool,
    /// Comment on the constraint.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
}

/// An exclusion constraint: SQL, or keys.
pub type Exclusion = ShortOrLong<Spanned<String>, ExclusionKeys>;

/// The long form of an exclusion constraint.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ExclusionKeys {
    /// What must not coincide, as SQL: `using gist (room with =, during with &&)`.
    pub sql: Spanned<String>,
    /// Comment on the constraint.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
}

/// A foreign key of a table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ForeignKey {
    /// Referencing columns.
    pub columns: crate::source::OneOrMany<Spanned<String>>,
    /// Target, as SQL: `orders (customer_id, number) on delete cascade deferrable`.
    pub references: Spanned<String>,
    /// Whether existing rows are left unchecked.
    #[serde(default)]
    pub not_valid: bool,
    /// Whether the last columns are periods, of which the one must hold the other; PostgreSQL 18.
    #[serde(default)]
    pub period: bool,
    /// Comment on the constraint.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
}

/// An index: SQL in its short form, keys in its long form.
pub type Index = ShortOrLong<Spanned<String>, IndexKeys>;

/// The long form of an index.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct IndexKeys {
    /// What is indexed, as SQL: `using btree (lower(name) desc) include (cost) where cost > 0`.
    pub on: Spanned<String>,
    /// Whether two equal entries are refused.
    #[serde(default)]
    pub unique: bool,
    /// Tablespace.
    pub tablespace: Option<Spanned<String>>,
    /// Comment on the index.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
}

/// Whether row security holds on a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowSecurity {
    /// Policies have no effect.
    Off,
    /// Policies hold for all but the owner.
    Enabled,
    /// Policies hold for the owner too.
    Forced,
}
