//! `pgspec docs`: the site of a project.

mod live;
mod serve;

use std::path::{Path, PathBuf};

use clap::Args;

use super::apply::MIGRATIONS;
use super::migrate::steps;
use super::output::Output;
use super::project::{self, Read};
use super::{Status, r#gen, state};
use crate::audit::{self, Acceptance, Judgement};
use crate::check::Places;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint;
use crate::model::Project;
use crate::output;
use crate::render::{Artifacts, manifest};
use crate::site::{self, Finding, Migration, Site};

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
            Err(error) => r#gen::failed(&error, output),
        }
    }

    /// Renders the pages of the project as it is now.
    fn render(&self, root: &Path, output: &Output) -> Result<Artifacts, Status> {
        let Read { model, templates, accepted, places, hashes, .. } = project::read(root, output)?;
        let folder = self.migrations.clone().unwrap_or_else(|| root.join(MIGRATIONS));
        let site = Site {
            project: &model,
            migrations: migrations(&folder, output)?,
            findings: findings(&model, &places, &accepted),
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
    let files = state::folder(folder, output)?.files.into_iter();
    files.map(|file| Ok(Migration { steps: steps(&file, output)?, file: file.file })).collect()
}

/// What the lint finds, and what of the check is accepted, with why.
fn findings(
    project: &Project,
    places: &Places,
    accepted: &[(Diagnostic, Acceptance)],
) -> Vec<Finding> {
    let today = chrono::Local::now().date_naive();
    let finding = |said: audit::Finding| {
        let accepted = match said.judge(&project.acceptances, today) {
            Judgement::Open(_) => None,
            Judgement::Accepted(by) => Some(format!("{} (until {})", by.reason, by.until)),
        };
        Finding { said, accepted }
    };
    let linted = lint::lint(project, places).into_iter().map(|found| found.said);
    let checked = accepted.iter().map(|(finding, _)| audit::Finding {
        weight: match finding.severity {
            Severity::Error => audit::Weight::Error,
            Severity::Warning => audit::Weight::Warning,
        },
        code: finding.code,
        object: finding.object.clone().unwrap_or_default(),
        detail: finding.message.clone(),
        fix: finding.help.clone().unwrap_or_default(),
    });
    linted.chain(checked).map(finding).collect()
}
