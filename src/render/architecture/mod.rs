//! Systems: each as a picture, and as a document that explains every part and answers every point.
//!
//! `architecture/SYSTEM.svg` and `.mmd` have zones as groups, `architecture/SYSTEM.md` the picture and all that is said; what of it
//! the database carries out (what purges, who may read what) is taken from the model.

mod access;
mod diagram;
mod document;
mod kept;

use super::{GENERATED, RenderError, Templates};
use crate::model::Project;
pub use diagram::flow;

/// Renders everything below `architecture/`; nothing where no system is declared.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let mut files = Vec::new();
    for (name, system) in &project.systems {
        let drawn = flow(system);
        let document = document::Document::of(project, name, system);
        let text = templates.render("architecture/document.md", document)?;
        files.push((format!("architecture/{name}.svg"), drawn.svg(GENERATED)));
        files.push((format!("architecture/{name}.mmd"), drawn.mermaid(GENERATED)));
        files.push((format!("architecture/{name}.md"), text));
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
