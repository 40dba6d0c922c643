//! One privilege: which roles have it, and which come to it by another.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::show::roads;
use super::words::role_words;
use crate::model::{
    Access, ColumnFlow, Database, Node, ObjectKind, ObjectName, PUBLIC, Privilege, Target,
};
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

/// Answers for one privilege on one object. Superusers are among them: every check passes them. Where it is
/// known which columns come from which, a view counts for the columns that it shows.
pub fn who_can(
    database: &Database,
    flows: &[ColumnFlow],
    target: &Target,
    privilege: Privilege,
) -> Holders {
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
        let over = views(database, table);
        let carried = match target {
            Target::Column(table, column) => carried(database, flows, table, column),
            _ => None,
        };
        let may = |role: &str, view: &ObjectName, column: Option<&str>| {
            access.on_table(role, view, column, privilege).is_allowed()
        };
        for role in names() {
            let read = over.iter().filter(|view| match &carried {
                None => may(role, view, None),
                Some(carried) => {
                    let mut columns = carried.get(view).into_iter().flatten();
                    columns.any(|column| may(role, view, Some(column)))
                }
            });
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

/// Returns the columns of views that a column comes to, through other views too; `None` where of a view over its
/// table it is not known of every column where it comes from.
fn carried<'f>(
    database: &Database,
    flows: &'f [ColumnFlow],
    table: &ObjectName,
    column: &str,
) -> Option<BTreeMap<&'f ObjectName, BTreeSet<&'f str>>> {
    let of_views = || {
        flows.iter().filter_map(|flow| match &flow.to {
            Node::View(view) => Some((view, flow)),
            _ => None,
        })
    };
    let is_known = |view: &ObjectName| {
        let columns = database.columns_of(view).unwrap_or_default();
        let says =
            |name: &str| of_views().any(|(known, flow)| known == view && flow.column == name);
        !columns.is_empty() && columns.iter().all(|(name, _)| says(name))
    };
    if !all_views(database, table).iter().all(is_known) {
        return None;
    }
    let mut carried = BTreeMap::<_, BTreeSet<_>>::new();
    let mut open = vec![(Node::Table(table.clone()), column.to_owned())];
    while let Some(source) = open.pop() {
        for (view, flow) in of_views().filter(|(_, flow)| flow.from.contains(&source)) {
            if carried.entry(view).or_default().insert(flow.column.as_str()) {
                open.push((flow.to.clone(), flow.column.clone()));
            }
        }
    }
    Some(carried)
}

/// Returns the views that read a table with their owner's rights, through other views too.
fn views(database: &Database, table: &ObjectName) -> Vec<ObjectName> {
    let mut found = all_views(database, table);
    found.retain(|name| database.views.get(name).is_some_and(|view| !view.security_invoker));
    found.sort();
    found
}

/// Returns the views that read a table, through other views too.
fn all_views(database: &Database, table: &ObjectName) -> Vec<ObjectName> {
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
    found
}
