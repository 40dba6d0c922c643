//! `grant_to_superuser`: a grant to a role that passes every check anyway.
//! See <https://www.postgresql.org/docs/current/role-attributes.html>.

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::diagnostic::Diagnostic;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut reported = BTreeSet::new();
    let to_superusers = facts.grants().filter(|grant| facts.is_superuser(&grant.role));
    to_superusers
        .filter(|grant| reported.insert(&grant.role))
        .map(|grant| {
            let message =
                format!("`{}` is a superuser: it may do everything without grants", grant.role);
            Diagnostic::warning("grant_to_superuser", grant.span, message)
                .with_help("remove its grants, or `superuser: true`")
        })
        .collect()
}
