//! pgspec: a declarative, SQL-first toolkit for PostgreSQL.
//!
//! One folder of YAML declares a database; this crate reads it, checks it, renders what a team
//! reviews and ships, and proves it on a real server. Data flows one way:
//!
//! ```text
//! source ──► spec ──► check ──► model ──► render ──► artifacts
//!                                 ▲                      │
//!                              catalog ◄── sandbox ◄─────┘
//!                                 └──────► verify
//! ```
//!
//! - [`source`] reads files and remembers where every value stood.
//! - [`diagnostic`] is a finding about the user's files.
//! - [`spec`] is the YAML as written.
//! - [`sql`] reads SQL text; it knows PostgreSQL's grammar and nothing of this project.
//! - [`check`] turns the spec into the model, or into findings.
//! - [`model`] is the checked, normalised database: the meeting point of files and servers.
//! - [`graph`] orders what needs what.
//! - [`render`] turns the model into artifacts, in memory.
//! - [`output`] writes artifacts to the project's folder, and compares them with it.
//! - [`catalog`] reads a live database into the model's types.
//! - [`sandbox`] boots throw-away servers.
//! - [`verify`] applies the artifacts to a sandbox and proves what they claim.
//! - [`cli`] is the command line: the only part that prints.
//!
//! Dependencies between these modules point one way; `tests/suite/architecture.rs` holds that.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod graph;
pub mod model;
pub mod output;
pub mod render;
pub mod sandbox;
pub mod source;
//pub mod spec;
pub mod sql;
pub mod verify;
