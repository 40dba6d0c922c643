//! Roles that are no longer wanted: what they own is given away, their sessions end, then they are dropped.
//!
//! A role belongs to the whole cluster, a plan to one database. Where the role has something in other
//! databases, each of them gets the plan, and the last one drops it: were it an error before, no database
//! could be the first.
//!
//! <https://www.postgresql.org/docs/current/role-removal.html>

use std::collections::BTreeMap;

use crate::diff::{Change, HazardKind, Statement};
use crate::facts::Kind;
use crate::sql::{dollar_quote, quote_identifier, quote_literal};

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
        Statement::drop(drop_unless_elsewhere(&role, &literal))
            .hazard(HazardKind::BreaksClients, format!("whatever uses `role {name}` fails")),
    ]
}

/// Drops the role, unless other databases hold it: then a warning names them.
fn drop_unless_elsewhere(role: &str, literal: &str) -> String {
    let kept = "role % stays until this is done in these databases too, where it owns something or may do something: %";
    let body = format!(
        "
declare
    elsewhere text;
begin
    select string_agg(distinct quote_ident(d.datname), ', ') into elsewhere
    from pg_catalog.pg_shdepend s
    join pg_catalog.pg_roles r on r.oid = s.refobjid and r.rolname = {literal}
    join pg_catalog.pg_database d on d.oid = s.dbid and d.datname <> current_database()
    where s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass;
    if elsewhere is null then
        drop role {role};
    else
        raise warning '{kept}', quote_ident({literal}), elsewhere;
    end if;
end
"
    );
    format!("do {}", dollar_quote(&body))
}
