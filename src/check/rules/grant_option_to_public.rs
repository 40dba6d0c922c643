//! `grant_option_to_public`: PostgreSQL lets roles grant on, never PUBLIC.
//! See <https://www.postgresql.org/docs/current/sql-grant.html>.

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::PUBLIC;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let grants = facts.grants().filter(|grant| grant.with_grant_option && grant.role == PUBLIC);
    grants
        .map(|grant| {
            let message = "`public` cannot be allowed to grant on: it is every role";
            Diagnostic::error("grant_option_to_public", grant.span, message)
                .with_help("remove `with_grant_option`, or grant to a role of its own")
        })
        .collect()
}
