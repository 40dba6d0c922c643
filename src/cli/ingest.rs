//! `pgspec ingest`: takes the files that arrived.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::output::Output;
use super::{Status, memory, project, state};
use crate::diagnostic::suggest;
use crate::pipeline::{self, Outcome, Taken};

/// Take the files that arrived, each once: accept or reject every row
#[derive(Debug, Args)]
pub struct Ingest {
    /// Sources to take files of; all of the project unless given
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// The database; the environment names it unless given, as for psql
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Form of what is told
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each file
    Text,
    /// A JSON object for each file, on a line of its own
    Json,
}

impl Ingest {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        memory::by_the_page();
        match self.take(root, output) {
            Ok(status) | Err(status) => status,
        }
    }

    fn take(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let model = project::read(root, output)?.model;
        let known: Vec<&str> = model.sources.keys().map(String::as_str).collect();
        for name in &self.sources {
            if !model.sources.contains_key(name) {
                output.say(&format!("error: the project declares no source `{name}`"));
                output.help(&suggest(name, &known, "source"));
                return Err(Status::Wrong);
            }
        }
        let wanted = |name: &String| self.sources.is_empty() || self.sources.contains(name);
        let target = state::database(self.database.as_deref(), output)?;
        let mut client = target.connect().map_err(|error| state::refused(&error, output))?;
        let mut status = Status::Well;
        for (name, source) in model.sources.iter().filter(|(name, _)| wanted(name)) {
            let taken = pipeline::ingest(
                (&mut client, &target),
                root,
                (name, source),
                pipeline::now(),
                |taken| {
                    if matches!(taken.outcome, Outcome::Refused(_)) {
                        status = Status::Findings;
                    }
                    output.data(&self.line(name, taken));
                },
            );
            if let Err(error) = taken {
                output.say(&format!("error: source `{name}`: {error}"));
                output.help("what was taken before stays; the same command, run again, goes on");
                return Err(Status::Failed);
            }
        }
        Ok(status)
    }

    fn line(&self, source: &str, taken: &Taken) -> String {
        match self.format {
            Format::Text => format!("{source}: {}\n", words(taken)),
            Format::Json => format!("{}\n", object(source, taken)),
        }
    }
}

/// Says what became of a file.
pub(super) fn words(taken: &Taken) -> String {
    let words = match &taken.outcome {
        Outcome::Loaded { accepted, rejected } => {
            format!("{} rows, {accepted} accepted, {rejected} rejected", accepted + rejected)
        }
        Outcome::Known => "taken before".to_owned(),
        Outcome::Refused(reason) => format!("refused: {reason}"),
    };
    format!("{}: {words}", taken.file)
}

/// What became of a file, as JSON.
pub(super) fn object(source: &str, taken: &Taken) -> serde_json::Value {
    let mut object = json!({"source": source, "file": taken.file});
    match &taken.outcome {
        Outcome::Loaded { accepted, rejected } => {
            object["outcome"] = json!("loaded");
            object["accepted"] = json!(accepted);
            object["rejected"] = json!(rejected);
        }
        Outcome::Known => object["outcome"] = json!("known"),
        Outcome::Refused(reason) => {
            object["outcome"] = json!("refused");
            object["reason"] = json!(reason);
        }
    }
    object
}
