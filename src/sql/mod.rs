//! Reading SQL text: it knows PostgreSQL's grammar and nothing of this project.
//!
//! Places are byte ranges into the text that was given; the caller moves them to where the text
//! stood in a file.

mod depth;
pub mod name;
pub mod parameters;
pub mod references;
pub mod resolve;
pub mod scanner;
mod tree;
