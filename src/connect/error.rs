//! Why there is no connection, and the way out.

use std::io;
use std::path::{Path, PathBuf};

use postgres::error::SqlState;

use super::tls::TlsFault;

/// Why a text names no server, or why the server could not be reached or entered.
///
/// No variant holds a password or a part of a connection string, so each may be shown and logged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither a URL nor a string of keywords.
    #[error("this is neither a `postgres://` URL nor a string such as `host=… dbname=…`")]
    NotAConnectionString,
    /// The URL is not one.
    #[error("the `postgres://` URL is not valid: {0}")]
    BadUrl(&'static str),
    /// A word without a value.
    #[error("{0} has no `=`")]
    NoEquals(String),
    /// A quote that does not end.
    #[error("{0} has no closing quote")]
    OpenQuote(String),
    /// libpq has no such parameter.
    #[error("{place} is unknown{}", meant(*nearest))]
    UnknownParameter {
        /// Where it is; its name may be a piece of a password.
        place: String,
        /// What was probably meant.
        nearest: Option<&'static str>,
    },
    /// A parameter has a value that it cannot have.
    #[error("`{parameter}` in {place} has to be {expected}")]
    BadValue {
        /// The parameter.
        parameter: &'static str,
        /// Where its value is from.
        place: String,
        /// What it may be.
        expected: String,
    },
    /// A parameter of libpq that pgspec does not have.
    #[error("`{parameter}` in {place} is not supported: {reason}")]
    Unsupported {
        /// The parameter.
        parameter: &'static str,
        /// Where its value is from.
        place: String,
        /// Why not.
        reason: &'static str,
    },
    /// No service file defines the service.
    #[error("there is no service `{name}`{}", looked_in(files))]
    NoService {
        /// Its name.
        name: String,
        /// The files that were read.
        files: Vec<PathBuf>,
    },
    /// A line of a service file is wrong.
    #[error("line {line} of the service file `{}`: {reason}", file.display())]
    ServiceFile {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// The system has no name for the user, and no role was named.
    #[error("no role is named, and the system has no name for its user")]
    NoUser,
    /// A file of certificates or keys cannot be used.
    #[error("cannot use `{}`: {reason}", file.display())]
    TlsFile {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Certificates cannot be verified as asked for.
    #[error("the server's certificate cannot be verified: {0}")]
    NoRoots(String),
    /// The name of a host has no address.
    #[error("cannot find the host `{host}`: {reason}")]
    Resolve {
        /// The name.
        host: String,
        /// The system's answer.
        reason: String,
    },
    /// Nothing answers at the address.
    #[error("cannot reach `{address}`: {reason}")]
    Reach {
        /// Host and port.
        address: String,
        /// The system's answer.
        reason: String,
    },
    /// What answers does not keep to the protocol, or went away.
    #[error("the connection to `{address}` failed: {reason}")]
    Broken {
        /// Host and port.
        address: String,
        /// What happened.
        reason: String,
    },
    /// The connection cannot be encrypted as asked for.
    #[error("no encrypted connection to `{address}`: {fault}")]
    Tls {
        /// Host and port.
        address: String,
        /// What is in the way.
        fault: TlsFault,
    },
    /// The server asks for a password, and there is none.
    #[error("`{address}` asks for the password of `{user}`, and none was given")]
    NoPassword {
        /// Host and port.
        address: String,
        /// The role.
        user: String,
    },
    /// The server does not let the role in.
    #[error(transparent)]
    Authentication(Box<NoEntry>),
    /// There is no such database.
    #[error("there is no database `{database}` on `{address}`")]
    NoDatabase {
        /// Host and port.
        address: String,
        /// The database.
        database: String,
    },
    /// The server refuses for another reason.
    #[error("`{address}` refuses the connection: {reason}")]
    Refused {
        /// Host and port.
        address: String,
        /// The server's answer.
        reason: String,
        /// The server's code.
        code: SqlState,
    },
    /// A server that is not of the kind that `target_session_attrs` asks for.
    #[error("`{address}` is not the kind of server that is asked for: {reason}")]
    Session {
        /// Host and port.
        address: String,
        /// What it is.
        reason: &'static str,
    },
    /// Several servers were named, and none will do.
    #[error("none of the servers will do: {}", joined(.0))]
    Several(Vec<Error>),
}

/// A server's answer to a role that it does not let in.
#[derive(Debug, thiserror::Error)]
#[error("`{address}` does not let `{user}` in: {reason}{}", from_file(passfile.as_deref()))]
pub struct NoEntry {
    /// Host and port.
    pub address: String,
    /// The role.
    pub user: String,
    /// The server's answer.
    pub reason: String,
    /// The file from which the password is.
    pub passfile: Option<PathBuf>,
    /// The server's code.
    pub code: Option<SqlState>,
}

impl Error {
    /// Returns whether what was written is at fault, and not a server, the network or a file.
    pub fn is_of_text(&self) -> bool {
        matches!(
            self,
            Self::NotAConnectionString
                | Self::BadUrl(_)
                | Self::NoEquals(_)
                | Self::OpenQuote(_)
                | Self::UnknownParameter { .. }
                | Self::BadValue { .. }
                | Self::Unsupported { .. }
                | Self::NoService { .. }
                | Self::ServiceFile { .. }
                | Self::NoUser
        )
    }

    /// Returns the server's code for its answer, where it gave one.
    pub fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Authentication(refusal) => refusal.code.as_ref(),
            Self::NoDatabase { .. } => Some(&SqlState::INVALID_CATALOG_NAME),
            Self::Refused { code, .. } => Some(code),
            Self::Several(errors) => errors.iter().find_map(Self::code),
            _ => None,
        }
    }

    /// Returns the server's own words with their code, without where it is; else the whole error.
    pub fn answer(&self) -> String {
        let reason = match self {
            Self::Authentication(refusal) => &refusal.reason,
            Self::Refused { reason, .. } => reason,
            _ => return self.to_string(),
        };
        match self.code() {
            Some(code) => format!("{reason} (SQLSTATE {})", code.code()),
            None => reason.clone(),
        }
    }

    pub(super) fn file(file: &Path, source: io::Error) -> Self {
        Self::File { file: file.to_owned(), source }
    }

    pub(super) fn tls_file(file: &Path, reason: impl Into<String>) -> Self {
        Self::TlsFile { file: file.to_owned(), reason: reason.into() }
    }
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(": did you mean `{name}`?"))
}

fn looked_in(files: &[PathBuf]) -> String {
    let names: Vec<_> = files.iter().map(|file| format!("`{}`", file.display())).collect();
    match names.is_empty() {
        true => ", as there is no service file".to_owned(),
        false => format!(" in {}", names.join(" or ")),
    }
}

fn from_file(passfile: Option<&Path>) -> String {
    passfile
        .map_or_else(String::new, |file| format!(" (the password is from `{}`)", file.display()))
}

fn joined(errors: &[Error]) -> String {
    errors.iter().map(Error::to_string).collect::<Vec<_>>().join("; ")
}
