//! Systems: each as a picture, and as a document that explains every part and answers every point.
//!
//! `architecture/SYSTEM.svg` and `.mmd` have zones as groups, of a large system an overview and a picture for each zone, `architecture/SYSTEM.md` the picture and all that is said; what of it
//! the database carries out (what purges, who may read what) is taken from the model.

mod access;
mod diagram;
mod document;
mod kept;

use super::{RenderError, Templates};
use crate::model::Project;
pub use diagram::sheets_of;

/// Renders everything below `architecture/`; nothing where no system is declared.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let mut files = Vec::new();
    let drawn = sheets_of(project);
    for (name, system) in &project.systems {
        let drawn = &drawn[name.as_str()];
        let document = document::Document::of(project, name, system, drawn);
        let text = templates.render("architecture/document.md", document)?;
        files.extend(drawn.iter().flat_map(|sheet| sheet.files("architecture")));
        files.push((format!("architecture/{name}.md"), text));
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
