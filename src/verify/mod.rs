//! Applies the artifacts to a throw-away server and proves what they claim.
//!
//! [`run`] does it in parts, each in a file of its own: the artifacts are [applied](apply) to an
//! empty database and once more to a second one; what exists is compared with what is
//! [declared](structure) and with the second database; every role [acts](access) on every column;
//! every named [query](queries) runs; every login [role](logins) logs in. What comes out is a
//! [`Report`]: data, which [`format`] lays out.
//!
//! A trial that finds something else than was declared is a failed check of the report. An
//! [`Error`] means that the proofs themselves could not be tried.
//!
//! Limits: what no statement shows is what the server says of it, not tried; row security is tried on
//! rows of fixtures alone.

pub mod access;
pub mod apply;
pub mod compare;
pub mod converge;
mod error;
pub mod features;
pub mod format;
pub mod least;
pub mod logins;
mod progress;
pub mod queries;
mod report;
mod run;
pub mod scram;
mod secrets;
mod seeds;
mod shape;
mod sources;
pub mod structure;
mod transforms;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::model::{PasswordSource, Project};
use crate::render::Templates;
use crate::sandbox::{Choice, Sandbox};

pub use crate::sandbox::script::{Script, ScriptError};
pub use error::Error;
pub use progress::Progress;
pub use report::{Check, Group, Outcome, Phase, Report, Totals};
pub use run::{ddl_scripts, run};

use secrets::Secrets;

/// How a run is to go.
#[derive(Default)]
pub struct Options {
    /// Kind of sandbox.
    pub sandbox: Choice,
    /// `postgres://` URL of the server, for [`Choice::Url`].
    pub url: Option<String>,
    /// Directory of `initdb` and `postgres`, for [`Choice::Local`].
    pub binaries: Option<PathBuf>,
    /// Base image of the Docker sandbox in place of the project's.
    pub base_image: Option<String>,
    /// Templates of the project: the DDL is rendered anew for a server of another major version.
    pub templates: Templates,
    /// SQL to run in the first database after the artifacts and before the proofs.
    pub after_apply: Vec<Script>,
    /// What to prove; everything when empty.
    pub only: BTreeSet<Group>,
    /// Passwords of login roles, by the place that the project names.
    pub passwords: BTreeMap<PasswordSource, String>,
}

impl Options {
    /// Returns whether a group of proofs is wanted.
    fn wants(&self, group: Group) -> bool {
        self.only.is_empty() || self.only.contains(&group)
    }
}

/// What every proof works with.
struct Context<'a> {
    project: &'a Project,
    sandbox: &'a Sandbox,
    /// Name of the database under proof.
    database: String,
    secrets: &'a Secrets,
    progress: &'a dyn Progress,
}

impl Context<'_> {
    /// Opens a connection to the database under proof, as the superuser.
    fn connect(&self) -> Result<postgres::Client, Error> {
        Ok(self.sandbox.connect(&self.database)?)
    }
}
