//! `pgspec access matrix`, `show`, `who-can`, `diff`, `graph`: questions with an answer each.

use std::fmt::Write;
use std::path::Path;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::subject::{Asked, Subject};
use crate::access::difference::{Change, Direction, difference};
use crate::access::holders::{Holder, who_can};
use crate::access::show::{Held, Shown, show};
use crate::access::target::{self, Unknown};
use crate::access::words::role_words;
use crate::access::{graph, matrix};
use crate::cli::Status;
use crate::cli::output::Output;
use crate::connect::is_connection_string;
use crate::diagnostic::nearest;
use crate::model::{PUBLIC, Privilege};
use crate::picture::BY;
use crate::render::Templates;
use crate::render::access::page;

/// Who may do what, as a table: every role, every object
#[derive(Debug, Args)]
pub struct Matrix {
    #[command(flatten)]
    subject: Subject,
    /// Form of the table
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: MatrixFormat,
    /// Only these roles, separated by commas
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    role: Vec<String>,
    /// Only objects of these schemas, separated by commas
    #[arg(long, value_name = "SCHEMA", value_delimiter = ',')]
    schema: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MatrixFormat {
    /// For the terminal
    Text,
    /// For a review
    Markdown,
    /// For a spreadsheet: a row for each role, object, column and privilege
    Csv,
    /// A page for an auditor
    Html,
}

/// What one role may do, and by which roads
#[derive(Debug, Args)]
pub struct Show {
    /// The role; `public` for what every role may do
    role: String,
    #[command(flatten)]
    subject: Subject,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

/// Which roles have a privilege, and which come to it by another
#[derive(Debug, Args)]
pub struct WhoCan {
    /// The privilege: select, insert, execute, usage, …
    privilege: String,
    /// The object: `sales.members`, `sales.members.email`, `schema sales`, `function sales.total`, `database`
    #[arg(required = true)]
    object: Vec<String>,
    #[command(flatten)]
    subject: Subject,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

/// What was widened and what was narrowed between two states
#[derive(Debug, Args)]
pub struct Diff {
    /// State before: a URL, a project, a folder of migrations, an `.sql` file
    #[arg(long, value_name = "STATE")]
    from: String,
    /// State after; the project unless given
    #[arg(long, value_name = "STATE")]
    to: Option<String>,
    /// Server for the sandbox, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    sandbox_url: Option<String>,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: DiffFormat,
}

/// Roles, their memberships and what they reach, as a picture
#[derive(Debug, Args)]
pub struct Graph {
    #[command(flatten)]
    subject: Subject,
    /// Draw this role with its groups and members alone
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Form of the picture
    #[arg(long, value_name = "FORM", default_value = "mermaid")]
    format: PictureFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PictureFormat {
    /// For pages that draw Mermaid
    Mermaid,
    /// A picture
    Svg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// For a comment on a change
    Markdown,
}

impl Matrix {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let asked = self.subject.read(root, output)?;
        for role in &self.role {
            known_role(&asked, role, output)?;
        }
        for schema in &self.schema {
            if !asked.database.schemas.contains_key(schema) {
                let near = nearest(schema, asked.database.schemas.keys().map(String::as_str));
                return Err(wrong(output, &format!("there is no schema `{schema}`"), near));
            }
        }
        let Asked { name, major, database, .. } = &asked;
        let chosen = matrix::Chosen { roles: &self.role, schemas: &self.schema };
        let table = matrix::of(database, *major, chosen);
        output.data(&match self.format {
            MatrixFormat::Text => table.text(),
            MatrixFormat::Markdown => table.markdown(),
            MatrixFormat::Csv => table.csv(),
            MatrixFormat::Html => page(&Templates::default(), name, &table).map_err(|error| {
                output.fail(&error);
                Status::Wrong
            })?,
        });
        Ok(Status::Well)
    }
}

impl Show {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let asked = self.subject.read(root, output)?;
        known_role(&asked, &self.role, output)?;
        let shown = show(&asked.database, asked.major, &self.role).expect("the role is there");
        output.data(&match self.format {
            Format::Text => shown_text(&shown),
            Format::Json => json(&shown),
        });
        Ok(Status::Well)
    }
}

impl WhoCan {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let asked = self.subject.read(root, output)?;
        let Some(privilege) = Privilege::from_sql(&self.privilege.to_lowercase().replace('_', " "))
        else {
            let known = Privilege::ALL.iter().map(|privilege| privilege.sql());
            let near = nearest(&self.privilege, known);
            return Err(wrong(
                output,
                &format!("there is no privilege `{}`", self.privilege),
                near,
            ));
        };
        let unknown = |Unknown { message, help }: Unknown| {
            output.say(&format!("error: {message}"));
            output.help(&help);
            Status::Wrong
        };
        let object = of_kind(privilege, &self.object.join(" "));
        let targets = target::find(&asked.database, &object).map_err(unknown)?;
        let mut all = Vec::new();
        for target in &targets {
            target::has(target, privilege, asked.major).map_err(unknown)?;
            all.push((target, who_can(&asked.database, &asked.flows, target, privilege)));
        }
        match self.format {
            Format::Json => {
                let all = all.iter().map(|(target, holders)| (target.to_string(), holders));
                output.data(&json(&all.collect::<std::collections::BTreeMap<_, _>>()));
            }
            Format::Text => {
                for (target, holders) in &all {
                    let parts = [
                        (format!("may {} {target}", privilege.sql()), &holders.direct),
                        ("may by SET ROLE".to_owned(), &holders.by_set_role),
                        (
                            "may read a view over it, which reads with its owner's rights"
                                .to_owned(),
                            &holders.through_views,
                        ),
                    ];
                    output.data(
                        &parts
                            .iter()
                            .map(|(title, part)| holders_text(title, part))
                            .collect::<String>(),
                    );
                    if holders.direct.is_empty() {
                        output.say(&format!("nobody may {} {target}", privilege.sql()));
                    }
                }
            }
        }
        Ok(Status::Well)
    }
}

impl Diff {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let to_state = self.to.clone().unwrap_or_else(|| root.display().to_string());
        let read = |state: &str| {
            Subject::of_state(state, self.sandbox_url.as_deref()).read_from_server(output)
        };
        let (from, to) = (read(&self.from)?, read(&to_state)?);
        let mut changes = difference(&from.database, &to.database, from.major.max(to.major));
        // What is no server says nothing of roles that it does not declare; nor are they touched.
        let sides = [(&self.from, &from), (&to_state, &to)];
        for (_, asked) in sides.iter().filter(|(state, _)| !is_connection_string(state)) {
            let declared = |change: &Change| {
                let of_all = change.role == role_words(PUBLIC);
                of_all || asked.database.roles.contains_key(&change.role)
            };
            changes.retain(declared);
        }
        output.data(&match self.format {
            DiffFormat::Text => {
                changes.iter().map(|change| format!("{}\n", change_text(change))).collect()
            }
            DiffFormat::Json => json(&changes),
            DiffFormat::Markdown => changes_markdown(&from.name, &to.name, &changes),
        });
        let count = |direction| changes.iter().filter(|it| it.direction == direction).count();
        let (wider, narrower) = (count(Direction::Widened), count(Direction::Narrowed));
        output.say(&format!(
            "from {} to {}: {wider} widened, {narrower} narrowed",
            from.name, to.name
        ));
        Ok(if changes.is_empty() { Status::Well } else { Status::Findings })
    }
}

impl Graph {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let asked = self.subject.read(root, output)?;
        let drawn = match &self.role {
            Some(role) => {
                known_role(&asked, role, output)?;
                graph::graph_of_role(&asked.database, asked.major, role)
            }
            None => graph::graph(&asked.database, asked.major),
        };
        let drawn = drawn.flow;
        if drawn.is_too_large() {
            output.say(&format!("this picture has {} boxes", drawn.nodes.len()));
            output.help("`--role NAME` draws one role, its groups and its members");
        }
        output.data(&match self.format {
            PictureFormat::Mermaid => drawn.mermaid(BY),
            PictureFormat::Svg => drawn.svg(BY),
        });
        Ok(Status::Well)
    }
}

/// Puts the kind before a name that goes without, where the privilege says which it is.
fn of_kind(privilege: Privilege, object: &str) -> String {
    let is_bare = !object.contains(' ') && object != "database";
    match privilege {
        Privilege::Execute if is_bare => format!("routine {object}"),
        Privilege::Usage | Privilege::Create if is_bare && !object.contains('.') => {
            format!("schema {object}")
        }
        _ => object.to_owned(),
    }
}

fn known_role(asked: &Asked, role: &str, output: &Output) -> Result<(), Status> {
    if role == PUBLIC || asked.database.roles.contains_key(role) {
        return Ok(());
    }
    let near = nearest(role, asked.database.roles.keys().map(String::as_str));
    Err(wrong(output, &format!("there is no role `{role}`"), near))
}

fn wrong(output: &Output, message: &str, near: Option<&str>) -> Status {
    output.say(&format!("error: {message}"));
    if let Some(near) = near {
        output.help(&format!("did you mean `{near}`?"));
    }
    Status::Wrong
}

fn json<T: Serialize>(value: &T) -> String {
    format!("{:#}\n", serde_json::to_value(value).expect("it is data"))
}

fn shown_text(shown: &Shown) -> String {
    let mut text = shown.role.clone();
    if !shown.attributes.is_empty() {
        let _ = write!(text, ": {}", shown.attributes.join(", "));
    }
    text.push('\n');
    for (words, names) in [("member of", &shown.member_of), ("may SET ROLE to", &shown.becomes)] {
        if !names.is_empty() {
            let _ = writeln!(text, "  {words} {}", names.join(", "));
        }
    }
    let mut last = (String::new(), String::new());
    for Held { kind, object, privilege, columns, roads } in &shown.privileges {
        let head = ((*kind).to_owned(), object.clone());
        if head != last {
            let space = if object.is_empty() { "" } else { " " };
            let _ = writeln!(text, "{kind}{space}{object}");
            last = head;
        }
        let of =
            if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
        let _ = writeln!(text, "  {}{of}: {}", privilege.sql(), roads.join("; "));
    }
    for later in &shown.later {
        let privileges: Vec<&str> = later.privileges.iter().map(|it| it.sql()).collect();
        let _ =
            writeln!(text, "later: {}\n  {}: {}", later.objects, privileges.join(", "), later.road);
    }
    text
}

fn holders_text(title: &str, holders: &[Holder]) -> String {
    if holders.is_empty() {
        return String::new();
    }
    let mut text = format!("{title}\n");
    for Holder { role, login, roads } in holders {
        let login = if *login { " (login)" } else { "" };
        let _ = writeln!(text, "  {role}{login}: {}", roads.join("; "));
    }
    text
}

fn change_text(change: &Change) -> String {
    let Change { direction, role, what, object, columns } = change;
    let columns =
        if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
    let on = if object.is_empty() { String::new() } else { format!(" on {object}") };
    format!("{direction}: {role}: {what}{columns}{on}")
}

fn changes_markdown(from: &str, to: &str, changes: &[Change]) -> String {
    let mut text = format!("### Access, from `{from}` to `{to}`\n\n");
    if changes.is_empty() {
        return text + "As it was.\n";
    }
    text.push_str("| | Role | What | Object |\n|---|---|---|---|\n");
    let cell = |text: &str| text.replace('|', "\\|");
    for Change { direction, role, what, object, columns } in changes {
        let columns =
            if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
        let _ = writeln!(
            text,
            "| {direction} | `{}` | {what}{} | {} |",
            cell(role),
            cell(&columns),
            cell(object)
        );
    }
    text
}
