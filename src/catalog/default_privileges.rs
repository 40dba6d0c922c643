//! Privileges on objects that are created later.

use serde::Deserialize;

use super::grants::privilege;
use super::{Error, Reader};
use crate::model::{Database, DefaultPrivilege, FutureKind};

#[derive(Deserialize)]
struct Row {
    creator: String,
    schema: Option<String>,
    kind: String,
    grantee: String,
    privilege: Option<String>,
    grantable: bool,
}

/// Reads where default privileges differ from the built-in ones.
///
/// What is added is a privilege. Where a built-in privilege of PUBLIC is revoked, its entry stands
/// with no privileges at all.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("default privileges", include_str!("default_privileges.sql"))? {
        // What a newer server adds is named among the unknown.
        let Some(kind) = parse_kind(&row.kind) else { continue };
        let Some(grantee) = reader.grantee(row.grantee) else { continue };
        let creator = reader.owner(row.creator);
        let key = DefaultPrivilege { creator, schema: row.schema, kind, grantee };
        let name = key.to_string();
        let privileges = database.default_privileges.entry(key).or_default();
        if let Some(words) = row.privilege {
            privileges.insert(privilege(&words, name)?, row.grantable);
        }
    }
    Ok(())
}

fn parse_kind(defaclobjtype: &str) -> Option<FutureKind> {
    match defaclobjtype {
        "r" => Some(FutureKind::Tables),
        "S" => Some(FutureKind::Sequences),
        "f" => Some(FutureKind::Routines),
        "T" => Some(FutureKind::Types),
        "n" => Some(FutureKind::Schemas),
        "L" => Some(FutureKind::LargeObjects),
        _ => None,
    }
}
