//! `pgspec access pii`: where personal data is, where it flows, who reads it.

use std::fmt::Write;
use std::path::Path;

use clap::{Args, ValueEnum};

use super::audit::{classified, project};
use super::subject::Subject;
use crate::audit::personal::{self, Place};
use crate::cli::Status;
use crate::cli::output::Output;
use crate::model::{Node, Project};

/// Where personal data is, where it flows by views, queries and transforms, and who reads it there
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
        let project = project.filter(|_| subject.is_made());
        let queries = project.iter().flat_map(|project| &project.queries);
        let queries: Vec<(String, String)> =
            queries.map(|(name, query)| (name.clone(), query.inline())).collect();
        let (_, mut places) = subject.ask(output, |client| {
            personal::find(client, &columns, &queries).map_err(|error| {
                output.fail(&error);
                Status::Failed
            })
        })?;
        if let Some(project) = &project {
            let copied = copied(project, &columns, &places);
            places.extend(copied);
            places.sort_by(|one, other| {
                (&one.source, &one.object).cmp(&(&other.source, &other.object))
            });
        }
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

/// Finds the columns that transforms and sources copy personal data to. Who reads it there is known of what is classified.
fn copied(project: &Project, classified: &[String], places: &[Place]) -> Vec<Place> {
    let mut copied = Vec::new();
    for flow in &project.column_flows {
        let (Node::Transform(_) | Node::Source(_), Node::Table(target)) = (&flow.by, &flow.to)
        else {
            continue;
        };
        let there = format!("{}.{}.{}", target.schema, target.name, flow.column);
        let is_there = |place: &&Place| place.source == there && place.object.starts_with("table ");
        let readers = places.iter().find(is_there).map(|place| place.readers.clone());
        for (from, column) in &flow.from {
            let Node::Table(table) = from else { continue };
            let source = format!("{}.{}.{column}", table.schema, table.name);
            if classified.contains(&source) {
                copied.push(Place {
                    source,
                    object: format!("{} into {target}", flow.by.id()),
                    column: flow.column.clone(),
                    kept: true,
                    readers: readers.clone().unwrap_or_default(),
                });
            }
        }
    }
    copied
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
