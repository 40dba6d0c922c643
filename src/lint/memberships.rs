//! Memberships: what a role comes to by them.

use super::facts::{Facts, Found, joined};
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

/// Returns who is a member of a role that PostgreSQL comes with, with the membership that leads there:
/// each role that is one itself, and of those that log in, also who is one through others.
fn reaching<'a>(facts: &Facts<'a>, group: &str) -> Vec<(&'a str, Vec<&'a str>)> {
    let roles = facts.database.roles.iter();
    let reaching = roles.filter_map(|(name, role)| {
        if let Some((group, _)) = role.member_of.get_key_value(group) {
            return Some((name.as_str(), vec![group.as_str()]));
        }
        if !role.login || role.superuser {
            return None;
        }
        let is_plain = |name: &str| facts.database.roles.get(name).is_some_and(|it| !it.superuser);
        let ways = role.member_of.keys().map(String::as_str);
        let ways: Vec<&str> =
            ways.filter(|way| is_plain(way) && leads(facts, way, group, &mut Vec::new())).collect();
        (!ways.is_empty()).then_some((name.as_str(), ways))
    });
    reaching.collect()
}

/// Returns whether memberships lead from a role to another.
fn leads<'a>(facts: &Facts<'a>, role: &str, to: &str, seen: &mut Vec<&'a str>) -> bool {
    let Some((name, role)) = facts.database.roles.get_key_value(role) else { return false };
    if seen.contains(&name.as_str()) {
        return false;
    }
    seen.push(name);
    role.member_of.keys().any(|group| group == to || leads(facts, group, to, seen))
}

/// Says of everyone who is a member of a role that PostgreSQL comes with what that role does.
fn members(facts: &Facts, groups: &[(&str, &str)], fix: impl Fn(&str) -> String) -> Vec<Found> {
    let mut all_found = Vec::new();
    for (group, does) in groups {
        for (role, ways) in reaching(facts, group) {
            let through = match ways.as_slice() {
                [direct] if direct == group => String::new(),
                ways => format!(" through {}", joined(ways.iter().map(|it| quote_identifier(it)))),
            };
            let detail = format!("is a member of {group}{through}, which {does}");
            all_found.push(found(facts, role, ways[0], detail, fix(group)));
        }
    }
    all_found
}

/// `member_of_all_data`.
pub(super) fn all_data(facts: &Facts) -> Vec<Found> {
    let groups = [
        ("pg_read_all_data", "reads every table, whatever is granted and whatever is made later"),
        (
            "pg_write_all_data",
            "changes every table, whatever is granted and whatever is made later",
        ),
        ("pg_maintain", "maintains every table, whatever is granted and whatever is made later"),
    ];
    members(facts, &groups, |_| "grant what it needs under `grants`".to_owned())
}

/// `member_of_server_programs`.
pub(super) fn server_programs(facts: &Facts) -> Vec<Found> {
    let groups = [
        (
            "pg_execute_server_program",
            "runs programs on the server: from there, anything is reached",
        ),
        ("pg_read_server_files", "reads files of the server: from there, anything is reached"),
        ("pg_write_server_files", "writes files of the server: from there, anything is reached"),
    ];
    members(facts, &groups, |group| format!("remove `{group}` from `member_of`"))
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
