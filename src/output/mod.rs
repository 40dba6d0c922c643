//! Writes artifacts to the project's output folder, and compares them with what lies there.
//!
//! A folder is replaced as a whole: whoever looks sees the old tree or the new one. Nothing is
//! removed that pgspec did not write: what the folder's own manifest does not list stops the run.

mod compare;
mod error;
mod location;
mod tree;
mod write;

#[cfg(test)]
mod tests;

pub use compare::{Difference, DifferenceKind, compare};
pub use error::OutputError;
pub use write::{Written, write};
