//! `pgspec check`: validates and lints the spec; needs no database.

mod lint;

use std::path::Path;

use clap::{Args, ValueEnum};

pub(super) use lint::judge;

use super::Status;
use super::output::Output;
use super::project::{self, Loaded};
use crate::diagnostic;
use crate::model::Project;

/// Check the spec, and look in it for the defects that `access audit` finds; needs no database
#[derive(Debug, Args)]
pub struct Check {
    /// Form of the findings
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Pictures for people
    Text,
    /// One JSON document on stdout
    Json,
    /// For code scanning in CI
    Sarif,
}

impl Check {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let Loaded { model, mut findings, accepted, sources, places, .. } = project::load(root);
        let linted = model.as_ref().map(|project| judge(project, &places, &accepted));
        let open = linted.as_ref().map_or(&[][..], |linted| &linted.open);
        match self.format {
            Format::Text => {
                let (shown, left_out) = lint::few_of_each(open);
                findings.extend(shown);
                output.findings(&findings, &sources);
                left_out.iter().for_each(|words| output.say(words));
                if !open.is_empty() {
                    output.help("what is meant is accepted in `pgspec.yaml`, under `accept`");
                }
            }
            Format::Json => {
                findings.extend(open.iter().cloned());
                let document = diagnostic::to_json(&findings, &sources);
                output.data(&format!("{document:#}\n"));
            }
            Format::Sarif => {
                findings.extend(open.iter().cloned());
                let name = model.as_ref().map_or("", |project| &project.name);
                let document = lint::sarif(name, &findings, &sources);
                output.data(&format!("{document:#}\n"));
            }
        }
        match (model, linted) {
            (Some(project), Some(linted)) => {
                output.say(&summary(&project, linted.accepted));
                if linted.has_errors() { Status::Findings } else { Status::Well }
            }
            _ => Status::Wrong,
        }
    }
}

fn summary(project: &Project, accepted: usize) -> String {
    let database = &project.database;
    let counts = [
        (database.whole_tables().count(), "table", "tables"),
        (database.views.len(), "view", "views"),
        (database.routines.len(), "routine", "routines"),
        (database.roles.len(), "role", "roles"),
        (project.queries.len(), "query", "queries"),
    ];
    let sources = (project.sources.len(), "source", "sources");
    let transforms = (project.transforms.len(), "transform", "transforms");
    let pipelines = [sources, transforms].into_iter().filter(|(count, ..)| *count > 0);
    let counts = counts.into_iter().chain(pipelines);
    let words = counts.map(|(count, one, many)| {
        let noun = if count == 1 { one } else { many };
        format!("{count} {noun}")
    });
    let accepted = match accepted {
        0 => String::new(),
        1 => "; 1 finding accepted".to_owned(),
        count => format!("; {count} findings accepted"),
    };
    format!("{}: {}{accepted}", project.name, words.collect::<Vec<_>>().join(", "))
}
