//! What a state is made of, and what it is once it was read.

use std::collections::BTreeSet;

use super::Live;
use crate::facts::Facts;
use crate::model::{AccessMode, ObjectName, Project, Rename, Stance};
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
        /// What a project says beyond its scripts.
        declared: Box<Declared>,
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

    /// Returns what it says beyond its scripts.
    pub fn declared(&self) -> Option<&Declared> {
        match self {
            Self::Server(_) => None,
            Self::Scripts { declared, .. } => Some(declared),
        }
    }

    /// Returns the roles that are to be read of a server, so that it becomes like this state.
    pub fn roles(&self, read: &State) -> BTreeSet<String> {
        let mut roles = read.roles();
        if let Some(stance) = self.declared().and_then(|declared| declared.stance.as_ref())
            && stance.mode == AccessMode::Authoritative
        {
            roles.extend(stance.retired.keys().cloned());
        }
        roles
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

/// What a project says beyond the scripts that make it.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// Renames.
    pub renames: Vec<Rename>,
    /// What is done about access on a live server that is not declared; of a project alone.
    pub stance: Option<Stance>,
    /// Columns that hold personal data.
    pub personal: BTreeSet<(ObjectName, String)>,
}

impl Declared {
    /// Takes what a project says.
    pub fn of(project: &Project) -> Self {
        let tables = project.database.tables.iter();
        let personal = tables.flat_map(|(name, table)| {
            let columns = table.columns.iter().filter(|column| column.classification.is_some());
            columns.map(|column| (name.clone(), column.name.clone()))
        });
        Self {
            renames: project.renames.clone(),
            stance: Some(project.stance.clone()),
            personal: personal.collect(),
        }
    }
}
