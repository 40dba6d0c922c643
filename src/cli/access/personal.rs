//! `pgspec access pii`: where personal data is, where it flows, who reads it.

use std::fmt::Write;
use std::path::Path;

use clap::{Args, ValueEnum};

use super::audit::{classified, project};
use super::subject::Subject;
use crate::audit::personal::{self, Place};
use crate::cli::Status;
use crate::cli::output::Output;

/// Where personal data is, where it flows by views and queries, and who reads it there
#[derive(Debug, Args)]
pub struct Personal {
    #[command(flatten)]
    subject: Subject,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// For a review
    Markdown,
}

impl Personal {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let project = project(root, output)?;
        let columns = project.as_ref().map(classified).unwrap_or_default();
        let subject = self.subject.or_project(root);
        // Those of the project are of no other database.
        let queries = project.filter(|_| subject.is_made()).map(|project| project.queries);
        let queries: Vec<(String, String)> =
            queries.into_iter().flatten().map(|(name, query)| (name, query.inline())).collect();
        let (_, places) = subject.ask(output, |client| {
            personal::find(client, &columns, &queries).map_err(|error| {
                output.fail(&error);
                Status::Failed
            })
        })?;
        output.data(&match self.format {
            Format::Text => text(&places),
            Format::Markdown => markdown(&places),
            Format::Json => {
                format!("{:#}\n", serde_json::to_value(&places).expect("it is data"))
            }
        });
        if places.is_empty() {
            output.say("no personal data is known");
        }
        Ok(Status::Well)
    }
}

fn text(places: &[Place]) -> String {
    let mut text = String::new();
    let mut last = "";
    for place in places {
        if place.source != last {
            let _ = writeln!(text, "{}", place.source);
            last = &place.source;
        }
        let _ = writeln!(text, "  {}: {}", where_it_is(place), readers(place));
    }
    text
}

fn where_it_is(place: &Place) -> String {
    let Place { object, column, kept, .. } = place;
    let column = if column.is_empty() { String::new() } else { format!(" ({column})") };
    let kept = if *kept { ", which keeps a copy" } else { "" };
    format!("{object}{column}{kept}")
}

fn readers(place: &Place) -> String {
    match (place.readers.is_empty(), place.object.starts_with("query ")) {
        (false, _) => place.readers.join(", "),
        (true, true) => "reads or writes it".to_owned(),
        (true, false) => "nobody".to_owned(),
    }
}

fn markdown(places: &[Place]) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut text = String::from("| Data | Where | Readers |\n|---|---|---|\n");
    for place in places {
        let (object, readers) = (cell(&where_it_is(place)), cell(&readers(place)));
        let _ = writeln!(text, "| `{}` | {object} | {readers} |", cell(&place.source));
    }
    text
}
