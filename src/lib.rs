//! pgspec: a declarative, SQL-first toolkit for PostgreSQL.
//!
//! One folder of YAML declares a database; this crate reads it, checks it, renders what a team
//! reviews and ships, and proves it on a real server. Data flows one way:
//!
//! ```text
//! source ─► reading ─► spec ─► check ─► model ─► render ─► output
//!                                         ▲        │
//!                                      catalog     ▼
//!                                         ▲     sandbox
//!                                         └─ verify ─┘
//! ```
//!
//! From the bottom up; each may use those above it in this list, and none below:
//!
//! - [`source`] is the user's files and the places in them.
//! - [`diagnostic`] is a finding about those files.
//! - [`reading`] finds files, parses YAML and decodes it, reporting every fault.
//! - [`sql`] reads SQL text; it knows PostgreSQL's grammar and nothing of this project.
//! - [`graph`] orders what needs what.
//! - [`picture`] draws tables, and boxes with arrows, as SVG.
//! - [`connect`] reaches servers: URLs, password files, TLS.
//! - [`audit`] looks for defects in the access of a live database.
//! - [`spec`] is the YAML as written.
//! - [`model`] is the checked, normalised project: the meeting point of files and servers.
//! - [`access`] answers who may do what.
//! - [`check`] turns the spec into the model, or into findings.
//! - [`lint`] looks in the model for the defects that an audit finds.
//! - [`render`] turns the model into artifacts, in memory.
//! - [`output`] writes artifacts to the project's folder, and compares them with it.
//! - [`sandbox`] boots throw-away servers.
//! - [`catalog`] reads a live database into the model's types.
//! - [`pipeline`] takes files that arrive, runs transforms, and makes rows up.
//! - [`facts`] reads everything a database holds, comparable fact by fact.
//! - [`diff`] says what differs between two databases, and the statements for it.
//! - [`plan`] orders those statements into steps, with locks and hazards.
//! - [`rehearse`] runs a plan on a throw-away database, and sees what it does.
//! - [`state`] is a database, a project, migrations or a file of SQL, read as facts.
//! - [`apply`] runs the steps of a plan on a server.
//! - [`migrate`] keeps versioned migrations and runs what is pending.
//! - [`import`] writes a live database as a spec.
//! - [`verify`] applies the artifacts to a sandbox and proves what they claim.
//! - [`site`] writes everything that is known as pages.
//! - [`cli`] is the command line: the only part that prints.
//!
//! Dependencies between these modules point one way; `tests/suite/architecture.rs` holds that.

pub mod access;
pub mod apply;
pub mod audit;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod connect;
pub mod diagnostic;
pub mod diff;
pub mod facts;
pub mod graph;
pub mod import;
pub mod lint;
pub mod migrate;
pub mod model;
pub mod output;
pub mod picture;
pub mod pipeline;
pub mod plan;
pub mod reading;
pub mod rehearse;
pub mod render;
pub mod sandbox;
pub mod site;
pub mod source;
pub mod spec;
pub mod sql;
pub mod state;
pub mod verify;
