//! Roles that log in.

use super::facts::{Facts, Found};
use crate::model::{ObjectId, Role, TypeDefinition};
use crate::sql::quote_identifier;

/// Says the same of every role that logs in and that something is true of.
fn logins(facts: &Facts, which: impl Fn(&Role) -> bool, detail: &str, fix: &str) -> Vec<Found> {
    let open = facts.logins().filter(|(_, role)| which(role));
    open.map(|(name, _)| facts.of_role(name, detail, fix)).collect()
}

/// `login_superuser`.
pub(super) fn superuser(facts: &Facts) -> Vec<Found> {
    let detail = "may log in and passes every check";
    logins(facts, |role| role.superuser, detail, "leave `superuser` out, and grant what it needs")
}

/// `login_createrole`.
pub(super) fn createrole(facts: &Facts) -> Vec<Found> {
    let is_found = |role: &Role| role.createrole && !role.superuser;
    let detail = "may log in and make roles, or change those that there are";
    logins(facts, is_found, detail, "leave `createrole` out")
}

/// `login_bypasses_row_security`.
pub(super) fn bypasses_row_security(facts: &Facts) -> Vec<Found> {
    let is_found = |role: &Role| role.bypassrls && !role.superuser;
    let detail = "may log in, and row security does not hold for it";
    logins(facts, is_found, detail, "leave `bypassrls` out")
}

/// `login_replication`.
pub(super) fn replication(facts: &Facts) -> Vec<Found> {
    let is_found = |role: &Role| role.replication && !role.superuser;
    let detail = "may log in and copy the whole cluster, whatever is granted";
    logins(facts, is_found, detail, "leave `replication` out")
}

/// `login_without_password`.
pub(super) fn without_password(facts: &Facts) -> Vec<Found> {
    let detail = "may log in and has no password: whatever lets it in asks for none";
    let fix = "add `password: { env: VARIABLE }`";
    logins(facts, |role| role.password.is_none(), detail, fix)
}

/// `login_without_expiry`.
pub(super) fn without_expiry(facts: &Facts) -> Vec<Found> {
    let is_found = |role: &Role| {
        role.valid_until.as_deref().is_none_or(|day| day.trim().eq_ignore_ascii_case("infinity"))
    };
    let detail = "may log in, and its password never ends";
    logins(
        facts,
        is_found,
        detail,
        "add `valid_until: DAY`, or accept it where passwords change otherwise",
    )
}

/// `login_without_connection_limit`.
pub(super) fn without_connection_limit(facts: &Facts) -> Vec<Found> {
    let is_found = |role: &Role| role.connection_limit.is_none_or(|limit| limit < 0);
    let detail = "may take every connection that the server has";
    logins(facts, is_found, detail, "add `connection_limit: NUMBER`")
}

/// `login_without_timeout`: neither of the role, nor of the database, nor of the server.
pub(super) fn without_timeout(facts: &Facts) -> Vec<Found> {
    const TIMEOUTS: [&str; 3] =
        ["statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout"];
    let ends = |(name, value): (&String, &String)| {
        let known = TIMEOUTS.iter().any(|it| it.eq_ignore_ascii_case(name));
        known && !value.is_empty() && !value.starts_with('0')
    };
    let mut of_all = facts.database.settings.iter().chain(&facts.project.image.settings);
    if of_all.any(ends) {
        return Vec::new();
    }
    let detail = "may log in, and nothing ends its statements or its idle transactions";
    let fix = "add `settings: { statement_timeout: 30s }`";
    logins(facts, |role| !role.all_settings().any(ends), detail, fix)
}

/// `login_owns_objects`.
pub(super) fn owns_objects(facts: &Facts) -> Vec<Found> {
    let mut found = Vec::new();
    for (name, _) in facts.logins().filter(|(_, role)| !role.superuser) {
        let mut owned = owned(facts, name);
        owned.sort();
        let Some(first) = owned.first() else { continue };
        let what = match owned.len() {
            1 => first.clone(),
            count => format!("{count} objects, as {first}"),
        };
        let detail =
            format!("may log in and owns {what}: an owner grants, changes and drops as it likes");
        found.push(facts.of_role(
            name,
            detail,
            "let a role own them that nobody logs in as, in `owner`",
        ));
    }
    found
}

/// Names what a role owns; sequences of columns go with their tables.
fn owned(facts: &Facts, role: &str) -> Vec<String> {
    let database = facts.database;
    let is = |owner: &Option<String>| owner.as_deref() == Some(role);
    let mut owned = Vec::new();
    let tables = database.tables.iter().filter(|(_, it)| is(&it.owner));
    owned.extend(tables.map(|(name, _)| format!("table {name}")));
    let views = database.views.iter().filter(|(_, it)| is(&it.owner));
    owned.extend(views.map(|(name, it)| ObjectId::in_schema(it.kind(), name).to_string()));
    let routines = database.routines.iter().filter(|(_, it)| is(&it.owner));
    owned.extend(routines.map(|(name, it)| super::facts::routine_name(name, it)));
    let schemas = database.schemas.iter().filter(|(_, it)| is(&it.owner));
    owned.extend(schemas.map(|(name, _)| format!("schema {}", quote_identifier(name))));
    let sequences = database.sequences.iter();
    let sequences = sequences.filter(|(_, it)| is(&it.owner) && it.owned_by.is_none());
    owned.extend(sequences.map(|(name, _)| format!("sequence {name}")));
    let types = database
        .types
        .iter()
        .filter(|(_, it)| is(&it.owner) && !matches!(it.definition, TypeDefinition::Composite(_)));
    owned.extend(types.map(|(name, _)| format!("type {name}")));
    owned
}
