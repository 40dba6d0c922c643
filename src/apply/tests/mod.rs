//! Runs of plans against a real server.

pub mod machine;
pub mod support;

mod disk;
mod locks;
mod outside;
mod plans;
mod pooler;
mod refusals;
mod standby;
