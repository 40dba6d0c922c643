//! Which kind of sandbox: the user's words for it, and what `auto` comes to.

use std::fmt;
use std::str::FromStr;

use super::{Error, Request, Started, docker, local};

/// A kind of throw-away server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A container of the project's image.
    Docker,
    /// A server of the binaries on this machine.
    Local,
    /// Databases of our own on a server that the user names.
    Url,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docker => "docker",
            Self::Local => "local",
            Self::Url => "url",
        })
    }
}

impl FromStr for Kind {
    type Err = UnknownChoice;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse()? {
            Choice::Docker => Ok(Self::Docker),
            Choice::Local => Ok(Self::Local),
            Choice::Url => Ok(Self::Url),
            Choice::Auto => Err(UnknownChoice(text.to_owned())),
        }
    }
}

/// What the user may ask for: a [`Kind`], or whichever works here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Choice {
    /// `docker` where an engine answers and there is an image to build, else `local`.
    #[default]
    Auto,
    /// [`Kind::Docker`].
    Docker,
    /// [`Kind::Local`].
    Local,
    /// [`Kind::Url`].
    Url,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Docker => "docker",
            Self::Local => "local",
            Self::Url => "url",
        })
    }
}

impl FromStr for Choice {
    type Err = UnknownChoice;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Auto),
            "docker" => Ok(Self::Docker),
            "local" => Ok(Self::Local),
            "url" => Ok(Self::Url),
            _ => Err(UnknownChoice(text.to_owned())),
        }
    }
}

/// A word that names no kind of sandbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of sandbox; use `docker`, `local`, `url` or `auto`")]
pub struct UnknownChoice(pub String);

/// Takes Docker, whose image always has the wished major version, else local binaries.
///
/// An engine that cannot get the base image (no registry in reach) is passed over when this machine
/// has binaries; any other failure of Docker is reported, as it may be a defect of the project.
pub(super) fn start_automatically(
    request: &Request,
    progress: &dyn Fn(&str),
) -> Result<Started, Error> {
    let binaries = local::binaries::find(request.binaries.as_deref(), request.major);
    let engine = match &request.context {
        Some(_) => docker::available(),
        None => Err(Error::NoImage),
    };
    match (engine, binaries) {
        (Ok(()), Err(_)) => docker::start(request, progress),
        (Ok(()), Ok(_)) => match docker::start(request, progress) {
            Err(error @ Error::ImageUnavailable { .. }) => {
                progress(&format!("{error}; using local binaries instead"));
                local::start(request, progress)
            }
            other => other,
        },
        (Err(_), Ok(_)) => local::start(request, progress),
        (Err(docker), Err(local)) => {
            Err(Error::Nothing { docker: docker.to_string(), local: local.to_string() })
        }
    }
}
