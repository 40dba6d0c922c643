//! Why a state cannot be had.

use crate::sandbox::script::ScriptError;
use crate::{facts, sandbox};

/// Why a state cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No sandbox, or no database in it.
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    /// Its SQL does not run.
    #[error("{0}")]
    Script(#[from] Box<ScriptError>),
    /// What is there cannot be read.
    #[error(transparent)]
    Read(#[from] facts::Error),
}
