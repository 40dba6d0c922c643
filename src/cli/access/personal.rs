//! `pgspec access pii`: where personal data is, where it flows, who reads it.

use std::fmt::Write;
use std::path::Path;

use clap::{Args, ValueEnum};

use super::audit::project;
use super::subject::Subject;
use crate::audit::Options;
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
        let declared = project.as_ref().map(|it| it.database.audit_options()).unwrap_or_default();
        let columns = &declared.classified;
        let subject = self.subject.or_project(root);
        // Those of the project are of no other database.
        let project = project.filter(|_| subject.is_made());
        let queries = project.iter().flat_map(|project| &project.queries);
        let queries: Vec<(String, String)> =
            queries.map(|(name, query)| (name.clone(), query.inline())).collect();
        let copies = project.as_ref().map(|it| copies(it, columns)).unwrap_or_default();
        // Who reads a copy is asked of it as of what it is copied from.
        let targets = copies.iter().map(|copy| copy.to.clone());
        let classified = columns.iter().cloned().chain(targets).collect();
        let asked = Options { classified, ..declared.clone() };
        let (_, found) = subject.ask(output, |client| {
            personal::find(client, &asked, &queries).map_err(|error| {
                output.fail(&error);
                Status::Failed
            })
        })?;
        let places = with_copies(found, copies, columns);
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

/// A column that a transform or a source copies personal data to.
struct Copy {
    /// The column that it comes from: `sales.members.email`.
    from: String,
    /// What copies it, and into which table.
    by: String,
    /// The column of that table.
    column: String,
    /// That column, written as the one it comes from.
    to: String,
}

fn copies(project: &Project, classified: &[String]) -> Vec<Copy> {
    let mut copies = Vec::new();
    for flow in &project.column_flows {
        let (Node::Transform(_) | Node::Source(_), Node::Table(target)) = (&flow.by, &flow.to)
        else {
            continue;
        };
        for (from, column) in &flow.from {
            let Node::Table(table) = from else { continue };
            let from = format!("{}.{}.{column}", table.schema, table.name);
            if classified.contains(&from) {
                let by = format!("{} into {target}", flow.by.id());
                let to = format!("{}.{}.{}", target.schema, target.name, flow.column);
                copies.push(Copy { from, by, column: flow.column.clone(), to });
            }
        }
    }
    copies
}

/// Puts copies beside what they are of; what was asked of their columns for their readers alone goes.
fn with_copies(found: Vec<Place>, copies: Vec<Copy>, classified: &[String]) -> Vec<Place> {
    let is_copy_alone =
        |source: &String| copies.iter().any(|it| it.to == *source) && !classified.contains(source);
    let (alone, mut places): (Vec<Place>, Vec<Place>) =
        found.into_iter().partition(|place| is_copy_alone(&place.source));
    let mut copied = Vec::new();
    for copy in copies {
        let is_there =
            |place: &&Place| place.source == copy.to && place.object.starts_with("table ");
        let readers = alone.iter().chain(&places).find(is_there);
        copied.push(Place {
            source: copy.from,
            object: copy.by,
            column: copy.column,
            kept: true,
            readers: readers.map(|place| place.readers.clone()).unwrap_or_default(),
        });
    }
    places.extend(copied);
    places.sort_by(|one, other| {
        (&one.source, &one.object, &one.column).cmp(&(&other.source, &other.object, &other.column))
    });
    places
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
