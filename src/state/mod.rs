//! States of a database: a server, or scripts that make one, each read as facts.
//!
//! Whatever is no server is materialised: its SQL runs in a sandbox of the same major version, and
//! what is then there is read back, so that only what PostgreSQL itself considers different differs.
//! A state that was read before is remembered by the SHA-256 of its scripts and the server's version.

mod acting;
mod between;
mod cache;
mod copy;
mod error;
mod input;
mod leave;
mod live;
mod made;
mod materialise;
mod outsiders;
mod renames;
mod retire;
mod settle;
mod spelling;

pub use between::{Options, PlanError, between, plan_states};
pub use copy::{concerned, copy};
pub use error::Error;
pub use input::{Declared, Input, State};
pub use live::Live;
pub use made::Made;
pub use materialise::{Places, fingerprint, load, read_sandbox, read_server};
pub use outsiders::outside_members;
pub use settle::{Replay, replay, settle};
pub use spelling::Doubt;
