//! Reading project folders: files, their limits, and where each value stood.
//!
//! Text flows `read` → `yaml` → [`Node`] → [`decode`] → the spec's types; every fault on the way is
//! a [`Diagnostic`](crate::diagnostic::Diagnostic), and none ends the reading of the other files.

mod decode;
mod node;
mod schema;
mod span;
mod tree;
mod yaml;
mod yaml_error;

pub use decode::{Entries, List, OneOrMany, ShortOrLong, decode};
pub use node::{Node, NodeKind};
pub use span::{FileId, Span, Spanned};
pub use yaml::{MAX_ALIASED, MAX_DEPTH, MAX_NODES, parse};

/// One file of a project, read whole.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the project's root, with `/` between its parts.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
}

/// The files of a project, addressed by [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId((self.files.len() - 1) as u32)
    }

    /// Returns the file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }
}
