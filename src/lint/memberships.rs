//! Memberships: what a role comes to by them.

use super::facts::{Facts, Found};
use crate::model::{Membership, Role};
use crate::sql::quote_identifier;

/// Returns every membership of a role of the project.
fn all<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a str, &'a Role, &'a str, Membership)> {
    facts.database.roles.iter().flat_map(|(name, role)| {
        let groups = role.member_of.iter();
        groups.map(move |(group, membership)| (name.as_str(), role, group.as_str(), *membership))
    })
}

fn found(facts: &Facts, role: &str, group: &str, detail: String, fix: impl Into<String>) -> Found {
    Found { span: facts.places.membership(role, group), ..facts.of_role(role, detail, fix) }
}

/// `admin_option`. Who makes a role has it from the server itself.
pub(super) fn admin_option(facts: &Facts) -> Vec<Found> {
    let mut open: Vec<Found> = Vec::new();
    let options = all(facts)
        .filter(|(_, role, _, how)| how.admin && !role.superuser && !role.createrole)
        .map(|(name, _, group, _)| (name, group));
    let mut by_role: std::collections::BTreeMap<&str, Vec<&str>> = Default::default();
    options.for_each(|(name, group)| by_role.entry(name).or_default().push(group));
    for (name, groups) in by_role {
        let detail = format!("may make others members of {}", groups.join(", "));
        open.push(found(facts, name, groups[0], detail, "leave `admin` out"));
    }
    open
}

/// `member_of_all_data`.
pub(super) fn all_data(facts: &Facts) -> Vec<Found> {
    let found = all(facts).filter_map(|(role, _, group, _)| {
        let does = match group {
            "pg_read_all_data" => "reads every table",
            "pg_write_all_data" => "changes every table",
            "pg_maintain" => "maintains every table",
            _ => return None,
        };
        let detail = format!(
            "is a member of {group}, which {does}, whatever is granted and whatever is made later"
        );
        Some(found(facts, role, group, detail, "grant what it needs under `grants`"))
    });
    found.collect()
}

/// `member_of_server_programs`.
pub(super) fn server_programs(facts: &Facts) -> Vec<Found> {
    let found = all(facts).filter_map(|(role, _, group, _)| {
        let does = match group {
            "pg_execute_server_program" => "runs programs on",
            "pg_read_server_files" => "reads files of",
            "pg_write_server_files" => "writes files of",
            _ => return None,
        };
        let detail = format!(
            "is a member of {group}, which {does} the server: from there, anything is reached"
        );
        Some(found(facts, role, group, detail, format!("remove `{group}` from `member_of`")))
    });
    found.collect()
}

/// `login_becomes_powerful`.
pub(super) fn becomes_powerful(facts: &Facts) -> Vec<Found> {
    let mut all_found = Vec::new();
    for (name, _) in facts.logins().filter(|(_, role)| !role.superuser) {
        let mut reached = facts.access.becomes(name);
        reached.sort_unstable();
        let powerful = reached.iter().filter_map(|group| Some((*group, power(facts, group)?)));
        let powerful: Vec<(&str, &str)> = powerful.collect();
        let Some((first, _)) = powerful.first() else { continue };
        let words = powerful.iter().map(|(group, power)| {
            let group = quote_identifier(group);
            format!("{group}, which {power}")
        });
        let detail = format!("may SET ROLE to {}", words.collect::<Vec<_>>().join("; "));
        let fix = format!(
            "end the membership that leads to `{first}`; on PostgreSQL 16 and later, `set: false` does"
        );
        all_found.push(found(facts, name, first, detail, fix));
    }
    all_found
}

fn power(facts: &Facts, role: &str) -> Option<&'static str> {
    let role = facts.database.roles.get(role)?;
    match role {
        Role { superuser: true, .. } => Some("is a superuser"),
        Role { bypassrls: true, .. } => Some("bypasses row security"),
        Role { createrole: true, .. } => Some("makes roles"),
        _ => None,
    }
}
