//! Memberships of roles in roles.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, Membership};

#[derive(Deserialize)]
struct Row {
    member: String,
    role: String,
    admin: bool,
    inherit: bool,
    set: bool,
}

/// Reads what the project's roles are members of; several grantors count together.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("memberships", include_str!("memberships.sql"))? {
        if let Some(member) = database.roles.get_mut(&row.member) {
            let membership = Membership { admin: row.admin, inherit: row.inherit, set: row.set };
            member.member_of.insert(row.role, membership);
        } else if reader.owner(row.member.clone()).is_none() && reader.is_role(&row.role) {
            reader.leave_out(format!("membership of {} in {}", row.member, row.role));
        }
    }
    Ok(())
}
