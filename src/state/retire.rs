//! Roles that are no longer wanted: what they own is given away, their sessions end, then they are dropped.
//!
//! <https://www.postgresql.org/docs/current/role-removal.html>

use std::collections::BTreeMap;

use crate::diff::{Change, HazardKind, Statement};
use crate::facts::Kind;
use crate::sql::{quote_identifier, quote_literal};

/// Does with retired roles that are there what it takes to drop them; what they own goes to the named role,
/// or to who applies.
pub(super) fn retire(changes: &mut [Change], retired: &BTreeMap<String, Option<String>>) {
    for change in changes.iter_mut().filter(|change| change.id.kind == Kind::Role) {
        if let Some(to) = retired.get(&*change.id.name) {
            change.statements = statements(&change.id.name, to.as_deref());
        }
    }
}

fn statements(name: &str, to: Option<&str>) -> Vec<Statement> {
    let (role, literal) = (quote_identifier(name), quote_literal(name));
    let to = to.map_or("current_user".into(), quote_identifier);
    let ends = format!(
        "select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where usename = {literal} and pid <> pg_catalog.pg_backend_pid()"
    );
    vec![
        Statement::alter(format!("alter role {role} with nologin"))
            .hazard(HazardKind::NarrowsAccess, format!("`{name}` can no longer log in")),
        Statement::alter(ends)
            .hazard(HazardKind::BreaksClients, format!("sessions of `{name}` are ended")),
        Statement::alter(format!("reassign owned by {role} to {to}")),
        // Nothing but its privileges is left.
        Statement::alter(format!("drop owned by {role}")),
        Statement::drop(format!("drop role {role}"))
            .hazard(HazardKind::BreaksClients, format!("whatever uses `role {name}` fails")),
    ]
}
