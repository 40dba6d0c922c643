//! What a server said when it refused.

use std::error::Error as _;
use std::fmt;

use postgres::error::{DbError, Severity};

/// SQLSTATEs after which the same batch may well run: whoever was in the way is gone by then.
const PASSING: &[&str] = &["55P03", "40P01", "40001"];

/// What PostgreSQL calls `elog` errors; the message tells them apart.
const INTERNAL: &str = "XX000";

/// A server's refusal, or the loss of the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// SQLSTATE; none where it was not the server that spoke.
    pub code: Option<Box<str>>,
    /// What was said.
    pub message: String,
    /// More on it.
    pub detail: Option<Box<str>>,
    /// The server's own way out.
    pub hint: Option<Box<str>>,
    /// Whether the connection is gone.
    pub lost: bool,
}

impl Answer {
    /// Returns whether it has this SQLSTATE.
    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    /// Returns whether it may well go away by itself: a lock that could not be had in time, a
    /// deadlock, a serialization failure, or a catalog row that somebody else changed meanwhile.
    pub fn passes(&self) -> bool {
        let passing = self.code.as_deref().is_some_and(|code| PASSING.contains(&code));
        let concurrent = self.message.starts_with("tuple concurrently ");
        passing || (self.is(INTERNAL) && concurrent)
    }
}

impl From<&postgres::Error> for Answer {
    fn from(error: &postgres::Error) -> Self {
        let Some(server) = error.as_db_error() else {
            let message = error
                .source()
                .map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
            return Self { code: None, message, detail: None, hint: None, lost: true };
        };
        Self::from(server)
    }
}

impl From<&DbError> for Answer {
    fn from(server: &DbError) -> Self {
        Self {
            code: Some(server.code().code().into()),
            message: server.message().to_owned(),
            detail: server.detail().map(Into::into),
            hint: server.hint().map(Into::into),
            lost: matches!(server.parsed_severity(), Some(Severity::Fatal | Severity::Panic)),
        }
    }
}

impl From<postgres::Error> for Answer {
    fn from(error: postgres::Error) -> Self {
        Self::from(&error)
    }
}

impl fmt::Display for Answer {
    /// Writes the message with its SQLSTATE, then detail and hint on lines of their own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(code) = &self.code {
            write!(f, " (SQLSTATE {code})")?;
        }
        for (label, text) in [("detail", &self.detail), ("hint", &self.hint)] {
            if let Some(text) = text {
                write!(f, "\n  {label}: {text}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: &str, message: &str) -> Answer {
        let (code, message) = (Some(code.into()), message.to_owned());
        Answer { code, message, detail: None, hint: None, lost: false }
    }

    #[test]
    fn what_passes_is_told_from_what_stays() {
        for code in ["55P03", "40P01", "40001"] {
            assert!(answer(code, "").passes(), "{code}");
        }
        assert!(answer("XX000", "tuple concurrently updated").passes());
        assert!(!answer("XX000", "cache lookup failed for relation 5").passes());
        assert!(!answer("57014", "canceling statement due to statement timeout").passes());
        assert!(!answer("42501", "permission denied").passes());
    }
}
