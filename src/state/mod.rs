//! States of a database: a server, a project, migrations or a file of SQL, each read as facts.
//!
//! Whatever is no server is materialised: its SQL runs in a sandbox, and what is then there is read
//! back, so that only what PostgreSQL itself considers different differs.

mod error;
mod materialise;

pub use error::Error;
pub use materialise::{load, read_sandbox};
