//! What a project uses that a server's version does not have.

use crate::model::{Database, ObjectId, ObjectKind, ObjectName, Privilege};

/// Names every object of the project that a server of this major version cannot make.
pub fn lacking(database: &Database, major: u16) -> Vec<String> {
    let mut lacking = Vec::new();
    let mut need = |since: u16, what: String| {
        if major < since {
            lacking.push(format!("{what} needs PostgreSQL {since}"));
        }
    };
    for (name, role) in &database.roles {
        for (group, options) in &role.member_of {
            if options.inherit != role.inherit || !options.set {
                let member = ObjectId::global(ObjectKind::Role, name.clone());
                need(16, format!("{member}: the options of its membership in `{group}`"));
            }
        }
    }
    for (table, column) in columns_that_are_virtual(database) {
        let column = ObjectId::part(ObjectKind::Column, table, column);
        need(18, format!("{column}: a virtual generated column"));
    }
    for (target, grantees) in &database.grants {
        for (grantee, privileges) in grantees {
            if privileges.contains_key(&Privilege::Maintain) {
                need(17, format!("grant of maintain on {target} to `{grantee}`"));
            }
        }
    }
    for (key, privileges) in &database.default_privileges {
        if privileges.contains_key(&Privilege::Maintain) {
            need(17, format!("default grant of maintain on {key}"));
        }
    }
    lacking
}

fn columns_that_are_virtual(database: &Database) -> impl Iterator<Item = (&ObjectName, &str)> {
    database.tables.iter().flat_map(|(name, table)| {
        let columns = table.columns.iter();
        let lacking = columns.filter(|c| c.generated.as_ref().is_some_and(|g| !g.stored));
        lacking.map(move |column| (name, column.name.as_str()))
    })
}
