//! A live database written as the spec that a person would have written.
//!
//! The inverse of [`check`](crate::check): from the model that [`catalog`](crate::catalog) reads to
//! YAML and SQL files in memory, one YAML file per schema, one for the roles, and `.sql` files for what
//! has no keys. Short forms stand where they say all, names go unsaid where PostgreSQL would choose
//! them. What cannot be said is named, never passed over.
//!
//! The files are read and checked again here. Of what PostgreSQL takes and pgspec takes for a fault
//! (a login role that may not connect) the project file says that it is
//! [allowed](crate::spec::ProjectFile::allow).

mod access;
mod column;
mod constraint;
mod context;
mod expression;
mod parts;
mod routine;
mod schema;
mod sql_files;
mod statements;
mod table;
mod types;
mod view;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::check;
use crate::diagnostic::Severity;
use crate::facts::privileges::{Entry, OWNER};
use crate::facts::{Fact, Facts, Id, Kind};
use crate::model::Target;
use crate::reading::PROJECT_FILE;
use crate::spec;
use crate::spec::schema::{DOCUMENT_SCHEMA, PROJECT_SCHEMA};
use context::Context;
use statements::Statements;
use yaml::{Map, Node, document};

/// What an import is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Name of the project; made to fit.
    pub project: String,
    /// Major version of the server.
    pub postgres: u16,
}

/// A database as a spec.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The files of the project: path below its root, and text.
    pub files: BTreeMap<String, String>,
    /// What the database has and the spec does not say: names of objects or of their properties.
    pub unexpressed: Vec<String>,
}

/// Writes a database as a spec; `facts` are of the same database, for what has no keys.
pub fn import(catalog: &Catalog, facts: &Facts, options: &Options) -> Imported {
    let statements = Statements::new(facts);
    let context = Context::new(&catalog.database, options.postgres, &statements);
    let mut files = files(&context);
    let mut unexpressed = catalog.unknown.clone();
    unexpressed.extend(context.into_unexpressed());
    // Of a language that somebody is granted, PUBLIC has nothing unasked.
    let granted = catalog.database.grants.keys();
    let languages = granted.filter(|target| matches!(target, Target::Language(_)));
    let said: BTreeSet<String> = languages.map(|it| format!("privileges on {it}")).collect();
    let beyond = facts.facts.iter().filter(is_beyond).map(|(id, _)| id.to_string());
    unexpressed.extend(beyond.filter(|name| !said.contains(name)));
    let is_new = |name: &&String| !unexpressed.contains(name);
    let unknown: Vec<String> = facts.unknown.iter().filter(is_new).cloned().collect();
    unexpressed.extend(unknown);
    files.insert(PROJECT_FILE.to_owned(), project_file(options, &BTreeSet::new()));
    let (allowed, refused) = faults(&files);
    files.insert(PROJECT_FILE.to_owned(), project_file(options, &allowed));
    unexpressed.extend(refused);
    let files = files.into_iter().map(|(path, text)| (path.clone(), for_editors(&path, text)));
    Imported { files: files.collect(), unexpressed }
}

/// Names the JSON Schema of a file of YAML in its first line, where editors look for it.
fn for_editors(path: &str, text: String) -> String {
    if !path.ends_with(".yaml") {
        return text;
    }
    let schema = if path == PROJECT_FILE { PROJECT_SCHEMA } else { DOCUMENT_SCHEMA };
    let up = "../".repeat(path.matches('/').count());
    format!("# yaml-language-server: $schema={up}{schema}\n{text}")
}

/// Returns whether an object has no place in a spec: large objects that nobody is granted anything
/// on, and what was taken of the privileges that came with PostgreSQL or an extension. What was given is among the grants.
fn is_beyond((id, fact): &(&Id, &Fact)) -> bool {
    let mut came = fact.list("initial_acl").iter();
    let is_owners = |entry: &Entry| entry.grantee == OWNER;
    let is_row = id.kind == Kind::LargeObject && fact.privileges("acl").iter().all(is_owners);
    is_row || came.any(|entry| !fact.list("acl").contains(entry))
}

fn project_file(options: &Options, allowed: &BTreeSet<&'static str>) -> String {
    let mut map = Map::block();
    map.text("project", Some(&project_name(&options.project)));
    map.number("postgres", Some(options.postgres));
    if !allowed.is_empty() {
        let codes = allowed.iter().map(|code| Node::Text((*code).to_owned())).collect();
        let note =
            "What the database has, and nobody would ask for. Correct it, then take it out here.";
        map.put_below(note, "allow", Node::List(codes));
    }
    document(&map)
}

/// Makes a name that a project may have.
fn project_name(name: &str) -> String {
    let fit = |c: char| match c.to_ascii_lowercase() {
        c if c.is_ascii_alphanumeric() || c == '_' || c == '-' => c,
        _ => '_',
    };
    let name: String = name.chars().map(fit).collect();
    if name.is_empty() { "database".to_owned() } else { name }
}

/// Checks the files: which findings have to be allowed, and what is wrong beyond.
fn faults(files: &BTreeMap<String, String>) -> (BTreeSet<&'static str>, Vec<String>) {
    let (spec, sources, mut findings) = spec::read_texts(files);
    findings.extend(check::check(&spec, &sources).findings);
    let (mut allowed, mut refused) = (BTreeSet::new(), Vec::new());
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        if let Some(code) = check::ALLOWABLE.iter().find(|code| **code == finding.code) {
            allowed.insert(*code);
            continue;
        }
        let place = finding.labels.first().map(|label| {
            let path = sources.path(label.span.file);
            format!("{path}:{}: ", sources.position(label.span).line)
        });
        refused.push(format!("{}{}", place.unwrap_or_default(), finding.message));
    }
    (allowed, refused)
}

/// Writes all files but the project's own.
fn files(context: &Context) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut statements = sql_files::statements(context);
    let mut stems = BTreeSet::new();
    for name in schemas(context) {
        let stem = unused_stem(&name, &mut stems);
        let routines = routine::routines(context, &name);
        let mut sql = routines.statements.clone();
        sql.extend(statements.remove(&name).unwrap_or_default());
        for (file, text) in schema::files(context, &name, &stem, routines) {
            files.insert(format!("schema/{file}.yaml"), text);
        }
        if !sql.is_empty() {
            files.insert(format!("schema/{stem}.sql"), sql_files::file(&sql));
        }
    }
    let rest: Vec<String> = statements.into_values().flatten().collect();
    let stem = unused_stem("database", &mut stems);
    if let Some(text) = schema::database(context) {
        files.insert(format!("schema/{stem}.yaml"), text);
    }
    if !rest.is_empty() {
        files.insert(format!("schema/{stem}.sql"), sql_files::file(&rest));
    }
    let roles = access::roles(context);
    if !roles.is_empty() {
        let map: Map = [("roles", Node::Map(roles))].into_iter().collect();
        files.insert("roles/roles.yaml".to_owned(), document(&map));
    }
    files
}

/// Returns the schemas that a file is written for; `public` goes without saying while it is empty.
fn schemas(context: &Context) -> BTreeSet<String> {
    let database = context.database;
    let mut schemas: BTreeSet<&str> = database.schemas.keys().map(String::as_str).collect();
    let objects = database.tables.keys().chain(database.views.keys()).chain(database.types.keys());
    let objects = objects.chain(database.sequences.keys());
    let routines = database.routines.keys().map(|name| &name.name);
    let used: BTreeSet<&str> = objects.chain(routines).map(|name| name.schema.as_str()).collect();
    let plain = database.schemas.get("public").is_some_and(|schema| *schema == Default::default());
    if plain && !used.contains("public") {
        schemas.remove("public");
    }
    schemas.into_iter().map(str::to_owned).collect()
}

/// Makes a file name of a schema's, other than those that were made before.
fn unused_stem(schema: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = file_stem(schema);
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    let mut stems = std::iter::once(stem.clone()).chain(numbered);
    let stem = stems.find(|stem| !taken.contains(stem)).expect("the numbers never end");
    taken.insert(stem.clone());
    stem
}

/// Makes a file name that every system takes.
fn file_stem(name: &str) -> String {
    let fit = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
    name.chars().map(fit).collect()
}
