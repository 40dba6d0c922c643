//! `pgspec apply`: runs pending migrations, or a saved plan.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::Status;
use super::output::Output;
use super::state::{database, folder};
use crate::apply::{self, BoxError, Event, Uncertain};
use crate::connect::Target;
use crate::migrate;
use crate::plan::HazardKind;
use crate::plan::format::{self, count};
use crate::state;

/// The folder of a project's migrations.
pub(super) const MIGRATIONS: &str = "migrations";

/// Run pending migrations, or a saved plan
#[derive(Debug, Args)]
pub struct Apply {
    /// The database; the environment names it unless given, as for psql
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// A plan that `pgspec plan --out` saved, in place of the migrations
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Folder of migrations; `migrations` of the project unless given
    #[arg(long, value_name = "FOLDER", conflicts_with = "plan")]
    migrations: Option<PathBuf>,
    /// Run migrations up to this number
    #[arg(long, value_name = "NUMBER", conflicts_with = "plan")]
    up_to: Option<u32>,
    /// Hazards that may happen, separated by commas
    #[arg(long, value_name = "HAZARD", value_delimiter = ',')]
    allow: Vec<HazardKind>,
    /// What to do about a step of which nobody can tell whether it was finished
    #[arg(long, value_name = "WAY", default_value = "refuse")]
    uncertain: Way,
    /// Give up a migration, by its number, or all plans that are half done: what they did stays
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, conflicts_with_all = ["plan", "up_to"])]
    abandon: Option<Option<u32>>,
    /// How long to wait for another run to end, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    lock_wait: u64,
}

/// What to do about a step of which nobody can tell whether it was finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// Stop, so that somebody looks
    Refuse,
    /// Run it again
    Repeat,
    /// Take it as done
    Done,
}

impl Apply {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        match database(self.database.as_deref(), output) {
            Ok(target) => self.on(&target, root, output),
            Err(status) => status,
        }
    }

    fn on(&self, target: &Target, root: &Path, output: &Output) -> Status {
        let progress = |event: &Event<'_>| {
            if !matches!(event, Event::StepEnds { .. } | Event::BatchEnds { .. }) {
                output.say(&event.to_string());
            }
        };
        let options = apply::Options {
            allowed: self.allow.iter().copied().collect::<BTreeSet<_>>(),
            lock_wait: Duration::from_secs(self.lock_wait),
            progress: &progress,
            uncertain: match self.uncertain {
                Way::Refuse => Uncertain::Refuse,
                Way::Repeat => Uncertain::Repeat,
                Way::Done => Uncertain::Done,
            },
            ..apply::Options::default()
        };
        if let Some(migration) = self.abandon {
            return abandon(target, migration, &options, output);
        }
        match &self.plan {
            Some(path) => plan(target, path, &options, output),
            None => {
                let path = self.migrations.clone().unwrap_or_else(|| root.join(MIGRATIONS));
                migrations(target, &path, self.up_to, &options, output)
            }
        }
    }
}

fn plan(target: &Target, path: &Path, options: &apply::Options<'_>, output: &Output) -> Status {
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    let plan = match read.and_then(|text| format::read(&text)) {
        Ok(plan) => plan,
        Err(error) => {
            output.say(&format!("error: `{}` is no plan: {error}", path.display()));
            output.help("`pgspec plan --out FILE` saves one");
            return Status::Wrong;
        }
    };
    let connect = || target.connect_hearing();
    let fingerprint = || state::fingerprint(target, &plan.roles).map_err(BoxError::from);
    match apply::apply(&connect, &plan, &fingerprint, options) {
        Ok(outcome) => {
            output.say(&format!("{target}: {} run", count(outcome.steps, "step")));
            Status::Well
        }
        Err(error) => failed(&error, error.help(), is_refusal(&error), output),
    }
}

fn abandon(
    target: &Target,
    migration: Option<u32>,
    options: &apply::Options<'_>,
    output: &Output,
) -> Status {
    let connect = || target.connect_hearing();
    match apply::abandon(&connect, migration, options) {
        Ok(names) if names.is_empty() => {
            output.say(&format!("{target}: nothing is half done"));
            Status::Well
        }
        Ok(names) => {
            names.iter().for_each(|name| output.say(&format!("{name} is given up")));
            Status::Well
        }
        Err(error) => failed(&error, error.help(), is_refusal(&error), output),
    }
}

fn is_refusal(error: &apply::Error) -> bool {
    matches!(error, apply::Error::Refused(_) | apply::Error::Moved { .. })
}

fn migrations(
    target: &Target,
    path: &Path,
    up_to: Option<u32>,
    options: &apply::Options<'_>,
    output: &Output,
) -> Status {
    let folder = match folder(path, output) {
        Ok(folder) => folder,
        Err(status) => return status,
    };
    let connect = || target.connect_hearing();
    match migrate::run(&connect, &folder, up_to, options) {
        Ok(report) => {
            for title in report.replaced.iter().chain(&report.adopted) {
                output.say(&format!("{title} is recorded"));
            }
            match report.applied.len() {
                0 => output.say(&format!("{target} has all migrations")),
                1 => output.say("1 migration was applied"),
                count => output.say(&format!("{count} migrations were applied")),
            }
            Status::Well
        }
        Err(error @ (migrate::Error::Faults(_) | migrate::Error::NoSuchMigration(_))) => {
            failed(&error, error.help(), true, output);
            Status::Wrong
        }
        Err(error) => {
            use migrate::Error::{Contradiction, HalfReplaced, Refused};
            let refused = matches!(&error, Refused(_) | Contradiction(_) | HalfReplaced { .. });
            failed(&error, error.help(), refused, output)
        }
    }
}

fn failed(
    error: &dyn std::error::Error,
    help: Option<String>,
    refused: bool,
    output: &Output,
) -> Status {
    output.fail(error);
    help.iter().for_each(|help| output.help(help));
    if refused { Status::Findings } else { Status::Failed }
}
