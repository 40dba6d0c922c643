//! Who may do what: the plan as SQL that a DBA reviews, and the matrix of what comes of it.
//!
//! `plan.sql` groups the privileges by who gets them. `matrix.md` and `matrix.csv` say what each
//! role may do in the end, by which road, with memberships, ownership and PUBLIC followed. `roles.svg` and
//! `roles.mmd` draw it; of many roles they are an overview, and families of roles have pictures of their own.

mod matrix;
mod page;
mod plan;

#[cfg(test)]
mod tests;

pub use page::page;

use super::names::Taken;
use super::sheets::{Sheet, sheets};
use super::{RenderError, Templates};
use crate::access::graph::Roles;
use crate::access::{csv, effective, graph};
use crate::model::{Access, Project};

/// Renders everything below `access/`.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let access = Access::new(&project.database);
    let entries = effective::entries(&project.database, project.postgres, &access);
    let matrix = matrix::View::of(project, &access, &entries);
    let roles = graph::graph_of(&project.database, &entries);
    let mut files = vec![
        (
            "access/plan.sql".to_owned(),
            templates.render("access/plan.sql", plan::View::of(project))?,
        ),
        ("access/matrix.md".to_owned(), templates.render("access/matrix.md", matrix)?),
        ("access/matrix.csv".to_owned(), csv::write(&project.database, project.postgres, &entries)),
    ];
    files.extend(sheets_of(roles).iter().flat_map(|sheet| sheet.files("access")));
    Ok(files)
}

/// Returns the sheets that roles are drawn on: one, or an overview and families of them.
pub fn sheets_of(roles: Roles) -> Vec<Sheet> {
    sheets("roles", roles.flow, &roles.families, &mut Taken::default())
}
