//! Views and materialized views.

use serde::Deserialize;

use super::reader::split_options;
use super::{Error, Reader};
use crate::model::{CheckOption, Database, ObjectName, View};

#[derive(Deserialize)]
struct Row {
    schema: String,
    name: String,
    materialized: bool,
    owner: String,
    comment: Option<String>,
    query: String,
    no_data: bool,
    options: Vec<String>,
    access_method: Option<String>,
    tablespace: Option<String>,
}

/// Reads the views; their columns come with the [columns](super::columns).
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("views", include_str!("views.sql"))? {
        let name = ObjectName::new(row.schema, row.name);
        let mut view = View {
            query: row.query.trim().trim_end_matches(';').to_owned(),
            materialized: row.materialized,
            no_data: row.materialized && row.no_data,
            access_method: row.access_method,
            tablespace: row.tablespace,
            owner: reader.owner(row.owner),
            comment: row.comment,
            ..View::default()
        };
        for (option, value) in split_options(row.options) {
            set_option(&mut view, option, value, &name)?;
        }
        database.views.insert(name, view);
    }
    Ok(())
}

fn set_option(
    view: &mut View,
    option: String,
    value: String,
    name: &ObjectName,
) -> Result<(), Error> {
    match option.as_str() {
        _ if view.materialized => {
            view.storage_parameters.insert(option, value);
        }
        "security_invoker" => view.security_invoker = is_true(&value),
        "security_barrier" => view.security_barrier = is_true(&value),
        "check_option" => view.check_option = Some(check_option(&value, name)?),
        _ => return Err(Error::unknown(format!("view {name}"), "option", option)),
    }
    Ok(())
}

/// Options are stored as they were written, in any spelling of a boolean.
fn is_true(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    value == "on"
        || value == "1"
        || [("true", 1), ("yes", 1)]
            .iter()
            .any(|(word, least)| value.len() >= *least && word.starts_with(&value))
}

fn check_option(value: &str, name: &ObjectName) -> Result<CheckOption, Error> {
    match value.to_ascii_lowercase().as_str() {
        "local" => Ok(CheckOption::Local),
        "cascaded" => Ok(CheckOption::Cascaded),
        other => Err(Error::unknown(format!("view {name}"), "check_option", other)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_true;

    #[test]
    fn booleans_are_read_in_every_spelling() {
        for value in ["on", "ON", "true", "t", "yes", "y", "1"] {
            assert!(is_true(value), "{value}");
        }
        for value in ["off", "false", "f", "no", "0", ""] {
            assert!(!is_true(value), "{value}");
        }
    }
}
