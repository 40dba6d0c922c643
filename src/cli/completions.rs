//! `pgspec completions`: what a shell offers after `pgspec`.

use clap::{Args, Command};
use clap_complete::Shell;

use super::Status;
use super::output::Output;

/// Print the completions of a shell
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Runs the command; `whole` is the command line with all its commands.
    pub fn run(&self, mut whole: Command, output: &Output) -> Status {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut whole, "pgspec", &mut text);
        output.data(&String::from_utf8_lossy(&text));
        Status::Well
    }
}
