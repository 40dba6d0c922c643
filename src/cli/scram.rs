//! `pgspec scram`: the SCRAM verifier of a password, for the secrets of the image.

use clap::Args;

use super::Status;
use super::output::Output;
use crate::verify::scram;

/// Print the SCRAM-SHA-256 verifier of a password: what the image's secrets hold
#[derive(Debug, Args)]
pub struct Scram {
    /// Environment variable that holds the password; never its value, which others could see
    #[arg(long, value_name = "NAME")]
    env: String,
}

impl Scram {
    /// Runs the command.
    pub fn run(&self, output: &Output) -> Status {
        let Ok(password) = std::env::var(&self.env) else {
            let name = &self.env;
            output.say(&format!("error: the environment variable `{name}` is not set, or no text"));
            return Status::Wrong;
        };
        match scram::verifier(&self.env, &password) {
            Ok(verifier) => {
                output.data(&format!("{verifier}\n"));
                Status::Well
            }
            Err(error) => {
                output.fail(&error);
                Status::Wrong
            }
        }
    }
}
