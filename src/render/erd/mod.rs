//! Diagrams of tables: as SVG, and for Mermaid 11.6 and later.
//!
//! Each declared diagram becomes `erd/<name>.svg` and `erd/<name>.mmd`; where none is declared, every schema
//! becomes one. `erd/tables/` has each table and view with those next to it, and `erd/README.md` shows all
//! diagrams. A diagram relates only the tables in it: by foreign keys, and dashed by what it declares. Of more than 40 tables the key columns are drawn, and more
//! than 80 are divided by their schemas and by what is next to what, with an overview of the parts: nobody reads
//! a picture of more. Mermaid draws no text over 50,000 characters: where a diagram would be larger, it loses
//! columns too. Nor does it draw more than 500 edges: of more, its file says that the SVG shows them all.

pub(super) mod draw;
mod mermaid;
mod neighbours;
mod parts;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::names::{Taken, file_stem};
use super::{GENERATED, RenderError, Templates};
use crate::model::{Diagram, DiagramColumns, ObjectName, Project};
use crate::picture::mermaid::{MOST_EDGES, fits, quoted, too_much};
use crate::picture::overview::Overview;
use crate::picture::tables::Tables;
use draw::Draft;
use mermaid::Drawing;
pub use neighbours::Neighbours;

/// Of more tables than that only the columns of keys are drawn.
const MOST_WITH_COLUMNS: usize = 40;
/// More tables than that are divided.
const MOST_TABLES: usize = 80;

/// A diagram as text, and what is to be drawn.
#[derive(Debug, Serialize)]
pub struct Picture {
    /// Name of its files.
    pub name: String,
    /// Title.
    pub title: String,
    /// As Mermaid.
    #[serde(skip)]
    pub text: String,
    /// As a picture.
    #[serde(skip)]
    pub drawn: Drawn,
}

/// What a diagram shows.
#[derive(Debug)]
pub enum Drawn {
    /// Tables.
    Tables(Tables),
    /// The parts of a diagram that is divided.
    Overview(Overview),
}

impl Drawn {
    /// Draws it as a file.
    pub fn svg(&self) -> String {
        match self {
            Self::Tables(tables) => tables.svg(GENERATED),
            Self::Overview(overview) => overview.svg(GENERATED),
        }
    }
}

/// Renders everything below `erd/`.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let pictures = pictures(project, templates)?;
    let context = serde_json::json!({ "project": project.name, "diagrams": pictures });
    let mut files = vec![("erd/README.md".to_owned(), templates.render("erd/README.md", context)?)];
    let drawn = pictures.into_par_iter().map(|Picture { name, text, drawn, .. }| {
        [(format!("erd/{name}.svg"), drawn.svg()), (format!("erd/{name}.mmd"), text)]
    });
    files.extend(drawn.collect::<Vec<_>>().into_iter().flatten());
    files.extend(neighbours::render(project, templates)?);
    Ok(files)
}

/// Returns every diagram, in the order of their names.
///
/// # Errors
/// Fails where the project's own template does.
pub fn pictures(project: &Project, templates: &Templates) -> Result<Vec<Picture>, RenderError> {
    let draft = Draft::of(&project.database);
    let diagrams = diagrams(project);
    let drawn = diagrams.par_iter().map(|(name, diagram)| {
        let mut pictures = pictures_of(&draft, templates, name, diagram)?;
        for (picture, number) in pictures.iter_mut().zip(1..) {
            picture.name = part_name(name, number, &diagrams);
        }
        Ok(pictures)
    });
    Ok(drawn.collect::<Result<Vec<_>, RenderError>>()?.into_iter().flatten().collect())
}

/// Writes a picture of tables as Mermaid.
///
/// # Errors
/// Fails where the project's own template does.
pub fn mermaid(tables: &Tables, templates: &Templates) -> Result<String, RenderError> {
    let edges = tables.references.len();
    let text = templates.render("erd/diagram.mmd", Drawing::of(tables))?;
    if fits(&text, edges) {
        return Ok(text);
    }
    let words = quoted(&too_much(tables.entities.len(), edges));
    templates.render("erd/diagram.mmd", Drawing::of_words(&tables.heading, words))
}

/// Returns the declared diagrams, or one for each schema that has tables.
fn diagrams(project: &Project) -> BTreeMap<String, Diagram> {
    if !project.diagrams.is_empty() {
        return project.diagrams.clone();
    }
    let mut schemas: BTreeMap<&str, BTreeSet<ObjectName>> = BTreeMap::new();
    for (name, _) in project.database.whole_tables() {
        schemas.entry(&name.schema).or_default().insert(name.clone());
    }
    let (mut diagrams, mut taken) = (BTreeMap::new(), Taken::default());
    for (schema, tables) in schemas {
        let title = format!("Schema {schema}");
        let (columns, relations) = (DiagramColumns::All, Vec::new());
        let diagram = Diagram { title, tables, columns, relations };
        // A diagram's name is that of its files; a schema's may hold anything.
        let name = taken.give(file_stem(schema));
        diagrams.insert(name, diagram);
    }
    diagrams
}

/// Draws a diagram whole, or an overview of its parts and each of them.
fn pictures_of(
    draft: &Draft<'_>,
    templates: &Templates,
    name: &str,
    diagram: &Diagram,
) -> Result<Vec<Picture>, RenderError> {
    let tables: Vec<&ObjectName> = diagram.tables.iter().collect();
    let title = &diagram.title;
    if tables.len() <= MOST_TABLES {
        let of_all = |columns| tables.iter().map(|name| (*name, columns)).collect();
        return Ok(vec![picture(draft, templates, (name, title), diagram, &of_all)?]);
    }
    let parts = parts::divide(draft.database, &tables);
    let overview = parts::overview(draft.database, title, &parts);
    let mut pictures = vec![Picture {
        name: name.to_owned(),
        title: title.clone(),
        text: overview.mermaid(GENERATED),
        drawn: Drawn::Overview(overview),
    }];
    for part in &parts {
        let title = format!("{title}: {}", part.title);
        let shown = |columns| {
            let beside = part.beside.iter().map(|name| (*name, DiagramColumns::None));
            beside.chain(part.tables.iter().map(|name| (*name, columns))).collect()
        };
        pictures.push(picture(draft, templates, (name, &title), diagram, &shown)?);
    }
    Ok(pictures)
}

/// Tables, each with the columns that are drawn of it.
type Shown<'n> = BTreeMap<&'n ObjectName, DiagramColumns>;

/// Draws tables with as many of their columns as can be read, and as Mermaid bears.
fn picture<'n>(
    draft: &Draft<'_>,
    templates: &Templates,
    (name, title): (&str, &str),
    diagram: &Diagram,
    shown: &dyn Fn(DiagramColumns) -> Shown<'n>,
) -> Result<Picture, RenderError> {
    let asked = diagram.columns;
    let whole = shown(asked);
    let is_drawn_in_full =
        whole.values().filter(|columns| **columns == asked).count() <= MOST_WITH_COLUMNS;
    let mut last = None;
    for columns in fallbacks(asked) {
        if *columns == DiagramColumns::All && !is_drawn_in_full {
            continue;
        }
        let mut drawn = draft.draw(title, &shown(*columns), reduced_note(asked, *columns));
        draft.relate(&mut drawn, &diagram.relations);
        let text = templates.render("erd/diagram.mmd", Drawing::of(&drawn))?;
        // Without columns there are as many edges.
        let is_last = drawn.references.len() > MOST_EDGES || fits(&text, 0);
        last = Some(drawn);
        if is_last {
            break;
        }
    }
    let drawn = last.expect("there is always a way to draw columns");
    let text = mermaid(&drawn, templates)?;
    let (name, title) = (name.to_owned(), title.to_owned());
    Ok(Picture { name, title, text, drawn: Drawn::Tables(drawn) })
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
    vec![format!("So many tables with all columns cannot be read: {words}.")]
}
