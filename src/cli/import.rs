//! `pgspec import`: a live database, or a dump of one, becomes a project.

mod script;
mod write;

use std::path::{Path, PathBuf};

use clap::Args;
use postgres::{Client, NoTls};

use super::Status;
use super::output::Output;
use crate::catalog::{self, Catalog};
use crate::import::{self, Imported};
use crate::sandbox::{self, Choice, Request};
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
}

#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("`{0}` is neither a `postgres://` URL nor a file that ends in `.sql`")]
    Unknown(String),
    #[error("cannot read the file `{0}`")]
    File(String, #[source] std::io::Error),
    /// The parser's own words are not passed on: they may quote a part of the password.
    #[error("this URL cannot be read: it is `postgres://USER@HOST:PORT/DATABASE`")]
    BadUrl,
    #[error("cannot connect to the database")]
    Connect(#[source] postgres::Error),
    #[error("cannot ask the server for its version")]
    Version(#[source] postgres::Error),
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    #[error(transparent)]
    Script(#[from] script::ScriptError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ImportError {
    fn status(&self) -> Status {
        match self {
            Self::Unknown(_) | Self::File(..) | Self::BadUrl | Self::Script(_) => Status::Wrong,
            Self::Write(WriteError::Exists(_)) => Status::Wrong,
            _ => Status::Failed,
        }
    }
}

impl Import {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let folder = self.out.as_deref().unwrap_or(root);
        match self.import(folder) {
            Ok(imported) => {
                tell(folder, &imported, output);
                if imported.unexpressed.is_empty() { Status::Well } else { Status::Findings }
            }
            Err(error) => {
                output.fail(&error);
                if let ImportError::Sandbox(error) = &error
                    && let Some(help) = error.help()
                {
                    output.help(help);
                }
                error.status()
            }
        }
    }

    fn import(&self, folder: &Path) -> Result<Imported, ImportError> {
        write::refuse_existing(folder, self.force)?;
        let imported = match () {
            () if is_url(&self.from) => self.read_client(&mut connect(&self.from)?)?,
            () if self.from.ends_with(".sql") => self.read_file()?,
            () => return Err(ImportError::Unknown(self.from.clone())),
        };
        write::write(&imported.files, folder, self.force)?;
        Ok(imported)
    }

    /// Loads a file into a throw-away server, and reads that.
    fn read_file(&self) -> Result<Imported, ImportError> {
        let text = std::fs::read_to_string(&self.from)
            .map_err(|error| ImportError::File(self.from.clone(), error))?;
        let sandbox = sandbox::start(&Request::new(Choice::Local, 17), &|_| ())?;
        let database = sandbox.create_database("import")?;
        let mut client = database.connect()?;
        script::load(&mut client, &self.from, &text)?;
        let stem = Path::new(&self.from).file_stem().unwrap_or_default();
        self.read(&mut client, &stem.to_string_lossy())
    }

    fn read_client(&self, client: &mut Client) -> Result<Imported, ImportError> {
        let row = client.query_one("select current_database()::text", &[]);
        let name: String = row.and_then(|row| row.try_get(0)).map_err(ImportError::Version)?;
        self.read(client, &name)
    }

    fn read(&self, client: &mut Client, name: &str) -> Result<Imported, ImportError> {
        let row = client.query_one("select current_setting('server_version_num')::int", &[]);
        let version: i32 = row.and_then(|row| row.try_get(0)).map_err(ImportError::Version)?;
        let catalog = catalog::read(client, &catalog::Options::default())?;
        let options = import::Options {
            project: self.name.clone().unwrap_or_else(|| name.to_owned()),
            postgres: u16::try_from(version / 10_000).unwrap_or_default(),
        };
        Ok(import::import(&catalog, &options, &statements(&catalog)))
    }
}

/// Returns what gives the statements of objects without keys.
fn statements(_: &Catalog) -> impl Fn(&str) -> Option<Vec<String>> {
    |_| None
}

fn is_url(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

/// Connects to the database to read.
fn connect(url: &str) -> Result<Client, ImportError> {
    let config: postgres::Config = url.parse().map_err(|_| ImportError::BadUrl)?;
    config.connect(NoTls).map_err(ImportError::Connect)
}

fn tell(folder: &Path, imported: &Imported, output: &Output) {
    for path in imported.files.keys() {
        output.data(&format!("{path}\n"));
    }
    let count = match imported.files.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    output.say(&format!("{}: {count} written", folder.display()));
    if imported.unexpressed.is_empty() {
        return;
    }
    output.say("the spec does not say:");
    for what in &imported.unexpressed {
        output.say(&format!("  {what}"));
    }
    output.help("what is not said will not be made; see docs/import.md");
}
