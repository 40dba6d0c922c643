//! Passwords as SCRAM verifiers: what reaches the server instead of the password.

use postgres::Transaction;
use postgres_protocol::password::scram_sha_256;

use crate::sql::{quote_identifier, quote_literal};

/// Why a text cannot be a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It has no characters.
    #[error("the password in `{0}` is empty")]
    Empty(String),
    /// PostgreSQL ends a password at its first zero byte.
    #[error("the password in `{0}` holds a zero byte")]
    ZeroByte(String),
    /// It has a line's end, which is more likely an accident than meant.
    #[error("the password in `{0}` holds the end of a line")]
    LineEnd(String),
}

/// Computes the SCRAM-SHA-256 verifier of a password: SASLprep, a random salt, 4096 iterations,
/// as `libpq` does. `name` says where it came from; the password itself is never told.
///
/// <https://www.postgresql.org/docs/current/catalog-pg-authid.html>
///
/// # Errors
/// A password that no client could log in with, or that was likely not meant.
pub fn verifier(name: &str, password: &str) -> Result<String, PasswordError> {
    if password.is_empty() {
        return Err(PasswordError::Empty(name.to_owned()));
    }
    if password.contains('\0') {
        return Err(PasswordError::ZeroByte(name.to_owned()));
    }
    if password.contains(['\n', '\r']) {
        return Err(PasswordError::LineEnd(name.to_owned()));
    }
    Ok(scram_sha_256(password.as_bytes()))
}

/// Gives a role a password by its verifier, until the end of the transaction unlogged where the server lets
/// this role say so.
///
/// # Errors
/// The server's refusal.
pub fn set(
    change: &mut Transaction<'_>,
    role: &str,
    verifier: &str,
) -> Result<(), postgres::Error> {
    for (setting, value) in [
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_min_duration_statement", "-1"),
    ] {
        let sql = "select set_config($1, $2, true) where has_parameter_privilege($1, 'SET')";
        change.execute(sql, &[&setting, &value])?;
    }
    let (role, verifier) = (quote_identifier(role), quote_literal(verifier));
    change.batch_execute(&format!("alter role {role} password {verifier}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_has_postgresql_s_form_and_a_salt_of_its_own() {
        let first = verifier("X", "pässword").unwrap();
        assert!(first.starts_with("SCRAM-SHA-256$4096:"), "{first}");
        assert!(!first.contains("word"));
        assert_ne!(first, verifier("X", "pässword").unwrap());
    }

    #[test]
    fn what_cannot_be_a_password_is_refused_without_telling_it() {
        assert_eq!(verifier("X", ""), Err(PasswordError::Empty("X".into())));
        for text in ["hunter\0", "hunter\n"] {
            let error = verifier("X", text).unwrap_err().to_string();
            assert!(!error.contains("hunter"), "{error}");
        }
    }
}
