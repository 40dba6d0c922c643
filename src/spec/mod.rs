//! The YAML as written: one type per section, every value with its place.
//!
//! Nothing here is checked beyond its shape; [`crate::check`] turns these types into the
//! [model](crate::model) or into findings. Names are PostgreSQL's own terms. Values that are SQL
//! stay text.

mod charts;
mod database;
mod fixtures;
mod gaps;
mod grants;
mod image;
mod partitions;
mod project;
mod queries;
mod read;
mod relations;
mod roles;
mod routines;
mod seeds;
mod sources;
mod systems;
mod tables;
mod transforms;
mod types;

pub mod schema;

pub use charts::{Chart, DateFormat, NumberFormat, Plot};
pub use database::{Database, Owners, Setting, SettingKeys};
pub use fixtures::{RowExpectation, RowFixtures};
pub use grants::{Deny, Future, Grant, PrivilegeColumns};
pub use image::{HealthCheck, Image};
pub use partitions::{ChildColumn, Partition, PartitionKeys};
pub use project::{Diagram, DiagramColumns, DiagramRelation, ProjectFile};
pub use queries::{Expectation, Parameter, ParameterKeys, Query};
pub use read::{Spec, SqlFile, read, read_texts};
pub use relations::{
    CheckOption, MaterializedView, Policy, PolicyCommand, Trigger, TriggerEnabled, TriggerKeys,
    View,
};
pub use roles::{Membership, Password, Profile, ProfileUse, Retired, Role};
pub use routines::{Routine, Security, Volatility};
pub use seeds::{Distribution, RowsPer, Seed, SeedColumn, SeedTable};
pub use sources::{
    Again, FileFormat, Landing, Source, SourceColumn, SourceColumnKeys, SourceFresh,
};
pub use systems::{
    Classification, DataFlow, DataStore, NodeKind, Point, Route, System, SystemNode, TradeOff, Zone,
};
pub use tables::{
    Check, CheckKeys, Column, ColumnKeys, Exclusion, ExclusionKeys, ForeignKey, Generated,
    Identity, IdentityKind, Index, IndexKeys, Key, KeyKeys, RowSecurity, Table, UniqueKeys,
};
pub use transforms::{
    AcceptedValues, Append, DataExpectation, Fresh, Gone, History, Incremental, IncrementalBy,
    Late, LateRows, Missed, Overlap, Relationship, RowCount, Schedule, Severity, Transform,
    TransformKind,
};
pub use types::{
    Composite, Domain, DomainCheck, DomainCheckKeys, DomainKeys, Enum, EnumKeys, Extension, Range,
    Sequence,
};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, ShortOrLong, Spanned};

/// One YAML file below `schema/`, `roles/`, `queries/`, `pipelines/`, `docker/` or `architecture/`: its top-level
/// keys decide what it declares, so one file may hold a whole domain.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Document {
    /// The schema that the tables, types, views and routines of this file belong to.
    pub schema: Option<Spanned<String>>,
    /// Comment on that schema.
    pub comment: Option<Spanned<String>>,
    /// What that schema was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Role that owns that schema and all that is declared in it; the applying role when absent.
    pub owner: Option<ShortOrLong<Spanned<String>, Owners>>,
    /// The database itself.
    pub database: Option<Database>,
    /// Extensions of the database, by name.
    pub extensions: Entries<Option<Extension>>,
    /// Enumerated types: labels in their order.
    pub enums: Entries<Enum>,
    /// Domains: a base type with constraints.
    pub domains: Entries<ShortOrLong<Spanned<String>, DomainKeys>>,
    /// Composite types: attributes in their order.
    pub composites: Entries<Composite>,
    /// Range types.
    pub ranges: Entries<Range>,
    /// Sequences that stand by themselves.
    pub sequences: Entries<Option<Sequence>>,
    /// Tables.
    pub tables: Entries<Table>,
    /// Views.
    pub views: Entries<View>,
    /// Materialized views.
    pub materialized_views: Entries<MaterializedView>,
    /// Functions.
    pub functions: Entries<Routine>,
    /// Procedures.
    pub procedures: Entries<Routine>,
    /// Named selections of tables to draw.
    pub diagrams: Entries<Diagram>,
    /// Named sets of grants that roles have in schemas of their own.
    pub profiles: Entries<Profile>,
    /// Roles of the cluster and what they may do.
    pub roles: Entries<Option<Role>>,
    /// Named queries.
    pub queries: Entries<Query>,
    /// Files that arrive.
    pub sources: Entries<Source>,
    /// Queries with a target, a kind and a schedule.
    pub transforms: Entries<Transform>,
    /// What made-up rows look like, and when further ones come.
    pub seeds: Entries<Seed>,
    /// The PostgreSQL image.
    pub image: Option<Spanned<Image>>,
    /// What stands around the database, what flows between, and what it has to answer.
    pub systems: Entries<System>,
}
