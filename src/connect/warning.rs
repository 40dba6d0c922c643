//! What a user should know although the connection may still succeed.

use std::fmt;
use std::path::PathBuf;

/// Something that was passed over, as libpq does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Warning {
    /// The password file may be read by others and was not used.
    PassfileOpen(PathBuf),
    /// What the password file should be is no plain file and was not used.
    PassfileNotPlain(PathBuf),
    /// The client certificate that was named is not there; the connection goes without.
    NoCertificate(PathBuf),
    /// The authorities' certificates that were named are not there; nothing is verified.
    NoRoots(PathBuf),
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PassfileOpen(file) => write!(
                f,
                "the password file `{}` was not used, as others may read it: give it the \
                 permissions 0600",
                file.display()
            ),
            Self::PassfileNotPlain(file) => {
                write!(
                    f,
                    "the password file `{}` was not used: it is no plain file",
                    file.display()
                )
            }
            Self::NoCertificate(file) => write!(
                f,
                "the client certificate `{}` is not there; the connection goes without one",
                file.display()
            ),
            Self::NoRoots(file) => write!(
                f,
                "`{}` is not there; the server's certificate is not verified",
                file.display()
            ),
        }
    }
}
