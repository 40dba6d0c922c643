//! `pgspec gen`: renders every artifact, or compares them with what is committed.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Status;
use super::output::Output;
use super::project::{self, Rendered};
use crate::output::{self, Difference, DifferenceKind, OutputError, Written};
use crate::plan::format::count;

/// Render every artifact
#[derive(Debug, Args)]
pub struct Gen {
    /// Compare with what is there instead of writing: print the differences, exit 1 if there are any
    #[arg(long)]
    check: bool,
    /// Form of what --check prints
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A diff for people
    Text,
    /// One JSON document
    Json,
}

impl Gen {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let rendered = match project::render(root, output) {
            Ok(rendered) => rendered,
            Err(status) => return status,
        };
        if self.check {
            self.compare(root, &rendered, output)
        } else {
            write(root, &rendered, output)
        }
    }

    fn compare(&self, root: &Path, rendered: &Rendered, output: &Output) -> Status {
        let folder = rendered.output_folder();
        let differences = match output::compare(&rendered.artifacts, root, folder) {
            Ok(differences) => differences,
            Err(error) => return failed(&error, output),
        };
        match self.format {
            Format::Json => output.data(&format!("{:#}\n", document(&differences))),
            Format::Text => {
                for difference in &differences {
                    output.data(&picture(folder, difference));
                }
            }
        }
        if differences.is_empty() {
            output.say(&format!("{folder}/ is up to date: {} artifacts", rendered.artifacts.len()));
            return Status::Well;
        }
        let files = count(differences.len(), "file");
        output.say(&format!("{folder}/ differs from the project in {files}"));
        output.help(match differences.iter().any(|it| it.kind == DifferenceKind::Foreign) {
            true => "move away what pgspec did not write, run `pgspec gen` and commit",
            false => "run `pgspec gen` and commit; an edit belongs in the spec",
        });
        Status::Findings
    }
}

fn write(root: &Path, rendered: &Rendered, output: &Output) -> Status {
    let folder = rendered.output_folder();
    match output::write(&rendered.artifacts, root, folder) {
        Ok(written) => {
            output.say(&summary(folder, &written));
            Status::Well
        }
        Err(error) => failed(&error, output),
    }
}

/// Says why the folder cannot be used; a folder that no project may name is the spec's fault.
pub(super) fn failed(error: &OutputError, output: &Output) -> Status {
    output.fail(error);
    if matches!(error, OutputError::Outside(_)) { Status::Wrong } else { Status::Failed }
}

fn summary(folder: &str, written: &Written) -> String {
    let counts = [
        (written.created.len(), "new"),
        (written.changed.len(), "changed"),
        (written.removed.len(), "removed"),
        (written.unchanged.len(), "unchanged"),
    ];
    let parts = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, word)| format!("{count} {word}")).collect();
    format!("{folder}/: {}", parts.join(", "))
}

fn words(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Missing => "missing",
        DifferenceKind::Stale => "stale: the project has changed since",
        DifferenceKind::Edited => "edited by hand",
        DifferenceKind::LeftOver => "left over: the project no longer renders it",
        DifferenceKind::Foreign => "not written by pgspec",
    }
}

fn picture(folder: &str, difference: &Difference) -> String {
    let head = format!("{folder}/{}: {}\n", difference.path, words(difference.kind));
    head + &difference.diff
}

fn document(differences: &[Difference]) -> serde_json::Value {
    let rows = differences.iter().map(|difference| {
        json!({
            "path": difference.path,
            "kind": format!("{:?}", difference.kind).to_lowercase(),
            "diff": difference.diff,
        })
    });
    json!({ "differences": rows.collect::<Vec<_>>() })
}
