//! What each role may do that a node connects as, or that runs what the node runs: as the database has it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Access, Database, ObjectName, Privilege, System, Target};

/// A node and a role.
#[derive(Debug, Serialize)]
pub(super) struct May {
    node: String,
    role: String,
    /// Whether it connects as the role; else what it runs does.
    connects: bool,
    reads: Vec<String>,
    writes: Vec<String>,
    /// Columns with personal data that it reads.
    personal: Vec<String>,
}

const WRITES: [Privilege; 4] =
    [Privilege::Insert, Privilege::Update, Privilege::Delete, Privilege::Truncate];

/// Returns a row for each node and role.
pub(super) fn rows(database: &Database, system: &System) -> Vec<May> {
    let access = Access::new(database);
    let nodes = system.nodes.values().flat_map(|node| {
        let connects = node.roles.iter().map(|role| (role, true));
        let runs = node.runs_as.iter().filter(|role| !node.roles.contains(*role));
        let roles = connects.chain(runs.map(|role| (role, false)));
        roles.map(|(role, connects)| (node.standing.title.clone(), role, connects))
    });
    let rows = nodes.map(|(node, role, connects)| May {
        node,
        role: role.clone(),
        connects,
        reads: relations(database, &access, role, &[Privilege::Select]),
        writes: relations(database, &access, role, &WRITES),
        personal: personal(database, &access, role),
    });
    rows.collect()
}

/// Returns the tables and views on which, or on a column of which, a role has one of some privileges.
fn relations(
    database: &Database,
    access: &Access,
    role: &str,
    privileges: &[Privilege],
) -> Vec<String> {
    let all: BTreeSet<&ObjectName> = database.tables.keys().chain(database.views.keys()).collect();
    let allowed = all.into_iter().filter(|name| {
        let columns = database.columns_of(name).unwrap_or_default();
        access.enters(role, &Target::Table((*name).clone()))
            && privileges.iter().any(|privilege| {
                access.on_table(role, name, None, *privilege).is_allowed()
                    || columns.iter().any(|(column, _)| {
                        access.on_table(role, name, Some(column), *privilege).is_allowed()
                    })
            })
    });
    allowed.map(ToString::to_string).collect()
}

fn personal(database: &Database, access: &Access, role: &str) -> Vec<String> {
    let columns = database.tables.iter().flat_map(|(name, table)| {
        let personal = table.columns.iter();
        let personal = personal.filter(|it| it.classification.as_deref() == Some("pii"));
        personal.map(move |column| (name, column.name.as_str()))
    });
    let read = columns.filter(|(name, column)| {
        access.on_table(role, name, Some(column), Privilege::Select).is_allowed()
    });
    read.map(|(name, column)| format!("{name}.{column}")).collect()
}
