//! What is said while the work goes on.

use super::report::Group;

/// Hears how far a run is.
pub trait Progress {
    /// A part of the work begins.
    fn begin(&self, group: Group);
    /// Something in it takes time: a line of words.
    fn say(&self, words: &str);
    /// So many of all of its trials are done.
    fn step(&self, done: usize, all: usize);
}

/// Hears nothing.
impl Progress for () {
    fn begin(&self, _: Group) {}
    fn say(&self, _: &str) {}
    fn step(&self, _: usize, _: usize) {}
}
