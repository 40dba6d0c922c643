//! Roles of the cluster: statements that may run again, as roles outlive databases.
//!
//! Passwords are never here. What a role is not is said too, so that one that existed before has
//! no more rights than it was given.

use super::foundation::escaped;
use super::section::Section;
use super::text::{comment, dotted};
use crate::model::{Database, ObjectId, ObjectKind, Role};
use crate::render::grants;
use crate::sql::{dollar_quote, quote_identifier, quote_literal, setting_value};

/// Writes the sections of all roles, then that of their memberships.
pub(super) fn sections(database: &Database, major: u16) -> Vec<Section> {
    let mut sections: Vec<_> =
        database.roles.iter().map(|(name, role)| section(name, role)).collect();
    let memberships = grants::membership_statements(database, major).into_iter();
    let memberships: Vec<String> = memberships.map(|grant| format!("{grant};")).collect();
    if !memberships.is_empty() {
        sections.push(Section::titled("Memberships".into(), memberships));
    }
    sections
}

fn section(name: &str, role: &Role) -> Section {
    let what = format!("role {}", quote_identifier(name));
    let mut statements = vec![create(name), alter(&what, role)];
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

fn create(name: &str) -> String {
    let body = format!(
        "\nbegin\n    if not exists (select from pg_catalog.pg_roles where rolname = {}) then\n        \
         create role {};\n    end if;\nend\n",
        quote_literal(name),
        quote_identifier(name)
    );
    format!("do {};", dollar_quote(&body))
}

/// Alters something of this database, whose name only the server knows.
fn in_database(what: &str, change: &str) -> String {
    super::foundation::on_it(&format!("alter {} %I {}", escaped(what), escaped(change)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creates_roles_whatever_they_are_called() {
        assert!(create("a$$'b").starts_with("do $body$\n"));
        assert!(create("a$$'b").contains("rolname = 'a$$''b'"));
    }
}
