//! The access plan: the statements of [grants](crate::render::grants), by who they are about.

use serde::Serialize;

use crate::access::words::{attributes, role_words};
use crate::model::{PUBLIC, Project};
use crate::render::grants;

/// What the template of the plan sees.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    project: &'a str,
    revocations: Vec<String>,
    sections: Vec<Section<'a>>,
    /// What roles give on to others.
    given_on: Vec<String>,
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
            given_on: grants::given_on::statements(database),
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
