//! Partitions, and what children of tables have of their own.

use schemars::JsonSchema;
use serde::Deserialize;

use super::relations::{Policy, Trigger};
use super::tables::{Check, Exclusion, ForeignKey, Index, Key, RowSecurity, Table, UniqueKeys};
use crate::source::{Entries, ShortOrLong, Spanned};

/// A partition: its bound as SQL (`for values from ('2026-01-01') to ('2026-02-01')`), or keys.
pub type Partition = ShortOrLong<Spanned<String>, PartitionKeys>;

/// The long form of a partition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct PartitionKeys {
    /// Its bound, as SQL.
    pub bound: Spanned<String>,
    /// How the partition itself is partitioned.
    pub partition_by: Option<Spanned<String>>,
    /// Its own partitions.
    #[serde(default)]
    pub partitions: Entries<Partition>,
    /// The schema that it lives in; its parent's when absent.
    pub schema: Option<Spanned<String>>,
    /// What of its columns differs from the parent's.
    #[serde(default)]
    pub columns: Entries<ChildColumn>,
    /// Primary key of this partition alone.
    pub primary_key: Option<Key>,
    /// Unique constraints of this partition alone.
    pub unique: Option<UniqueKeys>,
    /// Check constraints of this partition alone.
    #[serde(default)]
    pub checks: Entries<Check>,
    /// Foreign keys of this partition alone.
    #[serde(default)]
    pub foreign_keys: Entries<ForeignKey>,
    /// Exclusion constraints of this partition alone.
    #[serde(default)]
    pub exclude: Entries<Exclusion>,
    /// Indexes of this partition alone.
    #[serde(default)]
    pub indexes: Entries<Index>,
    /// Triggers of this partition alone.
    #[serde(default)]
    pub triggers: Entries<Trigger>,
    /// Row security of those who name this partition: `off` (when absent), `enabled` or `forced`.
    pub row_security: Option<Spanned<RowSecurity>>,
    /// Policies for those who name this partition.
    #[serde(default)]
    pub policies: Entries<Policy>,
    /// Storage parameters.
    #[serde(default)]
    pub with: Entries<Spanned<String>>,
    /// Table access method.
    pub using: Option<Spanned<String>>,
    /// Tablespace.
    pub tablespace: Option<Spanned<String>>,
    /// Whether changes skip the write-ahead log.
    #[serde(default)]
    pub unlogged: bool,
    /// `default`, `full`, `nothing`, or the name of an index.
    pub replica_identity: Option<Spanned<String>>,
    /// Index by which CLUSTER orders the rows.
    pub cluster_on: Option<Spanned<String>>,
    /// Role that owns the partition; its parent's owner when absent.
    pub owner: Option<Spanned<String>>,
    /// Comment on the partition.
    pub comment: Option<Spanned<String>>,
}

/// What of an inherited column, or of a partition's, differs from the parent's.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChildColumn {
    /// Default, as an SQL expression.
    pub default: Option<Spanned<String>>,
    /// Whether it goes without the parent's default.
    pub drop_default: bool,
    /// Whether null is refused, though the parent takes it.
    pub not_null: bool,
    /// `plain`, `external`, `extended` or `main`.
    pub storage: Option<Spanned<String>>,
    /// `pglz`, `lz4` or `default`.
    pub compression: Option<Spanned<String>>,
    /// Statistics target: 0 to 10000, or -1 for the server's default.
    pub statistics: Option<Spanned<i16>>,
    /// What the planner is told of its values: `n_distinct: -0.5`.
    pub options: Entries<Spanned<String>>,
    /// Comment on the column.
    pub comment: Option<Spanned<String>>,
}

impl PartitionKeys {
    /// Returns what it has in common with other tables.
    pub fn as_table(&self) -> Table {
        let keys = self.clone();
        Table {
            comment: keys.comment,
            inherited_columns: keys.columns,
            primary_key: keys.primary_key,
            unique: keys.unique,
            checks: keys.checks,
            foreign_keys: keys.foreign_keys,
            exclude: keys.exclude,
            indexes: keys.indexes,
            partition_by: keys.partition_by,
            partitions: keys.partitions,
            unlogged: keys.unlogged,
            with: keys.with,
            using: keys.using,
            tablespace: keys.tablespace,
            replica_identity: keys.replica_identity,
            cluster_on: keys.cluster_on,
            row_security: keys.row_security,
            policies: keys.policies,
            triggers: keys.triggers,
            owner: keys.owner,
            ..Table::default()
        }
    }
}
