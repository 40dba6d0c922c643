//! Systems: each as a picture, and as a document that explains every part and answers every point.
//!
//! `architecture/SYSTEM.mmd` has zones as subgraphs, `architecture/SYSTEM.md` the picture and all that is said; what of it
//! the database carries out (what purges, who may read what) is taken from the model.

mod access;
mod diagram;
mod document;
mod kept;

use super::{RenderError, Templates};
use crate::model::Project;

/// Renders everything below `architecture/`; nothing where no system is declared.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let mut files = Vec::new();
    for (name, system) in &project.systems {
        let drawing = diagram::Drawing::of(system);
        let picture = templates.render("architecture/diagram.mmd", drawing)?;
        let document = document::Document::of(project, name, system, &picture);
        let text = templates.render("architecture/document.md", document)?;
        files.push((format!("architecture/{name}.mmd"), picture));
        files.push((format!("architecture/{name}.md"), text));
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
