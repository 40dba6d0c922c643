//! The DDL: scripts that make the whole database, from nothing and in one go.
//!
//! [`order`] finds what comes when, one module per kind of object writes statements, [`scripts`]
//! lays them out in files, the templates in `templates/ddl/` put them on the page. Rendered is what
//! the model says: whether the target version can do it is for the checks to say. Everything
//! written here is schema-qualified; a search path is set for the SQL that users wrote.

mod column;
mod constraint;
mod foundation;
mod layout;
pub mod order;
mod parts;
mod roles;
mod routine;
mod scripts;
mod section;
mod table;
mod text;
mod types;
mod view;

#[cfg(test)]
mod tests;

pub use constraint::definition as constraint_definition;
pub use order::Cycle;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{RenderError, Templates, grants};
use crate::model::{Database, ObjectName, Project};
use order::Order;

/// Name of the script that runs all others, through `psql`, in one transaction.
pub const ALL: &str = "all.sql";

/// What the statements of one database depend on.
struct Context<'a> {
    database: &'a Database,
    major: u16,
    order: &'a Order,
    /// Table or materialized view of each index.
    relation_of_index: BTreeMap<ObjectName, ObjectName>,
}

/// Renders the DDL: names below `ddl/` and texts, in the order in which they run, then [`ALL`].
///
/// Each script but the last is plain SQL that any client can send; the last is for `psql`.
///
/// # Errors
/// Objects that need each other; a template that cannot be rendered.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let scripts = scripts::of(&project.database, project.postgres)?;
    let mut files = Vec::new();
    for script in &scripts {
        files.push((script.name.clone(), templates.render("ddl/script.sql", script)?));
    }
    let names: Vec<&str> = scripts.iter().map(|script| script.name.as_str()).collect();
    let all = All {
        title: "Makes the whole database in an empty one; run it with psql.",
        scripts: names,
    };
    files.push((ALL.to_owned(), templates.render("ddl/all.sql", all)?));
    Ok(files)
}

/// What the template of [`ALL`] knows.
#[derive(Serialize)]
struct All<'a> {
    title: &'a str,
    scripts: Vec<&'a str>,
}

/// Ends a statement that came without a semicolon.
fn ended(statement: String) -> String {
    if statement.ends_with(';') { statement } else { statement + ";" }
}

impl<'a> Context<'a> {
    fn new(database: &'a Database, major: u16, order: &'a Order) -> Self {
        let of_tables = database.tables.iter().map(|(name, table)| (name, &table.indexes));
        let of_views = database.views.iter().map(|(name, view)| (name, &view.indexes));
        let pairs = of_tables.chain(of_views).flat_map(|(relation, indexes)| {
            let name = |index: &String| ObjectName::new(relation.schema.clone(), index.clone());
            indexes.keys().map(move |index| (name(index), relation.clone()))
        });
        Self { database, major, order, relation_of_index: pairs.collect() }
    }
}
