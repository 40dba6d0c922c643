//! Applies the artifacts to a sandbox and proves what they claim.

pub mod compare;
pub mod structure;
