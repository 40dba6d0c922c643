//! `pgspec verify`: applies the artifacts to a throw-away server and proves what they claim.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::Status;
use super::output::Output;
use super::project::Rendered;
use crate::model::{PasswordSource, Project};
use crate::render::Templates;
use crate::sandbox::Choice;
use crate::verify::{self, Group, Options, Progress, Report, Script};

/// Apply the artifacts to a throw-away server and prove what they claim
#[derive(Debug, Args)]
pub struct Verify {
    /// Kind of server: auto, docker, local or url; the project's own choice unless given
    #[arg(long, value_name = "KIND")]
    sandbox: Option<Choice>,
    /// Server for `--sandbox url`: pgspec makes and drops databases and roles of its own there
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    url: Option<String>,
    /// Base image of the Docker sandbox, in place of the project's
    #[arg(long, value_name = "IMAGE")]
    base_image: Option<String>,
    /// Form of the report
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
    /// Write the report to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// SQL to run after the artifacts and before the proofs: more data, or a fault to be found
    #[arg(long, value_name = "FILE")]
    after_apply: Vec<PathBuf>,
    /// What to prove, separated by commas; everything unless given
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    only: Vec<Only>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// JUnit XML, for CI
    Junit,
    /// For a comment on a change
    Markdown,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Only {
    /// The artifacts apply to a second empty database
    Again,
    /// What exists is what is declared
    Structure,
    /// The sample data loads
    SampleData,
    /// Every role may do what is declared, and nothing else
    Access,
    /// Sources can put rows where they go
    Sources,
    /// Transforms can run, and run again without a change
    Transforms,
    /// Seeds bring rows that the tables take
    Seeds,
    /// Named queries run and return what they promise
    Queries,
    /// Login roles log in, and their settings took
    Roles,
}

impl From<Only> for Group {
    fn from(only: Only) -> Self {
        match only {
            Only::Again => Self::Again,
            Only::Structure => Self::Structure,
            Only::SampleData => Self::SampleData,
            Only::Access => Self::Access,
            Only::Sources => Self::Sources,
            Only::Transforms => Self::Transforms,
            Only::Seeds => Self::Seeds,
            Only::Queries => Self::Queries,
            Only::Roles => Self::Roles,
        }
    }
}

impl Verify {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let Rendered { model: project, artifacts, templates, .. } =
            match super::project::render(root, output) {
                Ok(rendered) => rendered,
                Err(status) => return status,
            };
        let passwords = match super::passwords::given(root, &project, output) {
            Ok(passwords) => passwords,
            Err(status) => return status,
        };
        let options = match self.options(&project, templates, passwords) {
            Ok(options) => options,
            Err((path, error)) => {
                output.say(&format!("error: cannot read `{}`: {error}", path.display()));
                return Status::Wrong;
            }
        };
        let watcher = Watcher::new(output.is_watched());
        let result = verify::run(&project, &artifacts, &options, &watcher);
        watcher.end();
        match result {
            Ok(report) => self.tell(&report, output),
            Err(error) => {
                output.fail(&error);
                if let Some(help) = error.help() {
                    output.help(help);
                }
                if is_of_command_line(&error) { Status::Wrong } else { Status::Failed }
            }
        }
    }

    fn options(
        &self,
        project: &Project,
        templates: Templates,
        passwords: BTreeMap<PasswordSource, String>,
    ) -> Result<Options, (PathBuf, std::io::Error)> {
        let mut after_apply = Vec::new();
        for path in &self.after_apply {
            let text = std::fs::read_to_string(path).map_err(|error| (path.clone(), error))?;
            after_apply.push(Script { name: path.display().to_string(), text });
        }
        Ok(Options {
            sandbox: self.choice(project),
            url: self.url.clone(),
            binaries: None,
            base_image: self.base_image.clone(),
            templates,
            after_apply,
            only: self.only.iter().map(|only| Group::from(*only)).collect(),
            passwords,
        })
    }

    /// A URL alone asks for the sandbox of that name.
    fn choice(&self, project: &Project) -> Choice {
        let own = || project.sandbox.parse().unwrap_or_default();
        match (self.sandbox, &self.url) {
            (Some(choice), _) => choice,
            (None, Some(_)) => Choice::Url,
            (None, None) => own(),
        }
    }

    fn tell(&self, report: &Report, output: &Output) -> Status {
        let text = match self.format {
            Format::Text => verify::format::text(report),
            Format::Json => verify::format::json(report),
            Format::Junit => verify::format::junit(report),
            Format::Markdown => verify::format::markdown(report),
        };
        match &self.out {
            None => output.data(&text),
            Some(path) => {
                if let Err(error) = std::fs::write(path, text) {
                    output.say(&format!("error: cannot write `{}`: {error}", path.display()));
                    return Status::Failed;
                }
                output.say(&verify::format::summary(report));
            }
        }
        if report.is_well() { Status::Well } else { Status::Findings }
    }
}

/// Returns whether the user's words are at fault, and not the server or the machine.
fn is_of_command_line(error: &verify::Error) -> bool {
    use crate::sandbox::Error::{BadUrl, NoUrl};
    match error {
        verify::Error::AfterApply(_) | verify::Error::Password(_) => true,
        verify::Error::Sandbox(error) => matches!(error, BadUrl(_) | NoUrl),
        _ => false,
    }
}

/// Shows a person how far the run is; silent where nobody watches.
struct Watcher {
    bar: ProgressBar,
    group: RefCell<&'static str>,
}

impl Watcher {
    fn new(watched: bool) -> Self {
        let bar = if watched { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if watched {
            bar.set_style(ProgressStyle::default_spinner());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Self { bar, group: RefCell::new("") }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Watcher {
    fn begin(&self, group: Group) {
        *self.group.borrow_mut() = group.description();
        self.bar.set_message(group.description());
    }

    fn say(&self, words: &str) {
        self.bar.set_message(format!("{}: {words}", self.group.borrow()));
    }

    fn step(&self, done: usize, all: usize) {
        self.bar.set_message(format!("{}: {done} of {all}", self.group.borrow()));
    }
}
