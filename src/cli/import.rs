//! `pgspec import`: a live database, or a dump of one, becomes a project.

mod script;
mod write;

use std::path::{Path, PathBuf};

use clap::Args;
use postgres::Client;

use super::Status;
use super::output::Output;
use super::state::request;
use crate::import::{self, Imported};
use crate::plan::format::count;
use crate::sandbox::script::{Script, ScriptError};
use crate::spec::schema;
use crate::{catalog, connect, facts, sandbox};
use write::WriteError;

/// Write a live database, or a dump of one, as a project
#[derive(Debug, Args)]
pub struct Import {
    /// `postgres://` URL of the database, or a file of SQL that makes one
    #[arg(value_name = "URL|FILE.sql")]
    from: String,
    /// Folder of the project; made where it is missing [default: that of --project]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Name of the project; the database's own, made to fit, when absent
    #[arg(long)]
    name: Option<String>,
    /// Replace the spec of a project that is there: its `schema/`, its `roles/`, its project file
    #[arg(long)]
    force: bool,
    /// Major version of PostgreSQL to load a file into
    #[arg(long, value_name = "MAJOR", value_parser = clap::value_parser!(u16).range(15..=18))]
    postgres: Option<u16>,
    /// Server for the sandbox that a file is loaded into, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    sandbox_url: Option<String>,
}

#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("cannot ask the server for its version")]
    Version(#[source] postgres::Error),
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    #[error(transparent)]
    Facts(#[from] facts::Error),
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    #[error(transparent)]
    Script(#[from] Box<ScriptError>),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ImportError {
    fn status(&self) -> Status {
        match self {
            Self::Script(_) | Self::Write(WriteError::Exists(_)) => Status::Wrong,
            _ => Status::Failed,
        }
    }

    fn tell(&self, output: &Output) -> Status {
        output.fail(self);
        if let Self::Sandbox(error) = self
            && let Some(help) = error.help()
        {
            output.help(help);
        }
        self.status()
    }
}

impl Import {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let folder = self.out.as_deref().unwrap_or(root);
        match self.import(folder, output) {
            Ok(imported) => {
                tell(folder, &imported, output);
                if imported.unexpressed.is_empty() { Status::Well } else { Status::Findings }
            }
            Err(status) => status,
        }
    }

    fn import(&self, folder: &Path, output: &Output) -> Result<Imported, Status> {
        let told = |error: ImportError| error.tell(output);
        write::refuse_existing(folder, self.force).map_err(ImportError::from).map_err(told)?;
        let mut imported = if connect::is_connection_string(&self.from) {
            let mut client = super::state::connect(&self.from, output)?;
            self.read_server(&mut client).map_err(told)?
        } else {
            let text = self.read_text(output)?;
            self.read_script(text, output).map_err(told)?
        };
        let schemas = schema::files().map(|(path, text)| (path.to_owned(), text));
        imported.files.extend(schemas);
        write::write(&imported.files, folder, self.force)
            .map_err(ImportError::from)
            .map_err(told)?;
        Ok(imported)
    }

    fn read_text(&self, output: &Output) -> Result<String, Status> {
        std::fs::read_to_string(&self.from).map_err(|error| {
            output.say(&format!("error: cannot read `{}`: {error}", self.from));
            output.help(
                "a database is named by a `postgres://` URL or by a file of SQL that makes it",
            );
            Status::Wrong
        })
    }

    /// Loads a file into a throw-away server, and reads that.
    fn read_script(&self, text: String, output: &Output) -> Result<Imported, ImportError> {
        let (request, _) = request(&[self.postgres], self.sandbox_url.as_deref(), output);
        let sandbox = sandbox::start(&request, &|_| ())?;
        let database = sandbox.create_database("import")?;
        let mut client = database.connect()?;
        script::load(&mut client, Script { name: self.from.clone(), text })?;
        let stem = Path::new(&self.from).file_stem().unwrap_or_default();
        // The dump may have changed the settings of its session.
        self.read(&mut database.connect()?, &stem.to_string_lossy())
    }

    fn read_server(&self, client: &mut Client) -> Result<Imported, ImportError> {
        let row = client.query_one("select current_database()::text", &[]);
        let name: String = row.and_then(|row| row.try_get(0)).map_err(ImportError::Version)?;
        self.read(client, &name)
    }

    fn read(&self, client: &mut Client, name: &str) -> Result<Imported, ImportError> {
        let asked = "select current_setting('server_version_num')::int, current_user::text";
        let row = client.query_one(asked, &[]).map_err(ImportError::Version)?;
        let version: i32 = row.get(0);
        let catalog = catalog::read(client, &catalog::Options::default())?;
        let unsaid = facts::Options { default_owner: Some(row.get(1)), ..Default::default() };
        let facts = facts::read(client, &unsaid)?;
        let options = import::Options {
            project: self.name.clone().unwrap_or_else(|| name.to_owned()),
            postgres: u16::try_from(version / 10_000).unwrap_or_default(),
        };
        Ok(import::import(&catalog, &facts, &options))
    }
}

fn tell(folder: &Path, imported: &Imported, output: &Output) {
    for path in imported.files.keys() {
        output.data(&format!("{path}\n"));
    }
    let files = count(imported.files.len(), "file");
    output.say(&format!("{}: {files} written", folder.display()));
    if imported.unexpressed.is_empty() {
        return;
    }
    output.say("the spec does not say:");
    for what in &imported.unexpressed {
        output.say(&format!("  {what}"));
    }
    output.help("what is not said will not be made; see docs/import.md");
}
