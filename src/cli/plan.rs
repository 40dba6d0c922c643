//! `pgspec plan`: the steps from one state of a database to another.

use std::path::{Path, PathBuf};
use std::thread;

use clap::{Args, ValueEnum};

use super::Status;
use super::output::Output;
use super::state::{Named, request, say_plan};
use crate::connect;
use crate::picture::BY;
use crate::plan::{Plan, format};
use crate::sandbox::Request;
use crate::state::{Options, Places, between};

/// Plan the steps from one state of a database to another, with their locks and hazards
#[derive(Debug, Args)]
pub struct PlanCommand {
    /// State to start from: a `postgres://` URL, a project, a folder of migrations, an `.sql` file
    #[arg(long, value_name = "STATE")]
    from: String,
    /// State to lead to; the project unless given
    #[arg(long, value_name = "STATE")]
    to: Option<String>,
    #[command(flatten)]
    how: How,
    /// Form of the plan
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
    /// Save the plan as JSON, for `pgspec apply --plan`
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How plans are made.
#[derive(Debug, Args)]
pub(super) struct How {
    /// The short form, for a database that nobody uses meanwhile
    #[arg(long)]
    pub offline: bool,
    /// Give the plan out untried: locks are not seen, and that it works is not proven
    #[arg(long)]
    pub no_rehearsal: bool,
    /// Fill each table of the copy with so many rows first, and say how long each step takes
    #[arg(long, value_name = "ROWS", default_value = "0", conflicts_with = "no_rehearsal")]
    pub rehearse: u32,
    /// Server for the sandbox, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    pub sandbox_url: Option<String>,
}

impl How {
    /// Returns the options of planning.
    pub fn options(&self) -> Options {
        Options { online: !self.offline, rehearse: !self.no_rehearsal, rows: self.rehearse }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// SQL that psql runs
    Sql,
    /// One JSON document
    Json,
    /// For a comment on a change
    Markdown,
    /// A picture for pages that draw Mermaid
    Mermaid,
    /// A picture
    Svg,
}

impl PlanCommand {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let to = self.to.clone().unwrap_or_else(|| root.display().to_string());
        let planned = make(&self.from, &to, &self.how, output);
        let plan = match planned {
            Ok(plan) if self.how.rehearse == 0 => without_times(plan),
            Ok(plan) => plan,
            Err(status) => return status,
        };
        if let Some(path) = &self.out
            && let Err(error) = std::fs::write(path, format::json(&plan))
        {
            output.say(&format!("error: cannot write `{}`: {error}", path.display()));
            return Status::Failed;
        }
        output.data(&match self.format {
            Format::Text => format::text(&plan),
            Format::Sql => format::sql(&plan),
            Format::Json => format::json(&plan),
            Format::Markdown => format::markdown(&plan),
            Format::Mermaid => format::picture(&plan).mermaid(BY),
            Format::Svg => format::picture(&plan).svg(BY),
        });
        Status::Well
    }
}

/// Plans between two states; says what is wrong, and how to exit.
pub(super) fn make(from: &str, to: &str, how: &How, output: &Output) -> Result<Plan, Status> {
    let from = Named::read(from, output)?;
    let Named::Server(live) = &from else {
        return of_named(from, Named::read(to, output)?, how, output);
    };
    if !connect::is_connection_string(to) {
        live.begin(true, None);
    }
    let asked = request(&[from.major(output)?], how.sandbox_url.as_deref(), output);
    let places = places(&asked.0);
    // What the plan is tried on comes up while a project is checked and rendered.
    thread::scope(|scope| {
        if !how.no_rehearsal {
            scope.spawn(|| places.0.begin());
        }
        of_states((from, Named::read(to, output)?), asked.1, &places, how, output)
    })
}

/// Plans between two states that were named.
pub(super) fn of_named(from: Named, to: Named, how: &How, output: &Output) -> Result<Plan, Status> {
    let majors = match (&from, &to) {
        // The live server decides.
        (_, Named::Server(_)) if !matches!(from, Named::Server(_)) => [to.major(output)?, None],
        _ => [from.major(output)?, to.major(output)?],
    };
    let (request, major) = request(&majors, how.sandbox_url.as_deref(), output);
    of_states((from, to), major, &places(&request), how, output)
}

/// Returns a sandbox for each state.
pub(super) fn places(request: &Request<'static>) -> (Places<'static>, Places<'static>) {
    (Places::new(request.clone()), Places::new(request.clone()))
}

fn of_states(
    (from, to): (Named, Named),
    major: u16,
    places: &(Places<'_>, Places<'_>),
    how: &How,
    output: &Output,
) -> Result<Plan, Status> {
    let (from, to) = (from.input(major, output)?, to.input(major, output)?);
    between(&from, &to, (&places.0, &places.1), &how.options())
        .map_err(|error| say_plan(&error, output))
}

/// How long a step takes on empty tables says nothing, and differs each time.
pub(super) fn without_times(mut plan: Plan) -> Plan {
    plan.steps.iter_mut().for_each(|step| step.rehearsed_ms = None);
    plan
}
