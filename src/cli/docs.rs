//! `pgspec docs`: the site of a project.

mod live;
mod serve;

use std::path::{Path, PathBuf};

use clap::Args;

use super::Status;
use super::output::Output;
use super::project::{self, Rendered};
use crate::audit::Judgement;
use crate::check::Places;
use crate::lint;
use crate::migrate::Folder;
use crate::model::Project;
use crate::output::{self, OutputError};
use crate::render::{Artifacts, manifest};
use crate::site::{self, Finding, Migration, Site};

/// Where migrations are, unless told otherwise.
const MIGRATIONS: &str = "migrations";

/// Write the site: everything that is known of the project, as pages that open from the file system
#[derive(Debug, Args)]
pub struct Docs {
    /// Folder for the site, below the project
    #[arg(long, value_name = "FOLDER", default_value = "site")]
    out: String,
    /// Folder of migrations; `migrations` of the project unless given
    #[arg(long, value_name = "FOLDER")]
    migrations: Option<PathBuf>,
    /// Database to ask for the last runs, the charts and the plans of queries; none is asked unless given
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Serve it to this machine instead, on http://localhost:PORT, and reload pages when the project changes
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "8642")]
    serve: Option<u16>,
}

impl Docs {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        if let Some(port) = self.serve {
            return serve::serve(port, root, || self.render(root, output), output);
        }
        match self.render(root, output) {
            Ok(pages) => self.write(root, &pages, output),
            Err(status) => status,
        }
    }

    fn write(&self, root: &Path, pages: &Artifacts, output: &Output) -> Status {
        match output::write(pages, root, &self.out) {
            Ok(_) => {
                let count = pages.iter().filter(|(path, _)| path.ends_with(".html")).count();
                output.say(&format!("{}/index.html: {count} pages", self.out));
                Status::Well
            }
            Err(error) => {
                output.fail(&error);
                let is_wrong = matches!(error, OutputError::Outside(_));
                if is_wrong { Status::Wrong } else { Status::Failed }
            }
        }
    }

    /// Renders the pages of the project as it is now.
    fn render(&self, root: &Path, output: &Output) -> Result<Artifacts, Status> {
        let Rendered { model, templates, places, hashes, .. } = project::render(root, output)?;
        let folder = self.migrations.clone().unwrap_or_else(|| root.join(MIGRATIONS));
        let site = Site {
            project: &model,
            migrations: migrations(&folder, output)?,
            findings: findings(&model, &places),
            live: self.database.as_deref().map(|url| live::ask(url, &model, output)).transpose()?,
        };
        let rendered = site::render(&site, &templates).and_then(|mut pages| {
            let manifest = manifest::render(&model, &pages, &hashes);
            pages.insert(manifest::PATH, manifest)?;
            Ok(pages)
        });
        rendered.map_err(|error| {
            output.fail(&error);
            Status::Wrong
        })
    }
}

fn migrations(folder: &Path, output: &Output) -> Result<Vec<Migration>, Status> {
    let failed = |error: &dyn std::error::Error| {
        output.fail(error);
        Status::Wrong
    };
    let folder = Folder::read(folder).map_err(|error| failed(&error))?;
    let read = folder.files.into_iter().map(|file| {
        let steps = file.script().map_err(|faults| {
            faults.iter().for_each(|fault| output.say(&format!("error: {fault}")));
            Status::Wrong
        })?;
        Ok(Migration { file: file.file, steps: steps.steps })
    });
    read.collect()
}

/// What the lint finds, with why it is accepted.
fn findings(project: &Project, places: &Places) -> Vec<Finding> {
    let today = chrono::Local::now().date_naive();
    let finding = |found: lint::Finding| {
        let accepted = match found.said.judge(&project.acceptances, today) {
            Judgement::Open(_) => None,
            Judgement::Accepted(by) => Some(format!("{} (until {})", by.reason, by.until)),
        };
        let weight = found.said.weight.to_string();
        let (code, object, detail) = (found.said.code, found.said.object, found.said.detail);
        Finding { weight, code: code.to_owned(), object, detail, accepted }
    };
    lint::lint(project, places).into_iter().map(finding).collect()
}
