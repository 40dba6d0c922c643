//! Settings of the sessions of roles.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::Database;

#[derive(Deserialize)]
struct Row {
    role: String,
    setting: String,
    in_database: bool,
}

/// Reads the settings of the project's roles, in all databases and in this one.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("settings of roles", include_str!("settings.sql"))? {
        let Some(role) = database.roles.get_mut(&row.role) else { continue };
        if let Some((name, value)) = row.setting.split_once('=') {
            let settings = match row.in_database {
                true => &mut role.settings_in_database,
                false => &mut role.settings,
            };
            settings.insert(name.to_owned(), value.to_owned());
        }
    }
    Ok(())
}
