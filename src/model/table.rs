//! Tables: columns, constraints, indexes, partitions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Expression, ObjectId, ObjectKind, ObjectName, Policy, SequenceOptions, Trigger};

/// A table, partitioned or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Columns in their order, inherited ones included.
    pub columns: Vec<Column>,
    /// Constraints by name; those inherited from a parent are the parent's alone.
    pub constraints: BTreeMap<String, Constraint>,
    /// Indexes by name; without those behind constraints or attached to a parent's.
    pub indexes: BTreeMap<String, Index>,
    /// Triggers by name.
    pub triggers: BTreeMap<String, Trigger>,
    /// Policies by name.
    pub policies: BTreeMap<String, Policy>,
    /// Whether row security holds.
    pub row_security: RowSecurity,
    /// How it is partitioned: `RANGE (ordered_at)`.
    pub partition_by: Option<String>,
    /// Whose partition it is.
    pub partition_of: Option<PartitionOf>,
    /// Tables it inherits from, in their order.
    pub inherits: Vec<ObjectName>,
    /// Whether changes skip the write-ahead log.
    pub unlogged: bool,
    /// Storage parameters.
    pub storage_parameters: BTreeMap<String, String>,
    /// Table access method, where it is not `heap`.
    pub access_method: Option<String>,
    /// Tablespace, where it is not the database's.
    pub tablespace: Option<String>,
    /// `full`, `nothing`, or the name of an index; PostgreSQL's default when absent.
    pub replica_identity: Option<String>,
    /// Index by which CLUSTER orders the rows.
    pub cluster_on: Option<String>,
    /// Owner; the applying role when absent.
    pub owner: Option<String>,
    /// Comment.
    pub comment: Option<String>,
}

/// Whose partition a table is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartitionOf {
    /// The partitioned table.
    pub parent: ObjectName,
    /// The bound, as SQL: `FOR VALUES FROM (1) TO (10)` or `DEFAULT`.
    pub bound: String,
}

/// Whether row security holds on a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowSecurity {
    /// Policies have no effect.
    #[default]
    Off,
    /// Policies hold for all but the owner.
    Enabled,
    /// Policies hold for the owner too.
    Forced,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type as PostgreSQL's `format_type` prints it, schema-qualified unless built in.
    pub data_type: String,
    /// Collation, where it is not the type's.
    pub collation: Option<String>,
    /// Whether null is refused.
    pub not_null: bool,
    /// Default.
    pub default: Option<Expression>,
    /// Identity.
    pub identity: Option<Identity>,
    /// Generated column.
    pub generated: Option<Generated>,
    /// Storage, where it is not the type's: `plain`, `external`, `extended`, `main`.
    pub storage: Option<String>,
    /// Compression method, where it is declared.
    pub compression: Option<String>,
    /// Statistics target, where it is declared.
    pub statistics: Option<i16>,
    /// What the planner is told of its values: `n_distinct`, `n_distinct_inherited`.
    pub options: BTreeMap<String, String>,
    /// Whether it comes from a parent alone.
    pub inherited: bool,
    /// Comment.
    pub comment: Option<String>,
    /// What kind of data it holds, such as `pii`; known to the project alone.
    #[serde(skip)]
    pub classification: Option<String>,
}

/// An identity column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// `always` rather than `by default`.
    pub always: bool,
    /// Name of the sequence behind it, where PostgreSQL would choose another.
    pub sequence: Option<String>,
    /// Options of the sequence behind it.
    pub options: SequenceOptions,
}

/// A generated column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Generated {
    /// The expression.
    pub expression: Expression,
    /// Stored rather than virtual.
    pub stored: bool,
}

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Constraint {
    /// What it demands.
    pub kind: ConstraintKind,
    /// Whether the check may wait until the end of a transaction.
    pub deferrable: bool,
    /// Whether it waits unless told otherwise.
    pub initially_deferred: bool,
    /// Whether existing rows were left unchecked.
    pub not_valid: bool,
    /// Whether the server merely takes it for granted (PostgreSQL 18).
    pub not_enforced: bool,
    /// Comment.
    pub comment: Option<String>,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// A primary key.
    PrimaryKey(Key),
    /// A unique key.
    Unique(Key),
    /// An expression that must not be false.
    Check {
        /// The expression.
        expression: Expression,
        /// Whether children do not inherit it.
        no_inherit: bool,
    },
    /// Rows that must exist elsewhere.
    ForeignKey(ForeignKey),
    /// Rows that must not coincide, as SQL from `using` on.
    Exclusion(String),
}

/// Columns of a primary or unique key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Columns in their order.
    pub columns: Vec<String>,
    /// Columns that the index carries beside the key.
    pub include: Vec<String>,
    /// Whether two nulls are equal.
    pub nulls_not_distinct: bool,
    /// Whether the last column is a range that must not overlap (PostgreSQL 18).
    pub without_overlaps: bool,
    /// Storage parameters of the index behind it.
    pub storage_parameters: BTreeMap<String, String>,
    /// Tablespace of the index behind it, where it is not the database's.
    pub tablespace: Option<String>,
}

/// Rows that must exist elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForeignKey {
    /// Referencing columns.
    pub columns: Vec<String>,
    /// Referenced table.
    pub target: ObjectName,
    /// Referenced columns.
    pub target_columns: Vec<String>,
    /// What deleting a referenced row does.
    pub on_delete: Action,
    /// What changing a referenced key does.
    pub on_update: Action,
    /// Columns that `on delete set null` or `set default` touches; all when empty.
    pub on_delete_columns: Vec<String>,
    /// Whether a partly null key is refused (`match full`).
    pub match_full: bool,
    /// Whether the last columns are periods, of which the one must hold the other (PostgreSQL 18).
    pub period: bool,
}

/// What a change of a referenced row does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It fails, at the end where the constraint is deferred.
    #[default]
    NoAction,
    /// It fails at once.
    Restrict,
    /// It does the same to the referencing rows.
    Cascade,
    /// It makes the referencing columns null.
    SetNull,
    /// It gives the referencing columns their defaults.
    SetDefault,
}

impl Action {
    /// Returns the words of SQL: `set null`.
    pub fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "no action",
            Self::Restrict => "restrict",
            Self::Cascade => "cascade",
            Self::SetNull => "set null",
            Self::SetDefault => "set default",
        }
    }
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Index {
    /// What is indexed, as SQL from `using` on, but for its tablespace.
    pub definition: String,
    /// Whether two equal entries are refused.
    pub unique: bool,
    /// Tablespace, where it is not the database's.
    pub tablespace: Option<String>,
    /// Whether a build of it failed; only ever true of a live server.
    pub invalid: bool,
    /// Comment.
    pub comment: Option<String>,
}

/// Tables and what each is next to: what it refers to, and what refers to it.
pub type NextTo<'d> = BTreeMap<&'d ObjectName, BTreeSet<&'d ObjectName>>;

/// Returns what tables are next to by their foreign keys; a table that refers to itself is next to itself.
pub fn next_by_foreign_keys<'d>(
    tables: impl Iterator<Item = (&'d ObjectName, &'d Table)>,
) -> NextTo<'d> {
    let mut next = NextTo::new();
    for (name, table) in tables {
        for (_, key) in table.foreign_keys() {
            next.entry(name).or_default().insert(&key.target);
            next.entry(&key.target).or_default().insert(name);
        }
    }
    next
}

impl Column {
    /// Returns whether nobody but the server gives it its values.
    pub fn is_the_servers(&self) -> bool {
        self.generated.is_some() || self.identity.as_ref().is_some_and(|identity| identity.always)
    }

    /// Returns whether it has a value where none is given: a default, an identity, or what is generated.
    pub fn comes_by_itself(&self) -> bool {
        self.default.is_some() || self.identity.is_some() || self.generated.is_some()
    }
}

impl Table {
    /// Returns the column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns whether null is refused in a column, by itself or as part of the primary key.
    pub fn refuses_null(&self, column: &Column) -> bool {
        column.not_null || self.primary_key().is_some_and(|key| key.columns.contains(&column.name))
    }

    /// Returns the columns of the primary key, where there is one.
    pub fn primary_key(&self) -> Option<&Key> {
        self.constraints.values().find_map(|constraint| match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => Some(key),
            _ => None,
        })
    }

    /// Returns primary and unique keys.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.constraints.values().filter_map(|constraint| match &constraint.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => Some(key),
            _ => None,
        })
    }

    /// Returns foreign keys by the name of their constraint.
    pub fn foreign_keys(&self) -> impl Iterator<Item = (&str, &ForeignKey)> {
        self.constraints.iter().filter_map(|(name, constraint)| match &constraint.kind {
            ConstraintKind::ForeignKey(key) => Some((name.as_str(), key)),
            _ => None,
        })
    }

    /// Returns the identities of the table and of its parts.
    pub fn objects(&self, name: &ObjectName) -> Vec<ObjectId> {
        let part = |kind, part: &str| ObjectId::part(kind, name, part);
        let mut all = vec![ObjectId::in_schema(ObjectKind::Table, name)];
        all.extend(self.columns.iter().map(|c| part(ObjectKind::Column, &c.name)));
        all.extend(self.constraints.keys().map(|n| part(ObjectKind::Constraint, n)));
        all.extend(self.triggers.keys().map(|n| part(ObjectKind::Trigger, n)));
        all.extend(self.policies.keys().map(|n| part(ObjectKind::Policy, n)));
        all.extend(self.indexes.keys().map(|n| index_id(name, n)));
        all
    }
}

/// Names an index, which lives in its table's schema.
pub(super) fn index_id(table: &ObjectName, index: &str) -> ObjectId {
    ObjectId::in_schema(ObjectKind::Index, &ObjectName::new(table.schema.clone(), index))
}
