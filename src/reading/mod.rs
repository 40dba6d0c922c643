//! Reading project folders: files, their limits, YAML, and the decoding into the spec's types.
//!
//! Text flows `read` → `yaml` → [`Node`] → [`decode`] → the spec's types; every fault on the way is
//! a [`Diagnostic`](crate::diagnostic::Diagnostic), and none ends the reading of the other files.

mod decode;
mod file;
mod node;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod yaml;
mod yaml_error;

pub use decode::decode;
pub use file::{MAX_FILE_BYTES, read_beside};
pub use node::{Node, NodeKind};
pub use read::{
    FOLDERS, MAX_FILES, MAX_FOLDER_DEPTH, MAX_PROJECT_BYTES, PROJECT_FILE, read_project,
};
pub use yaml::{MAX_ALIASED, MAX_DEPTH, MAX_NODES, parse};
