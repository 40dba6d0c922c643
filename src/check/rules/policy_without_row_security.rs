//! `policy_without_row_security`: policies on a table whose row security is off have no effect.
//! See <https://www.postgresql.org/docs/current/ddl-rowsecurity.html>.

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectId, ObjectKind, RowSecurity};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let tables = facts.database().tables.iter();
    let open = tables.filter(|(_, table)| table.row_security == RowSecurity::Off);
    open.filter_map(|(name, table)| {
        let policy = table.policies.keys().next()?;
        let id = ObjectId::part(ObjectKind::Policy, name, policy.clone());
        let message = format!("policies have no effect: row security of `{name}` is off");
        let place = *facts.context.places.get(&id)?;
        let finding = Diagnostic::warning("policy_without_row_security", place, message)
            .about(format!("table {name}"));
        Some(finding.with_help("add `row_security: enabled`, or `forced` to hold the owner too"))
    })
    .collect()
}
