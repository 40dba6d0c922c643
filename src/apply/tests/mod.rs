//! Runs of plans against a real server.

pub mod support;

mod locks;
mod outside;
mod plans;
mod refusals;
