//! `pgspec picture`: one picture of the project, as a file for a page, a slide or a chat.
//!
//! What is drawn is what the artifacts show, taken from the project as it is now.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Output;
use super::project::{self, Read};
use super::{Status, files};
use crate::access::graph;
use crate::diagnostic::nearest;
use crate::model::Project;
use crate::render::picture::{self, PictureError};
use crate::render::sheets::Sheet;
use crate::render::{GENERATED, RenderError, Templates, access, architecture, erd, lineage};

/// Draw one picture of the project into a file
#[derive(Debug, Args)]
pub struct Picture {
    /// A diagram, a table or view (`sales.items`), a system, `roles`, `pipelines` or `queries`, or a part of one; without, the names are listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The file; its end says its form: `.svg`, `.png` or `.mmd` (Mermaid) [default: NAME.svg]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How many pixels of a PNG a unit of the picture has
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = factor)]
    scale: f32,
}

/// A picture in both of its forms.
#[derive(Debug)]
struct Drawn {
    svg: String,
    mermaid: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Svg,
    Png,
    Mermaid,
}

/// What the end of a file's name says.
const FORMS: [(&str, Form); 3] = [("svg", Form::Svg), ("png", Form::Png), ("mmd", Form::Mermaid)];

fn factor(text: &str) -> Result<f32, String> {
    let factor: f32 = text.parse().map_err(|_| "write a number: `2`".to_owned())?;
    match factor > 0.0 && factor <= 20.0 {
        true => Ok(factor),
        false => Err("write a number above 0, 20 at most".to_owned()),
    }
}

impl Picture {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        match self.draw(root, output) {
            Ok(status) | Err(status) => status,
        }
    }

    fn draw(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let file = self.file();
        let form = files::form(&file, &FORMS).map_err(|message| {
            output.say(&format!("error: {message}"));
            Status::Wrong
        })?;
        let Read { model, templates, .. } = project::read(root, output)?;
        let failed = |error: RenderError| {
            output.fail(&error);
            Status::Wrong
        };
        let diagrams = erd::pictures(&model, &templates).map_err(failed)?;
        let sheets = sheets(&model);
        let known = names(&model, &diagrams, &sheets);
        let Some(name) = &self.name else {
            for (name, what) in &known {
                output.data(&format!("{name}\t{what}\n"));
            }
            return Ok(Status::Well);
        };
        if !known.contains_key(name) {
            let all: Vec<&str> = known.keys().map(String::as_str).collect();
            output.say(&format!("error: the project has no picture `{name}`"));
            let near = nearest(name, all.iter().copied());
            output.help(&near.map_or_else(
                || "`pgspec picture` lists them".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ));
            return Err(Status::Wrong);
        }
        let drawn = drawn(&model, &templates, (diagrams, &sheets), name).map_err(failed)?;
        let bytes = self.bytes(drawn, form).map_err(|error| {
            output.fail(&error);
            Status::Failed
        })?;
        files::write(&file, &bytes).map_err(|error| {
            output.say(&format!("error: cannot write `{}`: {error}", file.display()));
            Status::Failed
        })?;
        output.say(&format!("{name} is drawn in {}", file.display()));
        Ok(Status::Well)
    }

    fn file(&self) -> PathBuf {
        let named = || PathBuf::from(format!("{}.svg", self.name.as_deref().unwrap_or("picture")));
        self.out.clone().unwrap_or_else(named)
    }

    fn bytes(&self, drawn: Drawn, form: Form) -> Result<Vec<u8>, PictureError> {
        match form {
            Form::Svg => Ok(drawn.svg.into_bytes()),
            Form::Mermaid => Ok(drawn.mermaid.into_bytes()),
            Form::Png => picture::png(&drawn.svg, self.scale),
        }
    }
}

/// Returns every picture of boxes and arrows, with what it is: systems first.
fn sheets(project: &Project) -> Vec<(Sheet, &'static str)> {
    let systems = architecture::sheets_of(project).into_values();
    let systems = systems.flat_map(|sheets| of_kind(sheets, "system", "part of a system"));
    let roles = access::sheets_of(graph::graph(&project.database, project.postgres));
    let whole = "roles, their memberships, and what they reach";
    let roles = of_kind(roles, whole, "a part of the roles");
    let lineages = lineage::pictures(project).into_iter();
    let lineages = lineages.filter(|picture| !picture.nodes.is_empty());
    let lineages =
        lineages.flat_map(|picture| of_kind(picture.sheets, "lineage", "part of the lineage"));
    systems.chain(roles).chain(lineages).collect()
}

/// Says of each sheet what it is: the first is the whole.
fn of_kind(
    sheets: Vec<Sheet>,
    whole: &'static str,
    part: &'static str,
) -> impl Iterator<Item = (Sheet, &'static str)> {
    sheets.into_iter().zip(std::iter::once(whole).chain(std::iter::repeat(part)))
}

/// Returns the names of all pictures, each with what it is. Where two have one, the later is left out: a diagram
/// comes before a system, and both before the rest.
fn names(
    project: &Project,
    diagrams: &[erd::Picture],
    sheets: &[(Sheet, &'static str)],
) -> BTreeMap<String, &'static str> {
    let diagrams = diagrams.iter().map(|diagram| (diagram.name.clone(), "diagram"));
    let mut names: BTreeMap<String, &str> = diagrams.collect();
    let mut add = |name: String, what| {
        names.entry(name).or_insert(what);
    };
    sheets.iter().for_each(|(sheet, what)| add(sheet.name.clone(), what));
    let database = &project.database;
    database
        .whole_tables()
        .for_each(|(name, _)| add(name.to_string(), "table, with those next to it"));
    database.views.keys().for_each(|name| add(name.to_string(), "view, with what it reads"));
    names
}

/// Draws the picture of a name that [`names`] has.
fn drawn(
    project: &Project,
    templates: &Templates,
    (diagrams, sheets): (Vec<erd::Picture>, &[(Sheet, &'static str)]),
    name: &str,
) -> Result<Drawn, RenderError> {
    if let Some(diagram) = diagrams.into_iter().find(|diagram| diagram.name == name) {
        return Ok(Drawn { svg: diagram.drawn.svg(), mermaid: diagram.text });
    }
    if let Some((sheet, _)) = sheets.iter().find(|(sheet, _)| sheet.name == name) {
        return Ok(Drawn { svg: sheet.svg(), mermaid: sheet.mermaid() });
    }
    let relations = project.database.relations();
    let relation = relations.into_iter().find(|relation| relation.to_string() == name);
    let relation = relation.expect("the name is a relation's, as it is nothing else's");
    let tables = erd::Neighbours::of(project).draw(relation);
    Ok(Drawn { svg: tables.svg(GENERATED), mermaid: erd::mermaid(&tables, templates)? })
}
