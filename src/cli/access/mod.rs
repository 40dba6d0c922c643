//! `pgspec access`: questions about who may do what.

mod audit;
mod needs;
mod passwords;
mod personal;
mod questions;
mod subject;

use std::path::Path;

use clap::{Args, Subcommand};

use super::Status;
use super::output::Output;

/// Ask who may do what, and look for what is wrong with it
#[derive(Debug, Args)]
pub struct Access {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    Matrix(questions::Matrix),
    Show(questions::Show),
    WhoCan(questions::WhoCan),
    Diff(questions::Diff),
    Graph(questions::Graph),
    Pii(personal::Personal),
    Needs(needs::Needs),
    Suggest(needs::Suggest),
    Audit(audit::Audit),
    Passwords(passwords::Passwords),
}

impl Access {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let answered = match &self.question {
            Question::Matrix(matrix) => matrix.run(root, output),
            Question::Show(show) => show.run(root, output),
            Question::WhoCan(who) => who.run(root, output),
            Question::Diff(diff) => diff.run(root, output),
            Question::Graph(graph) => graph.run(root, output),
            Question::Pii(personal) => personal.run(root, output),
            Question::Needs(needs) => needs.run(root, output),
            Question::Suggest(suggest) => suggest.run(root, output),
            Question::Passwords(passwords) => passwords.run(root, output),
            Question::Audit(audit) => Ok(audit.run(root, output)),
        };
        answered.unwrap_or_else(|status| status)
    }
}
