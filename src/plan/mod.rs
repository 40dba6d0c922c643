//! A plan: how to bring a database from one state to another, as data.
//!
//! A plan is a list of [`Step`]s in the order in which they run. Each is one SQL statement with the
//! object it works on, the locks that it was *seen* to take, the tables that it was seen to rewrite or
//! scan, and what it may do to a running system ([`Hazard`]). Steps that share a [`batch`](Step::batch)
//! are one transaction; a step that cannot run in one has a batch of its own.
//!
//! Pure: making a plan touches neither files nor servers.

pub mod format;
mod make;
mod observed;
mod personal;
mod step;
mod void;

pub use crate::diff::{Action, Hazard, HazardKind};
pub use make::{Options, is_auxiliary, make, of_changes};
pub use observed::judge;
pub use personal::mark_personal;
pub use step::{Lock, Plan, StateName, Step};
pub use void::without_effect;
