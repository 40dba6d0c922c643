//! Privileges.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, ObjectName, Privilege, RoutineName, Target};

#[derive(Deserialize)]
struct Row {
    kind: String,
    schema: Option<String>,
    name: Option<String>,
    part: Option<String>,
    grantee: String,
    privilege: String,
    /// Who gave it, where that is not the owner.
    grantor: Option<String>,
    grantable: bool,
}

/// Reads who may do what, PUBLIC's built-in privileges included and the owner's own left out.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("privileges", include_str!("grants.sql"))? {
        let Some(grantee) = reader.grantee(row.grantee.clone()) else { continue };
        let target = target(&row)?;
        let privilege = privilege(&row.privilege, &target)?;
        let mut grantor = row.grantor;
        if let Some(name) = grantor.take_if(|name| reader.is_unsaid(name)) {
            reader.leave_out(format!("grantor {name} of privileges on {target}"));
        }
        database.give(&target, &grantee, privilege, grantor.as_deref(), row.grantable);
    }
    Ok(())
}

fn target(row: &Row) -> Result<Target, Error> {
    let name = row.name.clone().unwrap_or_default();
    let object = ObjectName::new(row.schema.clone().unwrap_or_default(), name.clone());
    let part = row.part.clone().unwrap_or_default();
    Ok(match row.kind.as_str() {
        "database" => Target::Database,
        "schema" => Target::Schema(name),
        "table" => Target::Table(object),
        "column" => Target::Column(object, part),
        "sequence" => Target::Sequence(object),
        "routine" => Target::Routine(RoutineName { name: object, arguments: part }),
        "type" => Target::Type(object),
        "language" => Target::Language(name),
        "foreign server" => Target::ForeignServer(name),
        "foreign data wrapper" => Target::ForeignDataWrapper(name),
        "parameter" => Target::Parameter(name),
        "tablespace" => Target::Tablespace(name),
        "large object" => match name.parse() {
            Ok(number) => Target::LargeObject(number),
            Err(_) => return Err(Error::unknown("large object", "number", &name)),
        },
        other => return Err(Error::unknown(format!("object {object}"), "kind", other)),
    })
}

/// Reads the words of a privilege, in lower case.
pub(super) fn privilege(words: &str, object: impl ToString) -> Result<Privilege, Error> {
    Privilege::from_sql(words).ok_or_else(|| Error::unknown(object, "privilege", words))
}
