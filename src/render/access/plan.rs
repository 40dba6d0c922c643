//! The access plan: the statements of [grants](crate::render::grants), by who they are about.

use serde::Serialize;

use super::effective::role_words;
use crate::model::{PUBLIC, Project, Role};
use crate::render::filters::one_line;
use crate::render::grants;

/// What the template of the plan sees.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    project: &'a str,
    revocations: Vec<String>,
    sections: Vec<Section<'a>>,
}

/// One grantee.
#[derive(Debug, Serialize)]
struct Section<'a> {
    name: &'a str,
    attributes: Vec<&'static str>,
    comment: Option<&'a str>,
    statements: Vec<String>,
}

impl<'a> View<'a> {
    /// Gathers the plan: PUBLIC first, then the roles by name.
    pub fn of(project: &'a Project) -> Self {
        let database = &project.database;
        let roles = database.roles.keys().map(String::as_str);
        // What the server's own roles are granted as well.
        let others = grants::grantees(database).into_iter();
        let others = others.filter(|name| *name != PUBLIC && !database.roles.contains_key(*name));
        let names = std::iter::once(PUBLIC).chain(roles).chain(others);
        let sections = names.map(|name| section(project, name));
        let said = |section: &Section| {
            section.name != role_words(PUBLIC) || !section.statements.is_empty()
        };
        Self {
            project: &project.name,
            revocations: grants::public_revocations(database),
            sections: sections.filter(said).collect(),
        }
    }
}

fn section<'a>(project: &'a Project, name: &'a str) -> Section<'a> {
    let database = &project.database;
    let role = database.roles.get(name);
    let mut statements = grants::memberships_of(database, name, project.postgres);
    statements.extend(grants::grants_of(database, name));
    statements.extend(grants::default_privileges_of(database, name));
    Section {
        name: role_words(name),
        attributes: role.map(attributes).unwrap_or_default(),
        comment: role.and_then(|role| role.comment.as_deref()),
        statements,
    }
}

/// Returns what a role is beyond its privileges, in PostgreSQL's words.
pub fn attributes(role: &Role) -> Vec<&'static str> {
    let all = [
        (role.login, "login"),
        (role.superuser, "superuser"),
        (role.createdb, "createdb"),
        (role.createrole, "createrole"),
        (role.replication, "replication"),
        (role.bypassrls, "bypassrls"),
        (!role.inherit, "noinherit"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
}

/// Returns the memberships of a role as words: `analytics (admin, not inherited)`.
pub fn memberships(role: &Role) -> Vec<String> {
    let memberships = role.member_of.iter().map(|(group, options)| {
        let all = [
            (options.admin, "admin"),
            (!options.inherit, "not inherited"),
            (!options.set, "no set role"),
        ];
        let words: Vec<_> = all.into_iter().filter(|(said, _)| *said).map(|(_, w)| w).collect();
        let group = one_line(group);
        if words.is_empty() { group } else { format!("{group} ({})", words.join(", ")) }
    });
    memberships.collect()
}
