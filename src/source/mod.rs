//! Reading project folders: files, their limits, and where each value stood.
//!
//! Text flows `read` → `yaml` → [`Node`] → [`decode`] → the spec's types; every fault on the way is
//! a [`Diagnostic`](crate::diagnostic::Diagnostic), and none ends the reading of the other files.

mod decode;
mod file;
mod locate;
mod node;
mod read;
mod schema;
mod sources;
mod span;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod yaml;
mod yaml_error;

pub use decode::{Entries, List, OneOrMany, ScalarOrList, ShortOrLong, decode};
pub use file::{MAX_FILE_BYTES, read_beside};
pub use node::{Node, NodeKind};
pub use read::{
    FOLDERS, MAX_FILES, MAX_FOLDER_DEPTH, MAX_PROJECT_BYTES, PROJECT_FILE, read_project,
};
pub use sources::{Position, SourceFile, Sources};
pub use span::{FileId, Span, Spanned};
pub use yaml::{MAX_ALIASED, MAX_DEPTH, MAX_NODES, parse};
