//! Why a state cannot be had.

use crate::sandbox::script::ScriptError;
use crate::{connect, facts, sandbox};

/// Why a state cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No sandbox, or no database in it.
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    /// The server cannot be reached.
    #[error(transparent)]
    Connect(#[from] connect::Error),
    /// Its SQL does not run.
    #[error(transparent)]
    Script(#[from] Box<ScriptError>),
    /// What is there cannot be read.
    #[error(transparent)]
    Read(#[from] facts::Error),
    /// The server that is there has another major version than the sandbox.
    #[error(
        "the server is PostgreSQL {server}, and the sandbox that can be had is PostgreSQL {sandbox}"
    )]
    OtherVersion {
        /// Major version of the live server.
        server: u16,
        /// Major version of the sandbox.
        sandbox: u16,
    },
    /// The server that is borrowed as a sandbox has roles of the state, which would be changed.
    #[error("the sandbox's server already has roles of the project: {}", .0.join(", "))]
    RolesExist(Vec<String>),
    /// The copy of a live database in the sandbox is not like it.
    #[error("the objects that the plan concerns cannot be copied into the sandbox: {0}")]
    Copy(String),
}

impl Error {
    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Sandbox(error) => error.help().map(|help| help.to_string()),
            Self::Connect(error) => error.help().map(str::to_owned),
            Self::OtherVersion { server, .. } => Some(format!(
                "install the server programs of PostgreSQL {server}, name their folder in `PGSPEC_PG_BIN`, or name such a server with `--sandbox-url`"
            )),
            Self::RolesExist(_) => Some(
                "roles belong to a whole server: name a server that nobody uses, or leave `--sandbox-url` out".to_owned(),
            ),
            Self::Copy(_) => Some(
                "`--no-rehearsal` gives the plan out untried: its locks are not seen, and that it works is not proven".to_owned(),
            ),
            _ => None,
        }
    }

    /// Returns whether the user's text is at fault, rather than a server.
    pub fn is_of_text(&self) -> bool {
        match self {
            Self::Script(_) => true,
            Self::Connect(error) => error.is_of_text(),
            _ => false,
        }
    }
}
