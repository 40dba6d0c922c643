//! What is in the way of an encrypted connection, in the words of those who run servers.

use std::fmt;

use rustls::{AlertDescription, CertificateError};

/// Why the connection is not encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsFault {
    /// The server has no TLS.
    NotOffered,
    /// No trusted authority vouches for the server's certificate.
    UnknownAuthority,
    /// The certificate is for other names.
    WrongName {
        /// The names that it has.
        names: Vec<String>,
    },
    /// Only an address is known, and the name is to be verified.
    NoName,
    /// The certificate is too old.
    Expired,
    /// The certificate is not valid yet.
    NotYetValid,
    /// The certificate was revoked.
    Revoked,
    /// The server does not accept the client's certificate, or misses one.
    ClientCertificate(String),
    /// Anything else.
    Other(String),
}

impl From<&rustls::Error> for TlsFault {
    fn from(error: &rustls::Error) -> Self {
        match error {
            rustls::Error::InvalidCertificate(error) => certificate(error),
            rustls::Error::AlertReceived(alert) => match alert {
                AlertDescription::CertificateRequired
                | AlertDescription::BadCertificate
                | AlertDescription::UnsupportedCertificate
                | AlertDescription::CertificateRevoked
                | AlertDescription::CertificateExpired
                | AlertDescription::CertificateUnknown
                | AlertDescription::UnknownCA
                | AlertDescription::AccessDenied => Self::ClientCertificate(format!("{alert:?}")),
                _ => Self::Other(error.to_string()),
            },
            _ => Self::Other(error.to_string()),
        }
    }
}

fn certificate(error: &CertificateError) -> TlsFault {
    match error {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            TlsFault::UnknownAuthority
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            TlsFault::WrongName { names: presented.clone() }
        }
        CertificateError::NotValidForName => TlsFault::WrongName { names: Vec::new() },
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsFault::NotYetValid
        }
        CertificateError::Revoked => TlsFault::Revoked,
        other => TlsFault::Other(other.to_string()),
    }
}

impl fmt::Display for TlsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOffered => f.write_str("the server does not offer TLS"),
            Self::UnknownAuthority => {
                f.write_str("no trusted authority vouches for the server's certificate")
            }
            Self::WrongName { names } if names.is_empty() => {
                f.write_str("the server's certificate is for no name")
            }
            Self::WrongName { names } => {
                let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                write!(f, "the server's certificate is for {}", names.join(", "))
            }
            Self::NoName => {
                f.write_str("only an address is given, and `verify-full` verifies the host's name")
            }
            Self::Expired => f.write_str("the server's certificate has expired"),
            Self::NotYetValid => f.write_str("the server's certificate is not valid yet"),
            Self::Revoked => f.write_str("the server's certificate was revoked"),
            Self::ClientCertificate(alert) => {
                write!(f, "the server does not accept the client's certificate ({alert})")
            }
            Self::Other(reason) => f.write_str(reason),
        }
    }
}
