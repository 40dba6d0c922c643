//! From a server to a spec and back: two servers, as roles belong to servers.

use std::path::Path;

use postgres::Client;

use super::dump;
use crate::catalog::{self, Catalog};
use crate::check;
use crate::diagnostic::{self, Severity, Style};
use crate::facts;
use crate::import::{Imported, Options, import};
use crate::model::Project;
use crate::render::{Templates, ddl};
use crate::sandbox::{Choice, Database, Request, Sandbox, start};
use crate::source::Sources;
use crate::spec::{self, Spec};
use crate::verify::compare;

/// Starts a server of its own for a test.
pub fn server() -> Sandbox {
    start(&Request::new(Choice::Local, 15), &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// Reads the database with the default options.
pub fn read(client: &mut Client) -> Catalog {
    catalog::read(client, &catalog::Options::default()).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Imports a database.
pub fn imported(client: &mut Client, catalog: &Catalog) -> Imported {
    let options = Options { project: "imported".into(), postgres: 15 };
    let user = Some("postgres".to_owned());
    let facts = facts::Options { default_owner: user, ..facts::Options::default() };
    let facts = facts::read(client, &facts).unwrap_or_else(|error| panic!("{error:?}"));
    let imported = import(catalog, &facts, &options);
    for (path, text) in imported.files.iter().filter(|(path, _)| path.ends_with(".yaml")) {
        assert!(text.starts_with("# yaml-language-server: $schema="), "{path} names no schema");
    }
    imported
}

/// Runs scripts, each as one message.
pub fn run(client: &mut Client, scripts: &[String]) -> Result<(), String> {
    for script in scripts {
        client.batch_execute(script).map_err(|error| explain(&error, script))?;
    }
    Ok(())
}

fn explain(error: &postgres::Error, script: &str) -> String {
    let Some(error) = error.as_db_error() else { return error.to_string() };
    let position = match error.position() {
        Some(postgres::error::ErrorPosition::Original(position)) => *position as usize,
        _ => 0,
    };
    let before: String = script.chars().take(position).collect();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let context: String = script[start..].lines().take(3).collect::<Vec<_>>().join("\n");
    format!("the server refuses: {}\n{context}\n{}", error.message(), error.where_().unwrap_or(""))
}

/// Checks a spec that must have no error.
pub fn checked(
    (spec, sources, mut findings): (Spec, Sources, Vec<diagnostic::Diagnostic>),
) -> Result<Project, String> {
    let checked = check::check(&spec, &sources);
    findings.extend(checked.findings);
    findings.retain(|finding| finding.severity == Severity::Error);
    if !findings.is_empty() {
        return Err(diagnostic::render(&findings, &sources, Style::default()));
    }
    checked.project.ok_or_else(|| "there is no model, and no error says why".to_owned())
}

/// Reads and checks a project in a folder.
pub fn project(folder: &Path) -> Result<Project, String> {
    checked(spec::read(folder))
}

/// Renders the DDL of a project.
pub fn ddl_of(project: &Project) -> Result<Vec<String>, String> {
    let files = ddl::render(project, &Templates::default()).map_err(|error| error.to_string())?;
    Ok(files.into_iter().filter(|(name, _)| name != ddl::ALL).map(|(_, text)| text).collect())
}

/// A server to import from, and one to make the same database on.
pub struct Servers {
    pub first: Sandbox,
    pub second: Sandbox,
}

impl Servers {
    pub fn start() -> Self {
        Self { first: server(), second: server() }
    }

    /// Removes the roles that a test left behind, once its databases are gone.
    pub fn forget_roles(&self) {
        for server in [&self.first, &self.second] {
            let database = server.create_database("roles").unwrap();
            let script = "do $$ declare name text; begin
                for name in select rolname from pg_roles where oid >= 16384 loop
                    execute format('drop owned by %I cascade', name);
                    execute format('drop role %I', name);
                end loop; end $$";
            database
                .connect()
                .unwrap()
                .batch_execute(script)
                .unwrap_or_else(|error| panic!("{error:?}"));
        }
    }
}

/// Imports what a database holds, makes another on another server from it, and returns all that
/// differs between the two, and what the import could not say.
pub fn round_trip(
    second: &Sandbox,
    database: &Database<'_>,
) -> Result<(Imported, Vec<String>), String> {
    let mut client = database.connect().map_err(|error| error.to_string())?;
    let catalog = read(&mut client);
    let imported = imported(&mut client, &catalog);
    let told = |why: String| format!("{why}\n{}", shown(&imported));
    let checked = checked(spec::read_texts(&imported.files));
    let project = checked.map_err(|why| format!("refused by the check: {why}")).map_err(told)?;
    let scripts = ddl_of(&project)?;
    let copy = second.create_database("copy").map_err(|error| error.to_string())?;
    let mut client = copy.connect().map_err(|error| error.to_string())?;
    run(&mut client, &scripts).map_err(told)?;
    let found = read(&mut client);
    let told = compare::compare(&catalog.database, &found.database);
    let mut wrong: Vec<String> = told.iter().map(ToString::to_string).collect();
    wrong.extend(dump::compare(database, &copy));
    Ok((imported, wrong))
}

/// Shows the files of an import.
pub fn shown(imported: &Imported) -> String {
    let files = imported.files.iter().map(|(path, text)| format!("### {path}\n{text}"));
    let unexpressed = imported.unexpressed.iter().map(|what| format!("unexpressed: {what}\n"));
    files.chain(unexpressed).collect()
}
