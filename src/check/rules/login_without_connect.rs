//! `login_without_connect`: a role that may log in and has no CONNECT on the database. PostgreSQL
//! gives CONNECT to PUBLIC; pgspec takes that away, so that what is not granted is refused.
//! See <https://www.postgresql.org/docs/current/ddl-priv.html>.

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{Privilege, Target};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let logins = facts.database().roles.iter().filter(|(_, role)| role.login);
    logins
        .filter(|(name, _)| !facts.is_faulty(name))
        .filter(|(name, _)| !facts.allows(name, &Target::Database, Privilege::Connect))
        .filter_map(|(name, _)| {
            let message = format!("`{name}` may log in, but not connect to the database");
            let finding =
                Diagnostic::error("login_without_connect", facts.role_place(name)?, message);
            Some(finding.with_help(
                "add `- { on: database, connect: true }` to its grants or to a role it inherits from",
            ))
        })
        .collect()
}
