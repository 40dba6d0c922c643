//! Why there is no report.

use crate::sandbox::script::ScriptError;
use crate::{catalog, render, sandbox};

/// Why a run ended without a report: what was to be proven could not even be tried.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no server to try it on.
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    /// The artifacts could not be rendered for the server's version.
    #[error(transparent)]
    Render(#[from] render::RenderError),
    /// A database could not be read.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// The server's version lacks what the project uses.
    #[error("PostgreSQL {major} lacks what the project uses:\n  {}", .features.join("\n  "))]
    Lacking {
        /// Major version of the server.
        major: u16,
        /// Each object with what it needs.
        features: Vec<String>,
    },
    /// A server that is shared has roles of the project's names.
    #[error("the server already has roles of this project: {}", quoted(.0))]
    RolesExist(Vec<String>),
    /// SQL of the user's own, run after the artifacts, failed.
    #[error("{0}")]
    AfterApply(Box<ScriptError>),
    /// The server refused what the proofs themselves need.
    #[error("cannot {what}")]
    Server {
        /// What was tried.
        what: &'static str,
        /// The server's answer.
        #[source]
        source: postgres::Error,
    },
    /// Seeds could not be tried.
    #[error("cannot try the seeds: {0}")]
    Seeds(#[source] crate::pipeline::Error),
    /// A password cannot be used.
    #[error(transparent)]
    Password(#[from] super::scram::PasswordError),
}

impl Error {
    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Sandbox(error) => error.help(),
            Self::Lacking { .. } => {
                Some("use a sandbox of the project's version; `docker` always is one")
            }
            Self::RolesExist(_) => {
                Some("roles belong to the whole server: use one without them, or another sandbox")
            }
            _ => None,
        }
    }

    /// Returns a wrapper of the server's answers to `what`: a verb and its object.
    pub(super) fn server(what: &'static str) -> impl Fn(postgres::Error) -> Self + Copy {
        move |source| Self::Server { what, source }
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
