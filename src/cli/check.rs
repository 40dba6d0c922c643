//! `pgspec check`: validates and lints the spec; needs no database.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::Status;
use super::output::Output;
use super::project::{self, Loaded};
use crate::diagnostic;
use crate::model::Project;

/// Check the spec; needs no database
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
}

impl Check {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let Loaded { model, findings, sources, .. } = project::load(root);
        match self.format {
            Format::Text => output.findings(&findings, &sources),
            Format::Json => {
                let document = diagnostic::to_json(&findings, &sources);
                output.data(&format!("{document:#}\n"));
            }
        }
        match model {
            None => Status::Wrong,
            Some(project) => {
                output.say(&summary(&project));
                Status::Well
            }
        }
    }
}

fn summary(project: &Project) -> String {
    let database = &project.database;
    let partitions = database.tables.values().filter(|table| table.partition_of.is_some()).count();
    let counts = [
        (database.tables.len() - partitions, "table", "tables"),
        (database.views.len(), "view", "views"),
        (database.routines.len(), "routine", "routines"),
        (database.roles.len(), "role", "roles"),
        (project.queries.len(), "query", "queries"),
    ];
    let words = counts.map(|(count, one, many)| {
        let noun = if count == 1 { one } else { many };
        format!("{count} {noun}")
    });
    format!("{}: {}", project.name, words.join(", "))
}
