//! Roles of the cluster: statements that may run again, as roles outlive databases.
//!
//! Passwords are never here. What a role is not is said too, so that one that existed before has
//! no more rights than it was given.

use super::section::Section;
use super::text::{comment, dotted};
use crate::model::{Database, Membership, ObjectId, ObjectKind, Role};
use crate::sql::{dollar_quote, quote_identifier, quote_literal};

/// The first version that knows INHERIT and SET of a membership.
const MEMBERSHIP_OPTIONS: u16 = 16;

/// Settings that are lists of names, each of which is quoted by itself; whether names are folded.
///
/// These are the ones that PostgreSQL marks `GUC_LIST_QUOTE`.
const LISTS: &[(&str, bool)] = &[
    ("local_preload_libraries", false),
    ("search_path", true),
    ("session_preload_libraries", false),
    ("shared_preload_libraries", false),
    ("temp_tablespaces", true),
    ("unix_socket_directories", false),
];

/// Writes the sections of all roles, then that of their memberships.
pub(super) fn sections(database: &Database, major: u16) -> Vec<Section> {
    let mut sections: Vec<_> =
        database.roles.iter().map(|(name, role)| section(name, role)).collect();
    let memberships: Vec<String> = database
        .roles
        .iter()
        .flat_map(|(name, role)| {
            let options = role.member_of.iter();
            options.map(move |(of, options)| membership(name, of, *options, role.inherit, major))
        })
        .collect();
    if !memberships.is_empty() {
        sections.push(Section::titled("Memberships".into(), memberships));
    }
    sections
}

fn section(name: &str, role: &Role) -> Section {
    let what = format!("role {}", quote_identifier(name));
    let mut statements = vec![create(name), alter(&what, role)];
    statements.extend(role.settings.iter().map(|(key, value)| {
        format!("alter {what} set {} to {};", dotted(key), setting(key, value))
    }));
    statements.extend(comment(&what, role.comment.as_deref()));
    let id = ObjectId::global(ObjectKind::Role, name);
    Section::of(&id, role.comment.as_deref(), statements)
}

fn create(name: &str) -> String {
    let body = format!(
        "\nbegin\n    if not exists (select from pg_catalog.pg_roles where rolname = {}) then\n        \
         create role {};\n    end if;\nend\n",
        quote_literal(name),
        quote_identifier(name)
    );
    format!("do {};", dollar_quote(&body))
}

fn alter(what: &str, role: &Role) -> String {
    let attributes = [
        ("login", role.login),
        ("superuser", role.superuser),
        ("createdb", role.createdb),
        ("createrole", role.createrole),
        ("inherit", role.inherit),
        ("replication", role.replication),
        ("bypassrls", role.bypassrls),
    ];
    let words = attributes.map(|(word, has)| format!("{}{word}", if has { "" } else { "no" }));
    let mut text = format!("alter {what} with {}", words.join(" "));
    if let Some(limit) = role.connection_limit {
        text.push_str(&format!("\n    connection limit {limit}"));
    }
    if let Some(until) = &role.valid_until {
        text.push_str(&format!("\n    valid until {}", quote_literal(until)));
    }
    text.push(';');
    text
}

/// Writes a membership. Options at their defaults are left out, so that the statement runs on every
/// version: no ADMIN, SET, and INHERIT as the member itself inherits.
fn membership(member: &str, of: &str, options: Membership, inherits: bool, major: u16) -> String {
    let mut words = Vec::new();
    if options.admin {
        words.push(if major >= MEMBERSHIP_OPTIONS { "admin true" } else { "admin option" });
    }
    if options.inherit != inherits {
        words.push(if options.inherit { "inherit true" } else { "inherit false" });
    }
    if !options.set {
        words.push("set false");
    }
    let suffix =
        if words.is_empty() { String::new() } else { format!(" with {}", words.join(", ")) };
    format!("grant {} to {}{suffix};", quote_identifier(of), quote_identifier(member))
}

fn setting(name: &str, value: &str) -> String {
    let list = LISTS.iter().find(|(list, _)| list.eq_ignore_ascii_case(name));
    let Some((_, folded)) = list else { return quote_literal(value) };
    let elements: Vec<_> = elements(value, *folded).iter().map(|e| quote_literal(e)).collect();
    if elements.is_empty() { "''".into() } else { elements.join(", ") }
}

/// Splits a list at its commas as the server does: quoted elements stay, others are trimmed.
fn elements(value: &str, folded: bool) -> Vec<String> {
    let mut elements = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (element, after) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_element(quoted)
        } else {
            let (element, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            let element = element.trim();
            (if folded { element.to_lowercase() } else { element.to_owned() }, after)
        };
        elements.push(element);
        rest = after.trim_start().strip_prefix(',').map_or("", str::trim_start);
    }
    elements
}

/// Reads to the closing quote; two quotes stand for one.
fn quoted_element(text: &str) -> (String, &str) {
    let mut element = String::new();
    let mut rest = text;
    while let Some(end) = rest.find('"') {
        element.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                element.push('"');
                rest = after;
            }
            None => return (element, rest),
        }
    }
    (element + rest, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_lists_as_lists() {
        assert_eq!(setting("search_path", "Sales, \"$user\",public"), "'sales', '$user', 'public'");
        assert_eq!(setting("Search_Path", r#""a ""b"", c", d"#), r#"'a "b", c', 'd'"#);
        assert_eq!(setting("search_path", ""), "''");
        assert_eq!(setting("session_preload_libraries", "Auto_explain, b"), "'Auto_explain', 'b'");
        assert_eq!(setting("datestyle", "ISO, DMY"), "'ISO, DMY'", "not a list of names");
    }

    #[test]
    fn writes_memberships_as_the_version_knows_them() {
        let options = Membership { admin: true, inherit: false, set: true };
        assert_eq!(
            membership("a", "Team", options, true, 16),
            "grant \"Team\" to a with admin true, inherit false;"
        );
        let admin = Membership { admin: true, inherit: true, set: true };
        assert_eq!(membership("a", "b", admin, true, 15), "grant b to a with admin option;");
        let plain = Membership { admin: false, inherit: true, set: true };
        assert_eq!(membership("a", "b", plain, true, 17), "grant b to a;");
        let held_back = Membership { set: false, ..plain };
        assert_eq!(membership("a", "b", held_back, true, 16), "grant b to a with set false;");
        let apart = Membership { inherit: false, ..plain };
        assert_eq!(membership("a", "b", apart, false, 16), "grant b to a;");
    }

    #[test]
    fn creates_roles_whatever_they_are_called() {
        assert!(create("a$$'b").starts_with("do $body$\n"));
        assert!(create("a$$'b").contains("rolname = 'a$$''b'"));
    }
}
