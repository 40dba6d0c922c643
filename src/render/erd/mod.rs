//! Diagrams of tables, for Mermaid 11.6 and later.
//!
//! Each declared diagram becomes `erd/<name>.mmd`; where none is declared, every schema becomes
//! one. `erd/README.md` holds them all, as GitHub draws them. A diagram relates only the tables in
//! it. Mermaid draws no text over 50,000 characters and no more than 500 edges: a diagram that is
//! larger is drawn with its key columns, then without columns, then in parts.

mod draw;
pub(super) mod text;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{RenderError, Templates};
use crate::model::{Database, Diagram, DiagramColumns, ObjectName, Project};
use draw::Drawing;

/// Mermaid's `maxTextSize`, less some room for what a page adds.
const MAX_CHARACTERS: usize = 49_000;
/// Mermaid's `maxEdges`.
const MAX_EDGES: usize = 500;

/// A diagram as text.
#[derive(Debug, Serialize)]
struct Picture {
    name: String,
    title: String,
    text: String,
}

/// Renders everything below `erd/`.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let mut pictures = Vec::new();
    let diagrams = diagrams(project);
    for (name, diagram) in &diagrams {
        let drawn = pictures_of(&project.database, templates, name, diagram)?;
        pictures.extend(drawn.into_iter().zip(1..).map(|(mut picture, number)| {
            picture.name = part_name(name, number, &diagrams);
            picture
        }));
    }
    let context = serde_json::json!({ "project": project.name, "diagrams": pictures });
    let mut files = vec![("erd/README.md".to_owned(), templates.render("erd/README.md", context)?)];
    let path = |name: &str| format!("erd/{name}.mmd");
    files.extend(pictures.into_iter().map(|picture| (path(&picture.name), picture.text)));
    Ok(files)
}

/// Returns the declared diagrams, or one for each schema that has tables.
fn diagrams(project: &Project) -> BTreeMap<String, Diagram> {
    if !project.diagrams.is_empty() {
        return project.diagrams.clone();
    }
    let mut schemas: BTreeMap<&str, BTreeSet<ObjectName>> = BTreeMap::new();
    let tables = project.database.tables.iter().filter(|(_, table)| table.partition_of.is_none());
    for (name, _) in tables {
        schemas.entry(&name.schema).or_default().insert(name.clone());
    }
    let diagram = |(schema, tables): (&str, _)| {
        let title = format!("Schema {schema}");
        (schema.to_owned(), Diagram { title, tables, columns: DiagramColumns::All })
    };
    schemas.into_iter().map(diagram).collect()
}

/// Draws a diagram with as many of its columns as Mermaid bears, in parts where it must.
fn pictures_of(
    database: &Database,
    templates: &Templates,
    name: &str,
    diagram: &Diagram,
) -> Result<Vec<Picture>, RenderError> {
    let tables: Vec<&ObjectName> = diagram.tables.iter().collect();
    for columns in fallbacks(diagram.columns) {
        let notes = reduced_note(diagram.columns, *columns);
        let drawing = Drawing::of(database, &diagram.title, &tables, *columns, notes);
        if let Some(text) = text_that_fits(templates, &drawing)? {
            let (name, title) = (name.to_owned(), diagram.title.clone());
            return Ok(vec![Picture { name, title, text }]);
        }
    }
    let draw = |tables: &[&ObjectName], number: usize| {
        Drawing::of(database, &diagram.title, tables, DiagramColumns::None, part_note(number))
    };
    let fits = |tables: &[&ObjectName]| {
        text_that_fits(templates, &draw(tables, 1)).map(|text| text.is_some())
    };
    let mut parts = Vec::new();
    split(&tables, &fits, &mut parts)?;
    let numbered = parts.into_iter().zip(1..).map(|(tables, number)| {
        let text = templates.render("erd/diagram.mmd", draw(tables, number))?;
        let title = format!("{}, part {number}", diagram.title);
        Ok(Picture { name: name.to_owned(), title, text })
    });
    numbered.collect()
}

/// Names a part after its diagram and number, apart from every other diagram.
fn part_name(name: &str, number: usize, diagrams: &BTreeMap<String, Diagram>) -> String {
    if number == 1 {
        return name.to_owned();
    }
    let mut separator = String::from("_");
    while diagrams.contains_key(&format!("{name}{separator}{number}")) {
        separator.push('_');
    }
    format!("{name}{separator}{number}")
}

/// Returns the ways to draw columns, from what is asked to none.
fn fallbacks(asked: DiagramColumns) -> &'static [DiagramColumns] {
    use DiagramColumns::{All, Keys, None};
    match asked {
        All => &[All, Keys, None],
        Keys => &[Keys, None],
        None => &[None],
    }
}

fn reduced_note(asked: DiagramColumns, drawn: DiagramColumns) -> Vec<String> {
    let words = match drawn {
        _ if asked == drawn => return Vec::new(),
        DiagramColumns::Keys => "only columns of keys are drawn",
        _ => "no columns are drawn",
    };
    vec![format!("The whole is too large for Mermaid: {words}.")]
}

fn part_note(number: usize) -> Vec<String> {
    let first = format!("Part {number}, as the whole is too large for Mermaid:");
    vec![first, "no columns are drawn, nor relations to tables of other parts.".into()]
}

/// Lays a drawing out, unless Mermaid would refuse it.
fn text_that_fits(templates: &Templates, drawing: &Drawing) -> Result<Option<String>, RenderError> {
    if drawing.edges() > MAX_EDGES {
        return Ok(None);
    }
    let text = templates.render("erd/diagram.mmd", drawing)?;
    // JavaScript counts UTF-16 units.
    let fits = text.encode_utf16().count() <= MAX_CHARACTERS;
    Ok(fits.then_some(text))
}

/// Halves tables, in the order of their names, until every part fits. One table is always a part.
fn split<'a, 'b>(
    tables: &'a [&'b ObjectName],
    fits: &dyn Fn(&[&ObjectName]) -> Result<bool, RenderError>,
    parts: &mut Vec<&'a [&'b ObjectName]>,
) -> Result<(), RenderError> {
    if tables.len() <= 1 || fits(tables)? {
        parts.push(tables);
        return Ok(());
    }
    let (first, second) = tables.split_at(tables.len() / 2);
    split(first, fits, parts)?;
    split(second, fits, parts)
}
