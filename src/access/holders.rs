//! One privilege: which roles have it, and which come to it by another.

use serde::Serialize;

use super::show::roads;
use super::words::role_words;
use crate::model::{Access, Database, ObjectKind, ObjectName, PUBLIC, Privilege, Target};
use crate::sql::quote_identifier;

/// A role that has a privilege, or comes to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// The role; `PUBLIC` for every role.
    pub role: String,
    /// Whether it may log in.
    pub login: bool,
    /// How it comes to it.
    pub roads: Vec<String>,
}

/// Who has a privilege on an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Holders {
    /// Roles that have it, as they are.
    pub direct: Vec<Holder>,
    /// Roles that can SET ROLE to one that has it, and do not have it themselves.
    pub by_set_role: Vec<Holder>,
    /// Roles that read it through a view that reads with its owner's rights; for SELECT alone.
    pub through_views: Vec<Holder>,
}

/// Answers for one privilege on one object. Superusers are among them: every check passes them.
pub fn who_can(database: &Database, target: &Target, privilege: Privilege) -> Holders {
    let access = Access::new(database);
    let names = || std::iter::once(PUBLIC).chain(database.roles.keys().map(String::as_str));
    let mut holders = Holders::default();
    for role in names() {
        let roads = of_role(&access, role, target, privilege);
        if !roads.is_empty() {
            holders.direct.push(holder(database, role, roads));
        }
    }
    let others = names().filter(|role| !holders.has(role));
    let by_set_role = others.filter_map(|role| {
        let held = access.becomes(role).into_iter().filter(|other| holders.has(other));
        let roads: Vec<String> =
            held.map(|other| format!("SET ROLE {}", quote_identifier(other))).collect();
        (!roads.is_empty()).then(|| holder(database, role, roads))
    });
    holders.by_set_role = by_set_role.collect();
    if privilege == Privilege::Select
        && let Target::Table(table) | Target::Column(table, _) = target
    {
        let views = views(database, table);
        for role in names() {
            let read = views
                .iter()
                .filter(|view| access.on_table(role, view, None, privilege).is_allowed());
            let roads: Vec<String> = read.map(|view| format!("view {view}")).collect();
            if !roads.is_empty() {
                holders.through_views.push(holder(database, role, roads));
            }
        }
    }
    holders
}

impl Holders {
    fn has(&self, role: &str) -> bool {
        self.direct.iter().any(|holder| holder.role == role_words(role))
    }
}

fn holder(database: &Database, role: &str, roads: Vec<String>) -> Holder {
    let login = database.roles.get(role).is_some_and(|role| role.login);
    Holder { role: role_words(role).to_owned(), login, roads }
}

/// Returns every road to an object, the schema's USAGE required; to a column by the table too.
fn of_role(access: &Access<'_>, role: &str, target: &Target, privilege: Privilege) -> Vec<String> {
    if !access.enters(role, target) {
        return Vec::new();
    }
    let mut found = roads(access, role, target, privilege);
    if let Target::Column(table, _) = target {
        for road in roads(access, role, &Target::Table(table.clone()), privilege) {
            if !found.contains(&road) {
                found.push(road);
            }
        }
    }
    found
}

/// Returns the views that read a table with their owner's rights, through other views too.
fn views(database: &Database, table: &ObjectName) -> Vec<ObjectName> {
    let mut found: Vec<ObjectName> = Vec::new();
    let mut wanted = vec![table.clone()];
    while let Some(next) = wanted.pop() {
        for (name, view) in &database.views {
            let kinds = [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView];
            let needs =
                |id: &crate::model::ObjectId| kinds.contains(&id.kind) && id.object_name() == next;
            let id = crate::model::ObjectId::in_schema(view.kind(), name);
            let reads =
                database.dependencies.get(&id).is_some_and(|needed| needed.iter().any(needs));
            if reads && !found.contains(name) {
                found.push(name.clone());
                wanted.push(name.clone());
            }
        }
    }
    found.retain(|name| database.views.get(name).is_some_and(|view| !view.security_invoker));
    found.sort();
    found
}
