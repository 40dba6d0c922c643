//! What is asked about: a live database, or a state that is made in a sandbox.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Args;
use postgres::Client;

use crate::catalog;
use crate::cli::output::Output;
use crate::cli::state::{Named, connect, database, refused, request, say};
use crate::cli::{Status, project};
use crate::connect::is_connection_string;
use crate::model::{ColumnFlow, Database, Project};
use crate::state::{self, Input, Places};

/// Who may do what, as it was read.
pub struct Asked {
    /// What was read, for people.
    pub name: String,
    /// Major version of PostgreSQL.
    pub major: u16,
    /// Roles, objects and grants.
    pub database: Database,
    /// Which columns come from which; of a project alone.
    pub flows: Vec<ColumnFlow>,
}

/// What is asked about.
#[derive(Debug, Clone, Args)]
pub struct Subject {
    /// The live database
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// In place of a live database: a state, such as `.` for the project in this folder
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Server for the sandbox, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    sandbox_url: Option<String>,
}

impl Subject {
    /// Names a state.
    pub fn of_state(state: &str, sandbox_url: Option<&str>) -> Self {
        let (state, sandbox_url) = (Some(state.to_owned()), sandbox_url.map(str::to_owned));
        Self { database: None, state, sandbox_url }
    }

    /// Returns whether it is made in a sandbox.
    pub fn is_made(&self) -> bool {
        self.state.as_deref().is_some_and(|state| !is_connection_string(state))
    }

    /// Reads who may do what: of the state or the live database that is named, else of the project in the
    /// folder, else of the database that the environment names.
    pub fn read(&self, root: &Path, output: &Output) -> Result<Asked, Status> {
        let subject = self.or_project(root);
        if let Some(state) = &subject.state
            && Path::new(state).join("pgspec.yaml").is_file()
        {
            let model = project::read(Path::new(state), output)?.model;
            let Project { name, postgres: major, database, column_flows: flows, .. } = model;
            return Ok(Asked { name: format!("project {name}"), major, database, flows });
        }
        subject.read_from_server(output)
    }

    /// Returns itself, or the project in the folder where nothing is named.
    pub fn or_project(&self, root: &Path) -> Self {
        let named = self.state.is_some() || self.database.is_some();
        let here = !named && root.join("pgspec.yaml").is_file();
        let state = self.state.clone().or(here.then(|| root.display().to_string()));
        Self { state, ..self.clone() }
    }

    /// Reads who may do what from a server, also of a project: where spellings are compared.
    pub fn read_from_server(&self, output: &Output) -> Result<Asked, Status> {
        let read = |client: &mut Client| read_server(client, output);
        let (name, (major, database)) = self.ask(output, read)?;
        Ok(Asked { name, major, database, flows: Vec::new() })
    }

    /// Connects to what is asked about, and asks; returns its name too.
    pub fn ask<T>(
        &self,
        output: &Output,
        question: impl FnOnce(&mut Client) -> Result<T, Status>,
    ) -> Result<(String, T), Status> {
        let Some(state) = &self.state else {
            let target = database(self.database.as_deref(), output)?;
            let name = target.to_string();
            let mut client = target.connect().map_err(|error| refused(&error, output))?;
            return Ok((name, question(&mut client)?));
        };
        match Named::read(state, output)? {
            Named::Server(live) => {
                let name = live.target().to_string();
                Ok((name, question(&mut connect(state, output)?)?))
            }
            named => self.make(named, output, question),
        }
    }

    fn make<T>(
        &self,
        named: Named,
        output: &Output,
        question: impl FnOnce(&mut Client) -> Result<T, Status>,
    ) -> Result<(String, T), Status> {
        let asked = named.major(output)?;
        let (request, major) = request(&[asked], self.sandbox_url.as_deref(), output);
        let input = named.input(major, output)?;
        let name = input.name();
        let Input::Scripts { scripts, .. } = input else { unreachable!("a server is no script") };
        let places = Places::new(request);
        let fail = |error: state::Error| say(&error, output);
        let sandbox = places.sandbox().map_err(fail)?;
        let made = state::load(sandbox, "audit", &scripts, &BTreeSet::new()).map_err(fail)?;
        let mut client = made.connect().map_err(|error| fail(error.into()))?;
        Ok((name, question(&mut client)?))
    }
}

/// Reads a server's major version, and everything that privileges are about: all roles, every owner.
fn read_server(client: &mut Client, output: &Output) -> Result<(u16, Database), Status> {
    let fail = |error: &dyn std::error::Error| {
        output.fail(error);
        Status::Failed
    };
    let version = "select current_setting('server_version_num')::int4 / 10000";
    let row = client.query_one(version, &[]).map_err(|error| fail(&error))?;
    let major = u16::try_from(row.get::<_, i32>(0)).unwrap_or(u16::MAX);
    // Nobody's ownership is left unsaid but that of the bootstrap superuser.
    let options = catalog::Options { roles: None, default_owner: Some(String::new()) };
    let read = catalog::read(client, &options).map_err(|error| fail(&error))?;
    Ok((major, read.database))
}
