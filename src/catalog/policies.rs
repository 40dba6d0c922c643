//! Row security policies.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Expression, ObjectName, Policy, PolicyCommand};

#[derive(Deserialize)]
struct Row {
    schema: String,
    relation: String,
    name: String,
    command: String,
    restrictive: bool,
    roles: Vec<String>,
    using: Option<String>,
    with_check: Option<String>,
    comment: Option<String>,
}

/// Reads the policies into the tables that were read before.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for mut row in reader.rows::<Row>("policies", include_str!("policies.sql"))? {
        let relation = ObjectName::new(row.schema, row.relation);
        let Some(table) = database.tables.get_mut(&relation) else { continue };
        // A role of another project is named as it is.
        let known = |role: String| reader.grantee(role.clone()).unwrap_or(role);
        row.roles = row.roles.into_iter().map(known).collect();
        // The server's collation may order otherwise than bytes do.
        row.roles.sort();
        let policy = Policy {
            command: parse_command(&row.command, &format!("policy {} on {relation}", row.name))?,
            roles: row.roles,
            using: row.using.map(Expression),
            with_check: row.with_check.map(Expression),
            restrictive: row.restrictive,
            comment: row.comment,
        };
        table.policies.insert(row.name, policy);
    }
    Ok(())
}

fn parse_command(polcmd: &str, object: &str) -> Result<PolicyCommand, Error> {
    match polcmd {
        "*" => Ok(PolicyCommand::All),
        "r" => Ok(PolicyCommand::Select),
        "a" => Ok(PolicyCommand::Insert),
        "w" => Ok(PolicyCommand::Update),
        "d" => Ok(PolicyCommand::Delete),
        other => Err(Error::unknown(object, "polcmd", other)),
    }
}
