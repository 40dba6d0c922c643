//! `pgspec query`: runs a named query, and writes its rows or draws them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::output::Output;
use super::{Status, project, rows, state};
use crate::diagnostic::suggest;
use crate::model;
use crate::pipeline::{self, AskError};
use crate::render::chart::{self, Data, Scheme};

mod picture;

/// Run a named query as its role: its rows, or a chart of them
#[derive(Debug, Args)]
pub struct Query {
    /// The query
    #[arg(value_name = "QUERY")]
    name: String,
    /// Value of a parameter; the others have their defaults
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    /// Draw the chart of the query: into a file that ends in `.svg` or `.png`, with `.vl.json` (Vega-Lite) beside it, or in
    /// `.json` alone; else in the terminal
    #[arg(long, value_name = "FILE")]
    chart: Option<Option<PathBuf>>,
    /// What the picture is looked at upon; `both` is light in a `.png`
    #[arg(long, value_name = "SCHEME", default_value = "both", requires = "chart")]
    scheme: SchemeName,
    /// Keep what the query changes, which is undone otherwise
    #[arg(long)]
    commit: bool,
    /// The database; the environment names it unless given, as for psql
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Form of the rows
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemeName {
    /// As the reader prefers
    Both,
    /// A light ground
    Light,
    /// A dark ground
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table
    Text,
    /// Comma-separated values, with a header
    Csv,
    /// A JSON object for each row, on a line of its own
    Json,
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it like `count=20`")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Query {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        match self.ask(root, output) {
            Ok(status) | Err(status) => status,
        }
    }

    fn ask(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let model = project::read(root, output)?.model;
        let known: Vec<&str> = model.queries.keys().map(String::as_str).collect();
        let Some(query) = model.queries.get(&self.name) else {
            output.say(&format!("error: the project declares no query `{}`", self.name));
            output.help(&suggest(&self.name, &known, "query"));
            return Err(Status::Wrong);
        };
        let given = self.given(query, output)?;
        // What cannot be drawn is said before the database is asked.
        let chart = self.chart.as_ref().map(|file| self.drawing(query, file.as_deref(), output));
        let chart = chart.transpose()?;
        let target = state::database(self.database.as_deref(), output)?;
        let mut client = target.connect().map_err(|error| state::refused(&error, output))?;
        let answer = pipeline::ask(&mut client, query, &given, self.commit).map_err(|error| {
            output.say(&format!("error: query `{}`: {error}", self.name));
            match error {
                AskError::NoValue(name) => {
                    output.help(&format!("give it: `--param {name}=VALUE`"));
                    Status::Wrong
                }
                AskError::Server(_) => Status::Failed,
            }
        })?;
        if answer.is_change && !self.commit {
            output.say("note: what the query changed is undone; `--commit` keeps it");
        }
        match chart {
            Some(drawing) => drawing.draw(&answer.data, output),
            None => {
                output.data(&self.rows(&answer.data));
                Ok(Status::Well)
            }
        }
    }

    /// Returns the values that were given, by parameter.
    fn given(
        &self,
        query: &model::Query,
        output: &Output,
    ) -> Result<BTreeMap<String, String>, Status> {
        let known: Vec<&str> = query.parameters.iter().map(|it| it.name.as_str()).collect();
        for (name, _) in &self.parameters {
            if !known.contains(&name.as_str()) {
                output.say(&format!("error: query `{}` has no parameter `{name}`", self.name));
                output.help(&suggest(name, &known, "parameter"));
                return Err(Status::Wrong);
            }
        }
        Ok(self.parameters.iter().cloned().collect())
    }

    fn drawing<'q>(
        &'q self,
        query: &'q model::Query,
        file: Option<&'q Path>,
        output: &Output,
    ) -> Result<picture::Drawing<'q>, Status> {
        let Some(chart) = &query.chart else {
            output.say(&format!("error: query `{}` declares no chart", self.name));
            output.help("add one: `chart: { bar: { x: COLUMN, y: COLUMN } }`");
            return Err(Status::Wrong);
        };
        let form = picture::Form::of(file).map_err(|message| {
            output.say(&format!("error: {message}"));
            Status::Wrong
        })?;
        let scheme = match (self.scheme, form) {
            (SchemeName::Both, picture::Form::Svg) => Scheme::Both,
            (SchemeName::Dark, _) => Scheme::Dark,
            _ => Scheme::Light,
        };
        Ok(picture::Drawing { name: &self.name, query, chart, file, form, scheme })
    }

    fn rows(&self, data: &Data) -> String {
        match self.format {
            Format::Text => rows::table(data, "", usize::MAX),
            Format::Csv => rows::csv(data),
            Format::Json => rows::json(data),
        }
    }
}

/// Says why rows are not drawn.
fn refused(error: &chart::ChartError, output: &Output) -> Status {
    output.say(&format!("error: {error}"));
    output.help(error.help());
    Status::Findings
}
