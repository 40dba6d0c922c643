//! One case: its folder, and the way to a server and back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pgspec::catalog::{self, Catalog, Options};
use pgspec::check;
use pgspec::diagnostic::{self, Severity, Style};
use pgspec::model::{Database, Project};
use pgspec::render::{Templates, ddl};
use pgspec::sandbox::Sandbox;
use pgspec::spec::{self, Spec};
use pgspec::verify::{compare, structure};
use postgres::Client;

use super::servers::forced;

/// A project that is to be proven.
pub struct Case {
    /// `<kind>/<case>`.
    pub name: String,
    /// The oldest major version that has all it declares.
    pub postgres: u16,
    folder: PathBuf,
}

impl Case {
    /// Returns every case that was asked for, in the order of their names.
    pub fn all() -> Vec<Self> {
        let wanted = std::env::var("PGSPEC_CASES").unwrap_or_default();
        let kinds = folders(&root());
        let folders = kinds.iter().flat_map(|kind| folders(kind));
        let cases = folders.map(Self::read).filter(|case| case.name.contains(&wanted));
        let cases: Vec<_> = cases.collect();
        assert!(!cases.is_empty(), "no case holds `{wanted}` in its name");
        cases
    }

    /// Returns the case of that name.
    pub fn named(name: &str) -> Self {
        Self::read(root().join(name))
    }

    fn read(folder: PathBuf) -> Self {
        let name = folder.strip_prefix(root()).expect("cases stand below the root");
        let name = name.to_string_lossy().into_owned();
        let file = spec::read(&folder).0.project;
        let postgres = file.unwrap_or_else(|| panic!("{name} has no `pgspec.yaml`")).postgres.value;
        Self { name, postgres, folder }
    }

    /// Goes all the way, and returns everything that is not as it should be.
    pub fn prove(&self, server: &Sandbox) -> Result<(), String> {
        let project = self.project(server)?;
        let scripts = scripts(&project)?;
        let mut wrong = if forced().is_none() { self.compare_snapshot(&scripts) } else { vec![] };
        let texts: Vec<&str> = scripts.values().map(String::as_str).collect();
        let database = server.create_database(&self.name).map_err(|error| error.to_string())?;
        let mut client = database.connect().map_err(|error| error.to_string())?;
        apply(&mut client, &texts)?;
        let found = read(&mut client, &project);
        wrong.extend(differences(&mut client, &project, &found));
        wrong.extend(found.unknown.iter().map(|name| format!("unknown: {name}")));
        wrong.extend(self.compare_equivalent(server, &project, &found.database)?);
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    /// Renders the DDL for a server.
    pub fn ddl(&self, server: &Sandbox) -> impl Iterator<Item = String> {
        let project = self.project(server).unwrap_or_else(|why| panic!("{why}"));
        scripts(&project).unwrap_or_else(|why| panic!("{why}")).into_values()
    }

    /// Applies other scripts than its own, and tells how the outcome differs from the project.
    pub fn told(&self, server: &Sandbox, scripts: &[String]) -> Result<Vec<String>, String> {
        let project = self.project(server)?;
        let database = server.create_database(&self.name).map_err(|error| error.to_string())?;
        let mut client = database.connect().map_err(|error| error.to_string())?;
        apply(&mut client, &scripts.iter().map(String::as_str).collect::<Vec<_>>())?;
        let found = read(&mut client, &project);
        Ok(differences(&mut client, &project, &found))
    }

    /// Reads and checks the project, for the server's version where every case runs on it.
    fn project(&self, server: &Sandbox) -> Result<Project, String> {
        let (mut spec, sources, mut findings) = spec::read(&self.folder);
        target(&mut spec, server);
        let checked = check::check(&spec, &sources);
        findings.extend(checked.findings);
        findings.retain(|finding| finding.severity == Severity::Error);
        if !findings.is_empty() {
            return Err(diagnostic::render(&findings, &sources, Style::default()));
        }
        checked.project.ok_or_else(|| "there is no model, and no error says why".to_owned())
    }

    fn compare_snapshot(&self, scripts: &BTreeMap<String, String>) -> Vec<String> {
        let folder = self.folder.join("expected");
        if std::env::var_os("PGSPEC_BLESS").is_some() {
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).expect("the case's folder can be written");
            for (name, text) in scripts {
                fs::write(folder.join(name), text).expect("the case's folder can be written");
            }
        }
        let expected = files(&folder);
        let names: Vec<_> = expected.keys().chain(scripts.keys()).collect();
        let mut wrong = Vec::new();
        for name in names.into_iter().collect::<std::collections::BTreeSet<_>>() {
            let empty = String::new();
            let old = expected.get(name).unwrap_or(&empty);
            let new = scripts.get(name).unwrap_or(&empty);
            if old != new {
                let diff = similar::TextDiff::from_lines(old.as_str(), new.as_str());
                let diff = diff.unified_diff().context_radius(2).to_string();
                wrong.push(format!("expected/{name} differs (PGSPEC_BLESS=1 accepts):\n{diff}"));
            }
        }
        wrong
    }

    /// Compares with what a DBA would write by hand, where the case has that.
    fn compare_equivalent(
        &self,
        server: &Sandbox,
        project: &Project,
        found: &Database,
    ) -> Result<Vec<String>, String> {
        let Ok(script) = fs::read_to_string(self.folder.join("equivalent.sql")) else {
            return Ok(Vec::new());
        };
        let database = server.create_database(&self.name).map_err(|error| error.to_string())?;
        let mut client = database.connect().map_err(|error| error.to_string())?;
        let script = script.replace(":database", database.name());
        apply(&mut client, &[&script]).map_err(|why| format!("equivalent.sql: {why}"))?;
        let by_hand = read(&mut client, project).database;
        let told = compare::compare(&by_hand, found).into_iter();
        Ok(told.map(|difference| format!("unlike equivalent.sql: {difference}")).collect())
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of cases can be read");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let mut folders: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let file = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).ok()?;
        Some((entry.file_name().to_string_lossy().into_owned(), text))
    };
    entries.filter_map(file).collect()
}

fn target(spec: &mut Spec, server: &Sandbox) {
    if let (Some(file), Some(_)) = (&mut spec.project, forced()) {
        file.postgres.value = server.major();
    }
}

/// Renders the scripts that any client can send, by name and so in their order.
fn scripts(project: &Project) -> Result<BTreeMap<String, String>, String> {
    let files = ddl::render(project, &Templates::default()).map_err(|error| error.to_string())?;
    Ok(files.into_iter().filter(|(name, _)| name != ddl::ALL).collect())
}

/// Runs scripts in one transaction; an error comes with the line that it points at.
fn apply(client: &mut Client, scripts: &[&str]) -> Result<(), String> {
    let mut transaction = client.transaction().map_err(|error| error.to_string())?;
    for script in scripts {
        transaction.batch_execute(script).map_err(|error| explain(&error, script))?;
    }
    transaction.commit().map_err(|error| explain(&error, ""))
}

fn explain(error: &postgres::Error, script: &str) -> String {
    let Some(error) = error.as_db_error() else { return error.to_string() };
    let position = match error.position() {
        Some(postgres::error::ErrorPosition::Original(position)) => *position as usize,
        _ => 0,
    };
    let before: String = script.chars().take(position).collect();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = script[start..].lines().next().unwrap_or_default();
    let context = error.where_().unwrap_or_default();
    format!("the server refuses: {}\n  {line}\n{context}", error.message())
}

fn read(client: &mut Client, project: &Project) -> Catalog {
    let roles = project.database.roles.keys().cloned().collect();
    let options = Options { roles: Some(roles), default_owner: None };
    catalog::read(client, &options).unwrap_or_else(|error| panic!("{error:?}"))
}

fn differences(client: &mut Client, project: &Project, found: &Catalog) -> Vec<String> {
    let types = structure::TypeNames::ask(client, &project.database)
        .unwrap_or_else(|error| panic!("{error:?}"));
    let told = structure::declared(&project.database, &found.database, &types).into_iter();
    told.map(|difference| difference.to_string()).collect()
}
