//! What the driver's error means.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use postgres::error::{DbError, SqlState};

use super::Error;
use super::error::NoEntry;
use super::tls::TlsFault;

/// What was tried.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub address: String,
    pub user: String,
    pub database: String,
    /// The file from which the password is.
    pub passfile: Option<PathBuf>,
}

impl Context {
    /// Says what went wrong. The driver tells kinds of error apart by their text alone.
    pub fn explain(&self, error: &postgres::Error) -> Error {
        let address = self.address.clone();
        if let Some(error) = error.as_db_error() {
            return self.refusal(error);
        }
        if let Some(fault) = tls(error) {
            return Error::Tls { address, fault };
        }
        let reason = innermost(error);
        match error.to_string().as_str() {
            "error connecting to server" => Error::Reach { address, reason },
            "error performing TLS handshake" => {
                Error::Tls { address, fault: TlsFault::Other(reason) }
            }
            "invalid configuration" if reason == "password missing" => {
                Error::NoPassword { address, user: self.user.clone() }
            }
            "authentication error" => self.no_entry(reason, None),
            _ => Error::Broken { address, reason },
        }
    }

    /// Says that nothing happened for so long.
    pub fn silent(&self, patience: Duration) -> Error {
        let reason = format!("no answer within {} s", patience.as_secs());
        Error::Reach { address: self.address.clone(), reason }
    }

    fn refusal(&self, error: &DbError) -> Error {
        let (address, reason) = (self.address.clone(), error.message().to_owned());
        let code = error.code().clone();
        if code == SqlState::INVALID_CATALOG_NAME {
            return Error::NoDatabase { address, database: self.database.clone() };
        }
        match code.code().starts_with("28") {
            true => self.no_entry(reason, Some(code)),
            false => Error::Refused { address, reason, code },
        }
    }

    fn no_entry(&self, reason: String, code: Option<SqlState>) -> Error {
        Error::Authentication(Box::new(NoEntry {
            address: self.address.clone(),
            user: self.user.clone(),
            reason,
            passfile: self.passfile.clone(),
            code,
        }))
    }
}

impl Error {
    /// Returns whether another server of the list may still do.
    pub(super) fn leaves_others(&self) -> bool {
        match self {
            Self::Resolve { .. } | Self::Reach { .. } | Self::Session { .. } => true,
            Self::Broken { .. } => true,
            Self::Refused { code, .. } => *code == SqlState::CANNOT_CONNECT_NOW,
            _ => false,
        }
    }

    /// Returns whether the same server may answer otherwise with TLS, or without.
    ///
    /// A wrong password is not tried a second time, although libpq does so.
    pub(super) fn may_depend_on_tls(&self) -> bool {
        match self {
            Self::Tls { .. } => true,
            Self::Authentication(refusal) => {
                refusal.code.as_ref() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
            }
            _ => false,
        }
    }

    /// Chooses between this error and that of the second try: the one that got further.
    pub(super) fn or_clearer(self, other: Self) -> Self {
        let rank = |error: &Self| match error {
            Self::Tls { fault: TlsFault::NotOffered, .. } => 0,
            error if !error.may_depend_on_tls() => 3,
            Self::Tls { .. } => 2,
            _ => 1,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}

/// Finds what TLS stumbled over, however deep it is wrapped.
fn tls(error: &postgres::Error) -> Option<TlsFault> {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(inner) = cause {
        if inner.to_string() == "server does not support TLS" {
            return Some(TlsFault::NotOffered);
        }
        let wrapped = inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let wrapped = wrapped.and_then(|error| error.downcast_ref::<rustls::Error>());
        if let Some(error) = wrapped.or_else(|| inner.downcast_ref()) {
            return Some(TlsFault::from(error));
        }
        cause = inner.source();
    }
    None
}

/// Returns the words of the last cause, as those before it repeat ours.
fn innermost(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}
