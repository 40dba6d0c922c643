//! The checked, normalised project: the one meeting point of files and servers.
//!
//! [`crate::check`] builds it from the spec, [`crate::catalog`] reads its [`Database`] from a live
//! server. Rendering and verifying know nothing else. Every collection is ordered, so the same
//! project always gives the same bytes. SQL expressions stay text: two spellings are compared only
//! after both were read back from a server.

mod access;
mod architecture;
mod chart;
mod database;
mod denial;
mod duration;
mod file_source;
#[cfg(test)]
pub mod fixtures;
mod grantor;
mod image;
mod lineage;
mod object;
mod privilege;
mod query;
mod relation;
mod rename;
mod role;
mod routine;
mod row_fixtures;
mod schedule;
mod seed;
mod stance;
mod table;
mod time_format;
mod transform;
mod types;
mod work;

pub use access::{Access, Road, Verdict};
pub use architecture::{
    Classification, DataFlow, DataStore, Needs, NodeKind, Point, Purge, Route, Standing, System,
    SystemNode, TradeOff, Zone,
};
pub use chart::{Chart, ChartKind, DateFormat, NumberFormat, Scale};
pub use database::{Database, Extension, Other, Schema};
pub use denial::Denial;
pub use duration::Duration;
pub use file_source::{
    ABOUT_ROWS, Again, FileColumn, FileForm, FileSource, Freshness, Landing, Reading, RowLimit,
};
pub use grantor::{GivenOn, Givers, Grantors};
pub use image::{HealthCheck, Image};
pub use lineage::{ColumnFlow, Node};
pub use object::{ObjectId, ObjectKind, ObjectName, RoutineName};
pub use privilege::{DefaultPrivilege, FutureKind, Grants, Privilege, Privileges, Target};
pub use query::{Diagram, DiagramColumns, DiagramRelation, Expectation, Parameter, Query};
pub use relation::{CheckOption, Firing, Policy, PolicyCommand, Trigger, View, ViewColumn};
pub use rename::{Rename, Renamed};
pub use role::{APPLYING_ROLE, Membership, PUBLIC, PasswordSource, Role, is_predefined};
pub use routine::{Routine, RoutineKind};
pub use row_fixtures::{RowExpectation, RowFixtures};
pub use schedule::{Missed, Overlap, Schedule, read_time};
pub use seed::{Bound, Distribution, Likeness, Seed, SeedColumn, SeedRows, SeedTable};
pub use stance::{AccessMode, SettingName, Stance};
pub use table::{
    Action, Column, Constraint, ConstraintKind, ForeignKey, Generated, Identity, Index, Key,
    NextTo, PartitionOf, RowSecurity, Table, next_by_foreign_keys,
};
pub use time_format::TimeFormat;
pub use transform::{DataExpectation, Expected, Late, LateRows, Transform, TransformKind};
pub use types::{
    Composite, Domain, DomainCheck, Range, Sequence, SequenceOptions, Type, TypeDefinition,
};

use std::collections::BTreeMap;

use serde::Serialize;

use crate::audit::Acceptance;

/// An SQL expression as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Expression(pub String);

/// A whole project: the database and what is made around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// Name of the project.
    pub name: String,
    /// One sentence on what it is.
    pub description: Option<String>,
    /// Major version of PostgreSQL that the artifacts target.
    pub postgres: u16,
    /// Kind of sandbox that `verify` starts unless told otherwise: `auto`, `docker`, `local`, `url`.
    pub sandbox: String,
    /// What the database is.
    pub database: Database,
    /// The image that ships it.
    pub image: Image,
    /// Named queries.
    pub queries: BTreeMap<String, Query>,
    /// Files that arrive, by the name of their source.
    pub sources: BTreeMap<String, FileSource>,
    /// Queries with a target, a kind and a schedule.
    pub transforms: BTreeMap<String, Transform>,
    /// What made-up rows look like, and when further ones come.
    #[serde(skip)]
    pub seeds: BTreeMap<String, Seed>,
    /// Which columns come from which.
    #[serde(skip)]
    pub column_flows: Vec<ColumnFlow>,
    /// What stands around the database.
    #[serde(skip)]
    pub systems: BTreeMap<String, System>,
    /// Named selections of tables to draw.
    pub diagrams: BTreeMap<String, Diagram>,
    /// Intent that holds whatever is granted.
    pub denials: Vec<Denial>,
    /// Rows that row security is tried on, by table.
    #[serde(skip)]
    pub row_fixtures: BTreeMap<ObjectName, RowFixtures>,
    /// Declared renames, in the order in which they run.
    pub renames: Vec<Rename>,
    /// What is done about access on a live server that is not declared.
    #[serde(skip)]
    pub stance: Stance,
    /// Findings of an audit that are accepted.
    #[serde(skip)]
    pub acceptances: Vec<Acceptance>,
    /// SQL files with sample rows: path below the project's root, and text.
    pub sample_data: Vec<(String, String)>,
}
