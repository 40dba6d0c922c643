//! `pgspec migrate`: versioned migrations of the project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::Status;
use super::apply::MIGRATIONS;
use super::output::Output;
use super::plan::{How, of_named, places, without_times};
use super::state::{Named, database, folder, request, say};
use crate::diff;
use crate::migrate::{self, Draft, File, Folder, lost_by, slug};
use crate::plan::format::count as counted;
use crate::plan::{HazardKind, Plan, Step};
use crate::state::{Live, Places, State};

/// Write, check and look after versioned migrations
#[derive(Debug, Args)]
pub struct Migrate {
    /// Folder of migrations; `migrations` of the project unless given
    #[arg(long, global = true, value_name = "FOLDER")]
    migrations: Option<PathBuf>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Plan from what the migrations come to, to the project, and write that as a migration
    New {
        /// Name of the migration: what it is for
        name: String,
        /// Hazards that are accepted, separated by commas: written into the file
        #[arg(long, value_name = "HAZARD", value_delimiter = ',')]
        allow: Vec<HazardKind>,
        #[command(flatten)]
        how: How,
    },
    /// Prove that all migrations from empty come to the project
    Check {
        /// A database whose history the files are compared with as well
        #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
        database: Option<String>,
        /// Server for the sandbox, in place of this machine's programs
        #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
        sandbox_url: Option<String>,
    },
    /// Compare the files with the history of a database
    Status {
        /// The database; the environment names it unless given, as for psql
        #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
        database: Option<String>,
        /// Form of the result
        #[arg(long, value_name = "FORM", default_value = "text")]
        format: Format,
    },
    /// Draft the migration that undoes another, and say what data it cannot bring back
    Undo {
        /// Number of the migration; the last unless given
        number: Option<u32>,
        #[command(flatten)]
        how: How,
    },
    /// Record migrations as applied without running them, for a database that is there already
    Baseline {
        /// Number of the last migration to record
        #[arg(long, value_name = "NUMBER")]
        up_to: u32,
        /// The database; the environment names it unless given, as for psql
        #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
        database: Option<String>,
        /// Record even if the database is not what the migrations come to
        #[arg(long)]
        force: bool,
        /// Server for the sandbox, in place of this machine's programs
        #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
        sandbox_url: Option<String>,
    },
    /// Write one migration in place of all up to a number
    Squash {
        /// Name of the new migration
        name: String,
        /// Number of the last migration to replace
        #[arg(long, value_name = "NUMBER")]
        up_to: u32,
        #[command(flatten)]
        how: How,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Text,
    /// One JSON document
    Json,
}

/// Says what is wrong with migrations, and returns how to exit.
fn failed(error: &migrate::Error, output: &Output) -> Status {
    output.fail(error);
    error.help().iter().for_each(|help| output.help(help));
    match error {
        migrate::Error::Apply(_) | migrate::Error::Io { .. } => Status::Failed,
        _ => Status::Wrong,
    }
}

/// Reads the steps of a migration; says what is wrong with it, and returns how to exit.
pub(super) fn steps(file: &File, output: &Output) -> Result<Vec<Step>, Status> {
    match file.script() {
        Ok(script) => Ok(script.steps),
        Err(faults) => Err(failed(&migrate::Error::Faults(faults), output)),
    }
}

/// What every part of the command works with.
struct Work<'a> {
    root: &'a Path,
    path: PathBuf,
    output: &'a Output,
}

impl Migrate {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let path = self.migrations.clone().unwrap_or_else(|| root.join(MIGRATIONS));
        let work = Work { root, path, output };
        let done = match &self.what {
            What::New { name, allow, how } => work.new_migration(name, allow, how),
            What::Check { database, sandbox_url } => {
                work.check(database.as_deref(), sandbox_url.as_deref())
            }
            What::Status { database, format } => work.status(database.as_deref(), *format),
            What::Undo { number, how } => work.undo(*number, how),
            What::Baseline { up_to, database, force, sandbox_url } => {
                work.baseline(*up_to, database.as_deref(), *force, sandbox_url.as_deref())
            }
            What::Squash { name, up_to, how } => work.squash(name, *up_to, how),
        };
        done.unwrap_or_else(|status| status)
    }
}

impl Work<'_> {
    /// Reads the folder; one that is not there yet holds nothing.
    fn folder(&self) -> Result<Folder, Status> {
        match self.path.exists() {
            true => folder(&self.path, self.output),
            false => Ok(Folder { path: self.path.clone(), files: Vec::new() }),
        }
    }

    fn failed(&self, error: &migrate::Error) -> Status {
        failed(error, self.output)
    }

    fn project(&self) -> Result<Named, Status> {
        Named::read(&self.root.display().to_string(), self.output)
    }

    fn new_migration(&self, name: &str, allow: &[HazardKind], how: &How) -> Result<Status, Status> {
        let folder = self.folder()?;
        let plan = of_named(Named::Migrations(folder.clone()), self.project()?, how, self.output)?;
        if plan.is_empty() {
            self.output.say("the migrations come to the project: there is nothing to write");
            return Ok(Status::Well);
        }
        let allowed: BTreeSet<HazardKind> = allow.iter().copied().collect();
        let number = folder.next_number().map_err(|error| self.failed(&error))?;
        let draft = Draft {
            number,
            name: &slug(name),
            plan: &plan,
            allowed: &allowed,
            undoes: None,
            replaces: &[],
        };
        self.write(&folder, &draft)?;
        self.tell_hazards(&plan, &allowed);
        Ok(Status::Well)
    }

    fn write(&self, folder: &Folder, draft: &Draft<'_>) -> Result<(), Status> {
        let plan = without_times(draft.plan.clone());
        let draft = &Draft { plan: &plan, ..draft.clone() };
        let text = migrate::render(draft).map_err(|error| self.failed(&error))?;
        if let Err(error) = std::fs::create_dir_all(&self.path) {
            self.output.say(&format!("error: cannot make `{}`: {error}", self.path.display()));
            return Err(Status::Failed);
        }
        let path =
            folder.write(draft.number, draft.name, &text).map_err(|error| self.failed(&error))?;
        let steps = counted(draft.plan.steps.len(), "step");
        self.output.say(&format!("{}: {steps}", path.display()));
        Ok(())
    }

    fn tell_hazards(&self, plan: &Plan, allowed: &BTreeSet<HazardKind>) {
        for step in &plan.steps {
            for hazard in &step.hazards {
                self.output.say(&format!("  {}: {}", hazard.kind, hazard.message));
            }
        }
        let open: Vec<&str> =
            plan.hazards_to_allow().difference(allowed).map(|kind| kind.name()).collect();
        if !open.is_empty() {
            self.output.help(&format!(
                "`apply` refuses it until `-- pgspec: allow {}` stands in it, or `--allow {}` is given",
                open.join(" "),
                open.join(",")
            ));
        }
    }

    /// Reads what migrations come to.
    fn replay(&self, folder: Folder, major: u16, places: &Places<'_>) -> Result<State, Status> {
        let input = Named::Migrations(folder).input(major, self.output)?;
        places.read(&input, &BTreeSet::new()).map_err(|error| say(&error, self.output))
    }

    fn check(&self, url: Option<&str>, sandbox_url: Option<&str>) -> Result<Status, Status> {
        let (folder, project) = (self.folder()?, self.project()?);
        let (request, major) = request(&[project.major(self.output)?], sandbox_url, self.output);
        let places = places(&request);
        let project = project.input(major, self.output)?;
        let desired =
            places.1.read(&project, &BTreeSet::new()).map_err(|error| say(&error, self.output))?;
        let count = folder.files.len();
        let reached = self.replay(folder.clone(), major, &places.0)?;
        let differences = places.1.differences(&reached, &desired);
        for difference in diff::wholes(&differences) {
            self.output.data(&format!("{difference}\n"));
        }
        let mut status = Status::Well;
        if differences.is_empty() {
            let (count, come) =
                (counted(count, "migration"), if count == 1 { "comes" } else { "come" });
            self.output.say(&format!("{count} from empty {come} to the project"));
        } else {
            self.output.say("the migrations do not come to the project");
            self.output.help("`pgspec migrate new NAME` writes what is missing");
            status = Status::Findings;
        }
        // What is only pending is no fault: it is about to be applied.
        if let Some(url) = url
            && !self.show(Some(url), Format::Text)?.faults().is_empty()
        {
            status = Status::Findings;
        }
        Ok(status)
    }

    fn status(&self, url: Option<&str>, format: Format) -> Result<Status, Status> {
        let status = self.show(url, format)?;
        let current = status.is_current() && status.faults().is_empty();
        Ok(if current { Status::Well } else { Status::Findings })
    }

    /// Shows what is applied and what is pending.
    fn show(&self, url: Option<&str>, format: Format) -> Result<migrate::Status, Status> {
        let (folder, target) = (self.folder()?, database(url, self.output)?);
        let connect = || target.connect_hearing();
        let status = migrate::status(&connect, &folder).map_err(|error| self.failed(&error))?;
        match format {
            Format::Text => {
                status.rows.iter().for_each(|row| self.output.data(&format!("{row}\n")));
            }
            Format::Json => {
                let document = serde_json::json!({"migrations": status.rows});
                self.output.data(&format!("{document:#}\n"));
            }
        }
        Ok(status)
    }

    fn undo(&self, number: Option<u32>, how: &How) -> Result<Status, Status> {
        let folder = self.folder()?;
        let Some(last) = number.or(folder.files.last().map(|file| file.number)) else {
            self.output.say("error: there is no migration to undo");
            return Err(Status::Wrong);
        };
        let file = folder.file(last).cloned();
        let file = file.ok_or_else(|| self.failed(&migrate::Error::NoSuchMigration(last)))?;
        let up_to = |limit: u32| Folder {
            path: folder.path.clone(),
            files: folder.files.iter().filter(|file| file.number <= limit).cloned().collect(),
        };
        let (with, without) = (Named::Migrations(up_to(last)), Named::Migrations(up_to(last - 1)));
        let plan = of_named(with, without, how, self.output)?;
        let lost = lost_by(&self.steps(&file)?);
        let number = folder.next_number().map_err(|error| self.failed(&error))?;
        let name = format!("undo_{}", file.name);
        let draft = Draft {
            number,
            name: &name,
            plan: &plan,
            allowed: &BTreeSet::new(),
            undoes: Some((&file, &lost)),
            replaces: &[],
        };
        self.write(&folder, &draft)?;
        lost.iter()
            .for_each(|words| self.output.say(&format!("  cannot be brought back: {words}")));
        self.tell_hazards(&plan, &BTreeSet::new());
        Ok(Status::Well)
    }

    fn steps(&self, file: &File) -> Result<Vec<Step>, Status> {
        steps(file, self.output)
    }

    fn baseline(
        &self,
        up_to: u32,
        url: Option<&str>,
        force: bool,
        sandbox_url: Option<&str>,
    ) -> Result<Status, Status> {
        let (folder, target) = (self.folder()?, database(url, self.output)?);
        if !force {
            let live = Named::Server(Live::new(target.clone()));
            let (request, major) = request(&[live.major(self.output)?], sandbox_url, self.output);
            let places = Places::new(request);
            let part = Folder {
                path: folder.path.clone(),
                files: folder.files.iter().filter(|file| file.number <= up_to).cloned().collect(),
            };
            let desired = self.replay(part, major, &places)?;
            let live = live.input(major, self.output)?;
            let live =
                places.read(&live, &desired.roles()).map_err(|error| say(&error, self.output))?;
            let differences = places.differences(&live, &desired);
            if !differences.is_empty() {
                diff::wholes(&differences)
                    .iter()
                    .for_each(|it| self.output.data(&format!("{it}\n")));
                self.output.say("error: the database is not what the migrations come to");
                self.output
                    .help("bring one to the other, or record them all the same with `--force`");
                return Ok(Status::Findings);
            }
        }
        let connect = || target.connect_hearing();
        let recorded =
            migrate::baseline(&connect, &folder, up_to, &crate::apply::Options::default())
                .map_err(|error| self.failed(&error))?;
        recorded.iter().for_each(|title| self.output.say(&format!("{title} is recorded")));
        Ok(Status::Well)
    }

    fn squash(&self, name: &str, up_to: u32, how: &How) -> Result<Status, Status> {
        let folder = self.folder()?;
        let squash = folder.squash(up_to).map_err(|error| self.failed(&error))?;
        let empty = Named::Migrations(Folder { path: folder.path.clone(), files: Vec::new() });
        let old =
            Named::Migrations(Folder { path: folder.path.clone(), files: squash.files.clone() });
        let plan = without_times(of_named(empty, old, how, self.output)?);
        let name = slug(name);
        let draft = Draft {
            number: squash.number,
            name: &name,
            plan: &plan,
            allowed: &plan.hazards_to_allow(),
            undoes: None,
            replaces: &squash.files,
        };
        let text = migrate::render(&draft).map_err(|error| self.failed(&error))?;
        let path = folder.replace(&squash, &name, &text).map_err(|error| self.failed(&error))?;
        self.output.say(&format!(
            "{} stands for {}",
            path.display(),
            counted(squash.files.len(), "migration")
        ));
        Ok(Status::Well)
    }
}
