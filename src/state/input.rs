//! What a state is made of, and what it is once it was read.

use super::Live;
use crate::facts::Facts;
use crate::model::Rename;
use crate::sandbox::script::Script;

/// Where a state is to be had.
#[derive(Debug)]
pub enum Input {
    /// A live database.
    Server(Live),
    /// Scripts that make it from empty.
    Scripts {
        /// What they are, for people: `project .`.
        name: String,
        /// The scripts, in the order in which they run.
        scripts: Vec<Script>,
        /// Renames that it declares.
        renames: Vec<Rename>,
    },
}

impl Input {
    /// Returns what it is, for people; never with a password.
    pub fn name(&self) -> String {
        match self {
            Self::Server(live) => live.target().display().to_string(),
            Self::Scripts { name, .. } => name.clone(),
        }
    }

    /// Returns the renames that it declares.
    pub fn renames(&self) -> &[Rename] {
        match self {
            Self::Server(_) => &[],
            Self::Scripts { renames, .. } => renames,
        }
    }

    /// Returns whether it is a live database.
    pub fn is_server(&self) -> bool {
        matches!(self, Self::Server(_))
    }
}

/// A state that was read.
#[derive(Debug, Clone)]
pub struct State {
    /// What it is, for people.
    pub name: String,
    /// What is there.
    pub facts: Facts,
}
