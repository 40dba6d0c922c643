//! `pgspec schema`: the JSON Schema of the spec, for editors.

use clap::{Args, ValueEnum};

use super::Status;
use super::output::Output;
use crate::spec::schema;

/// Print the JSON Schema of the spec
#[derive(Debug, Args)]
pub struct Schema {
    /// Which files it describes
    #[arg(value_name = "FILES", default_value = "document")]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// The YAML below schema/, roles/, queries/ and the other folders
    Document,
    /// pgspec.yaml
    Project,
}

impl Schema {
    /// Runs the command.
    pub fn run(&self, output: &Output) -> Status {
        let schema = match self.of {
            Of::Document => schema::of_documents(),
            Of::Project => schema::of_project_file(),
        };
        output.data(&format!("{schema:#}\n"));
        Status::Well
    }
}
