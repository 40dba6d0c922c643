//! A project that uses nearly everything the model can say, for tests.
//!
//! It runs on PostgreSQL 15 and later. Among its traps: names that need quotes, schemas, tables and
//! functions that need each other, partitions of partitions, views on views, a function in a check.

mod names;
mod relations;
mod roles;
mod routines;
pub mod tables;
mod types;

use std::collections::BTreeMap;

pub use names::{WEIRD, id, name, needs, table_id};

use super::{Database, Expression, Extension, Image, Other, Project, Schema, Stance};

/// Returns the project.
pub fn project(postgres: u16) -> Project {
    Project {
        sandbox: "auto".into(),
        name: "everything".into(),
        description: Some("Nearly everything the model can say.".into()),
        postgres,
        database: database(),
        image: Image {
            base: format!("postgres:{postgres}"),
            packages: Vec::new(),
            settings: BTreeMap::new(),
            database: "everything".into(),
            user: "postgres".into(),
            port: 5432,
            health_check: super::HealthCheck::default(),
            labels: BTreeMap::new(),
            sample_data: false,
        },
        queries: BTreeMap::new(),
        diagrams: BTreeMap::new(),
        denials: Vec::new(),
        sources: BTreeMap::new(),
        transforms: BTreeMap::new(),
        seeds: BTreeMap::new(),
        systems: BTreeMap::new(),
        column_flows: Vec::new(),
        renames: Vec::new(),
        acceptances: Vec::new(),
        row_fixtures: BTreeMap::new(),
        stance: Stance::default(),
        sample_data: Vec::new(),
    }
}

/// Returns its database.
pub fn database() -> Database {
    let mut database = Database::default();
    roles::add(&mut database);
    add_foundation(&mut database);
    types::add(&mut database);
    routines::add(&mut database);
    tables::add(&mut database);
    relations::add(&mut database);
    database
}

fn add_foundation(database: &mut Database) {
    let schema = |owner: Option<&str>, comment: Option<&str>| Schema {
        owner: owner.map(Into::into),
        comment: comment.map(Into::into),
    };
    database.schemas = BTreeMap::from([
        ("public".into(), schema(None, Some("Nothing of ours."))),
        ("ext".into(), schema(None, None)),
        ("sales".into(), schema(Some("app_owner"), Some("What is sold.\nIt's a second line."))),
        ("reporting".into(), schema(None, None)),
        ("select".into(), schema(None, None)),
        (WEIRD.into(), schema(Some("Weird \"role\""), Some("It's \\weird\\."))),
        ("ünïcode".into(), schema(None, None)),
    ]);
    let extension = |schema: &str| Extension { schema: schema.into(), ..Extension::default() };
    database.extensions = BTreeMap::from([
        ("btree_gist".into(), extension("ext")),
        ("pg_trgm".into(), Extension { comment: Some("Trigrams".into()), ..extension("ext") }),
        ("plpgsql".into(), extension("pg_catalog")),
    ]);
    let other = |kind: &str, schema: Option<&str>, definition: &str| Other {
        kind: kind.into(),
        schema: schema.map(Into::into),
        definition: definition.into(),
    };
    database.others = BTreeMap::from([
        (
            "cast (sales.address as text)".into(),
            other("cast", Some("sales"), "create cast (address as text) with inout -- explicit"),
        ),
        (
            "text search configuration sales.plain".into(),
            other(
                "text search configuration",
                Some("sales"),
                "create text search configuration sales.plain (copy = pg_catalog.simple);\n",
            ),
        ),
        (
            "foreign data wrapper nothing".into(),
            other("foreign data wrapper", None, "create foreign data wrapper nothing"),
        ),
        (
            "event trigger watch".into(),
            other(
                "event trigger",
                None,
                "create event trigger watch on ddl_command_end\n    execute function sales.watch()",
            ),
        ),
    ]);
    needs(database, id("other", "cast (sales.address as text)"), &[id("type", "sales.address")]);
    needs(database, id("other", "event trigger watch"), &[id("routine", "sales.watch")]);
}

/// Builds an expression.
pub fn expression(text: &str) -> Expression {
    Expression(text.into())
}
