//! `pgspec man`: the manual pages.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use super::Status;
use super::output::Output;

/// Print the manual page, or write that of every command
#[derive(Debug, Args)]
pub struct Manual {
    /// Folder to write a page of each command to, in place of printing that of pgspec
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Manual {
    /// Runs the command; `whole` is the command line with all its commands.
    pub fn run(&self, whole: Command, output: &Output) -> Status {
        let written = match &self.out {
            None => {
                let mut text = Vec::new();
                let rendered = Man::new(whole).render(&mut text);
                rendered.map(|()| output.data(&String::from_utf8_lossy(&text)))
            }
            Some(folder) => {
                fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(whole, folder))
            }
        };
        match written {
            Ok(()) => Status::Well,
            Err(error) => {
                output.fail(&error);
                Status::Failed
            }
        }
    }
}
