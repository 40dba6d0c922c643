//! Roles.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Role};

#[derive(Deserialize)]
struct Row {
    name: String,
    login: bool,
    superuser: bool,
    createdb: bool,
    createrole: bool,
    inherit: bool,
    replication: bool,
    bypassrls: bool,
    connection_limit: Option<i32>,
    valid_until: Option<String>,
    comment: Option<String>,
}

/// Reads the project's roles.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("roles", include_str!("roles.sql"))? {
        if !reader.is_role(&row.name) {
            continue;
        }
        let role = Role {
            login: row.login,
            superuser: row.superuser,
            createdb: row.createdb,
            createrole: row.createrole,
            inherit: row.inherit,
            replication: row.replication,
            bypassrls: row.bypassrls,
            connection_limit: row.connection_limit,
            valid_until: row.valid_until,
            comment: row.comment,
            ..Role::default()
        };
        database.roles.insert(row.name, role);
    }
    Ok(())
}
