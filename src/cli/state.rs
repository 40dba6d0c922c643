//! States as the command line names them: a server, a project, migrations, a file of SQL.

use std::path::{Path, PathBuf};

use postgres::Client;

use super::Status;
use super::output::Output;
use super::project::{self, Rendered};
use crate::connect::{self, Environment, Target};
use crate::migrate::Folder;
use crate::sandbox::script::Script;
use crate::sandbox::{self, Choice, Request};
use crate::state::{self, Declared, Input, Live};
use crate::verify;

/// The newest major version that a state is tried on where nothing names one.
const NEWEST: u16 = 18;

/// What holds while migrations run.
const SETTINGS: &str = "set check_function_bodies = off";

/// A state as it was named, before its SQL is rendered for a version.
pub(super) enum Named {
    /// A live database.
    Server(Live),
    /// A project.
    Project(Box<Rendered>, PathBuf),
    /// A folder of migrations.
    Migrations(Folder),
    /// A file of SQL.
    Sql(PathBuf, String),
}

impl Named {
    /// Reads what a word on the command line names; says what is wrong, and how to exit.
    pub fn read(text: &str, output: &Output) -> Result<Self, Status> {
        if connect::is_connection_string(text) {
            return server(text, output).map(|target| Self::Server(Live::new(target)));
        }
        let path = Path::new(text);
        if path.join("pgspec.yaml").is_file() {
            let rendered = project::render(path, output)?;
            return Ok(Self::Project(Box::new(rendered), path.to_owned()));
        }
        if path.is_dir() {
            if !holds_migrations(path) {
                output.say(&format!("error: `{text}` holds neither a project nor migrations"));
                output.help("a project has a `pgspec.yaml`; migrations are called `V1__name.sql`");
                return Err(Status::Wrong);
            }
            return folder(path, output).map(Self::Migrations);
        }
        match std::fs::read_to_string(path) {
            Ok(sql) => Ok(Self::Sql(path.to_owned(), sql)),
            Err(error) => {
                output.say(&format!("error: cannot read the state `{text}`: {error}"));
                output.help(
                    "a state is a `postgres://` URL, the folder of a project, a folder of migrations or an `.sql` file",
                );
                Err(Status::Wrong)
            }
        }
    }

    /// Returns the major version that the state asks for, if it does.
    pub fn major(&self, output: &Output) -> Result<Option<u16>, Status> {
        match self {
            Self::Server(live) => server_major(live.target(), output).map(Some),
            Self::Project(rendered, _) => Ok(Some(rendered.model.postgres)),
            Self::Migrations(_) | Self::Sql(..) => Ok(None),
        }
    }

    /// Returns the state as it is read on a server of this major version.
    pub fn input(self, major: u16, output: &Output) -> Result<Input, Status> {
        Ok(match self {
            Self::Server(live) => Input::Server(live),
            Self::Project(rendered, path) => Input::Scripts {
                name: format!("project {}", path.display()),
                scripts: ddl(&rendered, major, output)?,
                declared: Box::new(Declared::of(&rendered.model)),
            },
            Self::Migrations(folder) => Input::Scripts {
                name: format!("migrations {}", folder.path.display()),
                scripts: migrations(&folder),
                declared: Box::default(),
            },
            Self::Sql(path, text) => {
                let name = path.display().to_string();
                let scripts = vec![Script { name: name.clone(), text }];
                Input::Scripts { name, scripts, declared: Box::default() }
            }
        })
    }
}

/// Returns whether a folder holds anything that is called like a migration.
fn holds_migrations(path: &Path) -> bool {
    let names = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.any(|name| name.starts_with('V') && name.ends_with(".sql"))
}

/// Returns the migrations of a folder as scripts.
pub(super) fn migrations(folder: &Folder) -> Vec<Script> {
    // As when they are applied: bodies of functions may name what a later statement makes.
    let settings = Script { name: "settings".to_owned(), text: SETTINGS.to_owned() };
    let script =
        |file: &crate::migrate::File| Script { name: file.file.clone(), text: file.text.clone() };
    std::iter::once(settings).chain(folder.files.iter().map(script)).collect()
}

/// Returns the DDL of a project for a major version.
pub(super) fn ddl(rendered: &Rendered, major: u16, output: &Output) -> Result<Vec<Script>, Status> {
    let Rendered { model, artifacts, templates, .. } = rendered;
    verify::ddl_scripts(model, artifacts, templates, major).map_err(|error| {
        output.fail(&error);
        Status::Wrong
    })
}

/// Reads the name of a server; where there is none, the environment names it, as for psql.
pub(super) fn database(url: Option<&str>, output: &Output) -> Result<Target, Status> {
    match url {
        Some(text) => server(text, output),
        None => known(Target::from_environment(&Environment::from_process()), output),
    }
}

fn server(text: &str, output: &Output) -> Result<Target, Status> {
    known(Target::parse(text, &Environment::from_process()), output)
}

fn known(target: Result<Target, connect::Error>, output: &Output) -> Result<Target, Status> {
    match target {
        Ok(target) => {
            target.warnings().iter().for_each(|warning| output.say(&format!("warning: {warning}")));
            Ok(target)
        }
        Err(error) => Err(refused(&error, output)),
    }
}

/// Says why a server cannot be reached.
pub(super) fn refused(error: &connect::Error, output: &Output) -> Status {
    output.fail(error);
    error.help().iter().for_each(|help| output.help(help));
    if error.is_of_text() { Status::Wrong } else { Status::Failed }
}

/// Connects to the server that a URL names.
pub(super) fn connect(url: &str, output: &Output) -> Result<Client, Status> {
    server(url, output)?.connect().map_err(|error| refused(&error, output))
}

/// Asks a server for its major version.
pub(super) fn server_major(target: &Target, output: &Output) -> Result<u16, Status> {
    let mut client = target.connect().map_err(|error| refused(&error, output))?;
    let asked = client.query_one("select current_setting('server_version_num')::int4 / 10000", &[]);
    match asked {
        Ok(row) => Ok(u16::try_from(row.get::<_, i32>(0)).unwrap_or(u16::MAX)),
        Err(error) => {
            output.fail(&error);
            Err(Status::Failed)
        }
    }
}

/// Reads a folder of migrations.
pub(super) fn folder(path: &Path, output: &Output) -> Result<Folder, Status> {
    Folder::read(path).map_err(|error| {
        output.fail(&error);
        error.help().iter().for_each(|help| output.help(help));
        Status::Wrong
    })
}

/// Returns what to ask of a sandbox, and the major version that it will have.
pub(super) fn request(
    majors: &[Option<u16>],
    url: Option<&str>,
    output: &Output,
) -> (Request<'static>, u16) {
    let wanted = majors.iter().flatten().next().copied();
    let choice = if url.is_some() { Choice::Url } else { Choice::Local };
    let mut request = Request::new(choice, wanted.unwrap_or(NEWEST));
    request.url = url.map(str::to_owned);
    let found = sandbox::local_major(&request).unwrap_or(request.major);
    if wanted.is_some_and(|wanted| wanted != found) && url.is_none() {
        output.say(&format!(
            "warning: PostgreSQL {} is asked for, and this machine has PostgreSQL {found}: that is used",
            request.major
        ));
    }
    (request, found)
}

/// Says why a state cannot be had.
pub(super) fn say(error: &state::Error, output: &Output) -> Status {
    output.fail(error);
    error.help().iter().for_each(|help| output.help(help));
    if error.is_of_text() { Status::Wrong } else { Status::Failed }
}

/// Says why no plan is given out.
pub(super) fn say_plan(error: &state::PlanError, output: &Output) -> Status {
    if let state::PlanError::State(error) = error {
        return say(error, output);
    }
    output.fail(error);
    if let state::PlanError::Step(failure) = error {
        output.say(&format!("  {}", failure.sql.replace('\n', "\n  ")));
    }
    output.help("`--no-rehearsal` gives the plan out as it is; please report what it is about");
    Status::Findings
}
