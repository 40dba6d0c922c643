//! Roles of the cluster: statements that may run again, as roles outlive databases.
//!
//! Passwords are never here. What a role is not is said too, so that one that existed before has
//! no more rights than it was given.

use super::foundation::escaped;
use super::section::Section;
use super::text::{comment, dotted};
use crate::model::{Database, ObjectId, ObjectKind, Role};
use crate::render::grants;
use crate::sql::{act_as, make_role, quote_identifier, quote_literal, setting_value};

/// Writes the sections of all roles, then that of their memberships.
pub(super) fn sections(database: &Database, major: u16) -> Vec<Section> {
    let mut sections: Vec<_> =
        database.roles.iter().map(|(name, role)| section(name, role)).collect();
    let memberships = grants::membership_statements(database, major).into_iter();
    let memberships: Vec<String> = memberships.map(|grant| format!("{grant};")).collect();
    if !memberships.is_empty() {
        sections.push(Section::titled("Memberships".into(), memberships));
    }
    let owners = database.owners().into_iter().filter(|owner| database.roles.contains_key(*owner));
    let acting: Vec<String> = owners.map(|owner| format!("{};", act_as(owner))).collect();
    if !acting.is_empty() {
        let title = "Whoever runs this acts as the owners of what is made below".into();
        sections.push(Section::titled(title, acting));
    }
    sections
}

fn section(name: &str, role: &Role) -> Section {
    let what = format!("role {}", quote_identifier(name));
    let mut statements = make_role(name, &options(role)).map(|made| format!("{made};")).to_vec();
    statements.extend(role.settings.iter().map(|(key, value)| {
        format!("alter {what} set {} to {};", dotted(key), setting_value(key, value))
    }));
    statements.extend(role.settings_in_database.iter().map(|(key, value)| {
        let value = setting_value(key, value);
        in_database(&format!("{what} in database"), &format!("set {} to {value}", dotted(key)))
    }));
    statements.extend(comment(&what, role.comment.as_deref()));
    let id = ObjectId::global(ObjectKind::Role, name);
    Section::of(&id, role.comment.as_deref(), statements)
}

/// Alters something of this database, whose name only the server knows.
fn in_database(what: &str, change: &str) -> String {
    super::foundation::on_it(&format!("alter {} %I {}", escaped(what), escaped(change)))
}

/// Everything that a role is and is not, in PostgreSQL's words.
fn options(role: &Role) -> Vec<String> {
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
    let limit = role.connection_limit.map(|limit| format!("connection limit {limit}"));
    let until =
        role.valid_until.as_ref().map(|until| format!("valid until {}", quote_literal(until)));
    words.into_iter().chain(limit).chain(until).collect()
}
