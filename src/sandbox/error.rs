//! Why there is no sandbox, and the way out.

use std::error::Error as _;
use std::io;

use super::Kind;
use crate::connect;

/// Why a sandbox could not be had or used.
///
/// No variant holds a password or a whole URL, so each may be shown and logged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `auto` found neither kind.
    #[error("no PostgreSQL to make a sandbox of: {docker}; {local}")]
    Nothing {
        /// Why not Docker.
        docker: String,
        /// Why not local binaries.
        local: String,
    },
    /// The program was built without the feature `docker`.
    #[error("this pgspec was built without Docker support")]
    DockerNotBuilt,
    /// No Docker engine answers.
    #[error("no Docker engine answers: {0}")]
    NoEngine(String),
    /// A Docker sandbox was asked for and no image given.
    #[error("there is no image to run a Docker sandbox from")]
    NoImage,
    /// The base image is neither on this machine nor in a registry in reach.
    #[error("the base image cannot be had: {reason}")]
    ImageUnavailable {
        /// What the engine said.
        reason: String,
    },
    /// The image does not build.
    #[error("the image does not build: {0}")]
    Build(String),
    /// No local binaries were found.
    #[error("no `initdb` and `postgres` found{}", searched(.0))]
    NoBinaries(Option<String>),
    /// Running as root, and there is no other account for the server.
    #[error("PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody`")]
    NoAccount,
    /// No directory in which the server's account could live.
    #[error("no directory for a sandbox: {0}")]
    NoDirectory(String),
    /// A setting of the project cannot be given to a server.
    #[error("`{0}` is no name of a server setting")]
    BadSetting(String),
    /// A file operation failed.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// The system's answer.
        source: io::Error,
    },
    /// A program of PostgreSQL failed.
    #[error("`{program}` failed\n{output}")]
    Program {
        /// Its name.
        program: String,
        /// What it said.
        output: String,
    },
    /// The server started and stopped, or never answered.
    #[error("{what}; the end of its log:\n{log}")]
    Start {
        /// Where it was.
        kind: Kind,
        /// What happened.
        what: String,
        /// The last lines of the server's log.
        log: String,
    },
    /// [`Choice::Url`](super::Choice::Url) without a URL.
    #[error("the sandbox is `url`, and no URL was given")]
    NoUrl,
    /// The URL is not one, or what completes it is wrong.
    #[error("the server of the sandbox: {0}")]
    BadUrl(connect::Error),
    /// The role of the URL may not create databases.
    #[error("role `{0}` may not create databases on the server of the sandbox")]
    MayNotCreate(String),
    /// No connection.
    #[error("cannot connect to the sandbox: {0}")]
    Connect(connect::Error),
    /// The server refused a statement.
    #[error("{what}: {reason}")]
    Statement {
        /// What was tried.
        what: String,
        /// The server's answer.
        reason: String,
    },
}

impl Error {
    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Nothing { .. } => {
                "start Docker, or install PostgreSQL (with `PGSPEC_PG_BIN` naming the directory of \
                 `initdb` if it is in an unusual place), or give a server by URL"
            }
            Self::DockerNotBuilt => {
                "use the sandbox `local` or `url`, or build with `--features docker`"
            }
            Self::NoEngine(_) => "start Docker, set `DOCKER_HOST`, or use the sandbox `local`",
            Self::NoImage => "use the sandbox `local` or `url`",
            Self::ImageUnavailable { .. } => {
                "pull it once where a registry is in reach, or use the sandbox `local`"
            }
            Self::Build(_) => "`docker build` on the generated Dockerfile shows all of its output",
            Self::NoBinaries(_) => {
                "install PostgreSQL's server package, or name the directory of `initdb` in \
                 `PGSPEC_PG_BIN`"
            }
            Self::NoAccount => "run pgspec as an ordinary user",
            Self::NoDirectory(_) => "set `TMPDIR` to a short path that every account may enter",
            Self::BadSetting(_) => "names are letters, digits, underscores and dots",
            Self::NoUrl => {
                "give one: `--url postgres://user@host/database`, or in `PGSPEC_SANDBOX_URL`"
            }
            Self::Connect(error) | Self::BadUrl(error) => return error.help(),
            Self::MayNotCreate(_) => "`alter role … createdb`, or use another role",
            Self::Start { kind: Kind::Docker, .. } => {
                "the image's init scripts run at its first start; the log names the one that failed"
            }
            Self::Start { .. } => {
                "a local server has only the extensions and libraries installed on this machine; \
                 the sandbox `docker` has those of the image"
            }
            Self::Io { .. } | Self::Program { .. } | Self::Statement { .. } => return None,
        })
    }

    pub(super) fn io(what: impl Into<String>, source: io::Error) -> Self {
        Self::Io { what: what.into(), source }
    }

    pub(super) fn statement(what: impl Into<String>, error: postgres::Error) -> Self {
        Self::Statement { what: what.into(), reason: reason(&error) }
    }
}

/// Says what the server, or the network, said: the error's own text is only `db error`.
fn reason(error: &postgres::Error) -> String {
    if let Some(error) = error.as_db_error() {
        return error.message().to_owned();
    }
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

fn searched(directory: &Option<String>) -> String {
    directory.as_ref().map_or_else(String::new, |directory| format!(" in `{directory}`"))
}

/// Returns the last `count` lines of a log.
pub(super) fn tail(log: &str, count: usize) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tail_keeps_the_end() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a", 2), "a");
        assert_eq!(tail("", 2), "");
    }
}
