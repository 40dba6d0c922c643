//! What each role may do in the end, object by object.

use std::collections::BTreeSet;

use crate::model::{Access, Database, ObjectName, PUBLIC, Privilege, Road, Target, Verdict};

/// An object, and what every role may do with it.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The object; never a column.
    pub target: Target,
    /// PUBLIC, then the roles by name; those who may do nothing too.
    pub roles: Vec<Rights<'a>>,
}

/// What one role may do with one object; nothing, where both lists are empty.
#[derive(Debug)]
pub struct Rights<'a> {
    /// The role, or `public`.
    pub role: &'a str,
    /// Privileges on the whole of it.
    pub whole: Vec<(Privilege, Road)>,
    /// Privileges on some columns of a table alone, with those columns in the table's order.
    pub partial: Vec<(Privilege, Vec<(&'a str, Road)>)>,
}

impl Rights<'_> {
    /// Returns whether the role may do nothing with the object.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.partial.is_empty()
    }
}

/// Answers for every object and every role, on a server of this major version.
pub fn entries<'a>(database: &'a Database, major: u16, access: &Access<'_>) -> Vec<Entry<'a>> {
    let roles: Vec<&str> =
        std::iter::once(PUBLIC).chain(database.roles.keys().map(String::as_str)).collect();
    let entry = |target: Target| {
        let rights =
            roles.iter().map(|role| rights(database, major, access, role, &target)).collect();
        Entry { target, roles: rights }
    };
    targets(database).into_iter().map(entry).collect()
}

/// Every object that privileges can be granted on: those of the project, and those that are named
/// in a grant.
pub fn targets(database: &Database) -> BTreeSet<Target> {
    let granted = database.grants.keys().filter(|t| !matches!(t, Target::Column(..))).cloned();
    let mut all: BTreeSet<Target> = granted.collect();
    all.insert(Target::Database);
    all.extend(database.schemas.keys().cloned().map(Target::Schema));
    all.extend(database.relations().into_iter().cloned().map(Target::Table));
    all.extend(database.sequences.keys().cloned().map(Target::Sequence));
    all.extend(database.routines.keys().cloned().map(Target::Routine));
    all.extend(database.types.keys().cloned().map(Target::Type));
    all
}

/// Answers for one object and one role.
pub fn rights<'a>(
    database: &'a Database,
    major: u16,
    access: &Access<'_>,
    role: &'a str,
    target: &Target,
) -> Rights<'a> {
    let mut rights = Rights { role, whole: Vec::new(), partial: Vec::new() };
    if !access.enters(role, target) {
        return rights;
    }
    for privilege in target.privileges(major) {
        match access.verdict(role, target, *privilege) {
            Verdict::Allowed(road) => rights.whole.push((*privilege, road)),
            Verdict::Refused => {
                let columns = columns(database, access, role, target, *privilege);
                if !columns.is_empty() {
                    rights.partial.push((*privilege, columns));
                }
            }
        }
    }
    rights
}

/// Returns the columns of a table that a role has a privilege on, where it lacks the whole.
fn columns<'a>(
    database: &'a Database,
    access: &Access<'_>,
    role: &str,
    target: &Target,
    privilege: Privilege,
) -> Vec<(&'a str, Road)> {
    let Target::Table(table) = target else { return Vec::new() };
    // Without a grant on a column, the verdict on each is that on the whole table.
    if !privilege.has_columns() || !has_column_grants(database, table) {
        return Vec::new();
    }
    let columns = database.columns_of(table).unwrap_or_default().into_iter();
    columns
        .filter_map(|(column, _)| match access.on_table(role, table, Some(column), privilege) {
            Verdict::Allowed(road) => Some((column, road)),
            Verdict::Refused => None,
        })
        .collect()
}

fn has_column_grants(database: &Database, table: &ObjectName) -> bool {
    let first = Target::Column(table.clone(), String::new());
    let next = database.grants.range(first..).next();
    next.is_some_and(|(target, _)| matches!(target, Target::Column(name, _) if name == table))
}
