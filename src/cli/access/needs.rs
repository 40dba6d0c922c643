//! `pgspec access needs` and `suggest`: what roles need for their declared work.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use clap::{Args, ValueEnum};
use postgres::Client;

use crate::cli::Status;
use crate::cli::output::Output;
use crate::cli::project::{self, Rendered};
use crate::cli::state::{ddl, request, say};
use crate::diagnostic::nearest;
use crate::model::{ObjectName, Privilege, Project, Target};
use crate::state::{self, Places};
use crate::verify::least::{self, Least, Privileges};

/// What roles need for the queries and transforms that they run, beside what they hold; tried in a sandbox
#[derive(Debug, Args)]
pub struct Needs {
    /// Only these roles, separated by commas
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    role: Vec<String>,
    #[command(flatten)]
    sandbox: SandboxUrl,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

/// Write the grants that a role needs for the queries and transforms that it runs, as YAML
#[derive(Debug, Args)]
pub struct Suggest {
    /// The role
    role: String,
    #[command(flatten)]
    sandbox: SandboxUrl,
}

#[derive(Debug, Args)]
struct SandboxUrl {
    /// Server for the sandbox, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    sandbox_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
}

impl Needs {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let found = self.sandbox.find(root, &self.role, output)?;
        output.data(&match self.format {
            Format::Text => found.iter().map(|(role, least)| text(role, least)).collect(),
            Format::Json => {
                let value = serde_json::to_value(&found).expect("its keys are words");
                format!("{value:#}\n")
            }
        });
        let inexact = found.values().filter(|least| !least.is_exact()).count();
        output.say(&match (found.len(), inexact) {
            (0, _) => "no role has to run a query or a transform".to_owned(),
            (all, 0) => format!("{all} roles hold what they need, and no more"),
            (all, inexact) => format!("{inexact} of {all} roles hold more than they need, or less"),
        });
        Ok(if inexact == 0 { Status::Well } else { Status::Findings })
    }
}

impl Suggest {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let found = self.sandbox.find(root, std::slice::from_ref(&self.role), output)?;
        for (role, least) in &found {
            for (query, words) in &least.refused {
                output.say(&format!("warning: `{query}` is refused whatever is granted: {words}"));
            }
            output.data(&yaml(role, &least.needed));
        }
        Ok(Status::Well)
    }
}

impl SandboxUrl {
    /// Finds what roles need, all of those that run queries where none is named.
    fn find(
        &self,
        root: &Path,
        wanted: &[String],
        output: &Output,
    ) -> Result<BTreeMap<String, Least>, Status> {
        let rendered = project::render_ungranted(root, output)?;
        let workers = least::workers(&rendered.model);
        if let Some(role) = wanted.iter().find(|role| !workers.contains(role.as_str())) {
            output.say(&format!("error: no query and no transform runs as `{role}`"));
            if let Some(near) = nearest(role, workers.iter().copied()) {
                output.help(&format!("did you mean `{near}`?"));
            }
            return Err(Status::Wrong);
        }
        let is_wanted = |role: &&&str| wanted.is_empty() || wanted.iter().any(|it| it == **role);
        let roles: Vec<&str> = workers.iter().filter(is_wanted).copied().collect();
        self.in_sandbox(&rendered, output, |client, project| {
            least::find(client, project, &roles).map_err(|error| {
                output.fail(&error);
                Status::Failed
            })
        })
    }

    fn in_sandbox<T>(
        &self,
        rendered: &Rendered,
        output: &Output,
        work: impl FnOnce(&mut Client, &Project) -> Result<T, Status>,
    ) -> Result<T, Status> {
        let project = &rendered.model;
        let majors = [Some(project.postgres)];
        let (request, major) = request(&majors, self.sandbox_url.as_deref(), output);
        let scripts = ddl(rendered, major, output)?;
        let fail = |error: state::Error| say(&error, output);
        let places = Places::new(request);
        let sandbox = places.sandbox().map_err(fail)?;
        let made = state::load(sandbox, "needs", &scripts, &BTreeSet::new()).map_err(fail)?;
        work(&mut made.connect().map_err(|error| fail(error.into()))?, project)
    }
}

fn text(role: &str, least: &Least) -> String {
    let mut text = format!("{role}: {}\n", worded(&least.queries));
    for (query, words) in &least.refused {
        let _ = writeln!(text, "  refused   {query}, whatever is granted: {words}");
    }
    let parts = [("needs", &least.needed), ("spare", &least.spare), ("missing", &least.missing)];
    for (word, privileges) in parts {
        for (target, privileges) in privileges {
            for (privilege, columns) in privileges {
                let of = of_columns(columns);
                let _ = writeln!(text, "  {word:<9} {}{of} on {target}", privilege.sql());
            }
        }
    }
    text
}

/// Says how many queries and transforms there are.
fn worded(work: &[String]) -> String {
    let transforms = work.iter().filter(|name| name.starts_with("transform ")).count();
    match (work.len() - transforms, transforms) {
        (queries, 0) => format!("{queries} queries"),
        (0, transforms) => format!("{transforms} transforms"),
        (queries, transforms) => format!("{queries} queries, {transforms} transforms"),
    }
}

fn of_columns(columns: &BTreeSet<String>) -> String {
    if columns.is_empty() {
        return String::new();
    }
    format!(" ({})", columns.iter().cloned().collect::<Vec<_>>().join(", "))
}

/// Writes grants as a person would: one for each object, flow style.
fn yaml(role: &str, needed: &Privileges) -> String {
    let mut text = format!("roles:\n  {role}:\n    grants:\n");
    let connects = "      - { on: database, connect: true }\n";
    text.push_str(connects);
    for (target, privileges) in needed {
        let keys = privileges.iter().map(|(privilege, columns)| key(*privilege, columns));
        let keys = keys.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "      - {{ on: {}, {keys} }}", on(target));
    }
    text
}

fn key(privilege: Privilege, columns: &BTreeSet<String>) -> String {
    let word = privilege.sql().replace(' ', "_");
    if columns.is_empty() {
        return format!("{word}: true");
    }
    let columns = columns.iter().map(|column| scalar(column));
    format!("{word}: [{}]", columns.collect::<Vec<_>>().join(", "))
}

fn on(target: &Target) -> String {
    let dotted = |name: &ObjectName| format!("{}.{}", name.schema, name.name);
    scalar(&match target {
        Target::Table(name) => dotted(name),
        Target::Schema(name) => format!("schema {name}"),
        Target::Sequence(name) => format!("sequence {}", dotted(name)),
        Target::Routine(routine) => {
            format!("function {}({})", dotted(&routine.name), routine.arguments)
        }
        other => other.to_string(),
    })
}

/// Quotes what YAML would read as something else than this text.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.' || c == ' ';
    match text.chars().all(is_plain) && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => text.to_owned(),
        false => serde_json::to_string(text).expect("a text"),
    }
}
