//! The command line: one file per command; [`output`] is the only place that prints.

mod access;
mod apply;
mod check;
mod completions;
mod converge;
mod docs;
mod drift;
mod files;
mod r#gen;
mod import;
mod ingest;
mod init;
mod man;
mod memory;
mod migrate;
mod output;
mod passwords;
mod picture;
mod plan;
mod project;
mod query;
mod rows;
mod run;
mod sarif;
mod schema;
mod scram;
mod seed;
mod state;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use output::Output;

/// A declarative, SQL-first toolkit for PostgreSQL.
#[derive(Debug, Parser)]
#[command(name = "pgspec", version, about, propagate_version = true)]
struct Arguments {
    /// Folder of the project
    #[arg(
        short = 'C',
        long = "project",
        global = true,
        default_value = ".",
        value_name = "FOLDER"
    )]
    project: PathBuf,
    /// Colour in what is said to the terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: output::Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Check(check::Check),
    Gen(r#gen::Gen),
    Plan(plan::PlanCommand),
    Migrate(migrate::Migrate),
    Apply(apply::Apply),
    Drift(drift::Drift),
    Import(import::Import),
    Ingest(ingest::Ingest),
    Query(query::Query),
    Run(run::Run),
    Seed(seed::Seed),
    Verify(verify::Verify),
    Access(access::Access),
    Docs(docs::Docs),
    Picture(picture::Picture),
    Converge(converge::Converge),
    Scram(scram::Scram),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Manual),
}

/// How a command ended. See the table of exit codes in `docs/reference.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// All is well.
    Well,
    /// There are findings: stale artifacts, failed expectations, drift.
    Findings,
    /// The spec or the command line is wrong.
    Wrong,
    /// The database or the environment failed.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Well => Self::from(0),
            Status::Findings => Self::from(1),
            Status::Wrong => Self::from(2),
            Status::Failed => Self::from(3),
        }
    }
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(arguments.color);
    let project = arguments.project;
    let status = match arguments.command {
        Command::Init(command) => command.run(&project, &output),
        Command::Check(command) => command.run(&project, &output),
        Command::Gen(command) => command.run(&project, &output),
        Command::Plan(command) => command.run(&project, &output),
        Command::Migrate(command) => command.run(&project, &output),
        Command::Apply(command) => command.run(&project, &output),
        Command::Drift(command) => command.run(&project, &output),
        Command::Import(command) => command.run(&project, &output),
        Command::Ingest(command) => command.run(&project, &output),
        Command::Query(command) => command.run(&project, &output),
        Command::Run(command) => command.run(&project, &output),
        Command::Seed(command) => command.run(&project, &output),
        Command::Verify(command) => command.run(&project, &output),
        Command::Access(command) => command.run(&project, &output),
        Command::Picture(command) => command.run(&project, &output),
        Command::Docs(command) => command.run(&project, &output),
        Command::Converge(command) => command.run(&output),
        Command::Scram(command) => command.run(&output),
        Command::Schema(command) => command.run(&output),
        Command::Completions(command) => command.run(Arguments::command(), &output),
        Command::Man(command) => command.run(Arguments::command(), &output),
    };
    status.into()
}
