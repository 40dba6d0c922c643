//! `pgspec drift`: whether a live database differs from the project.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Status;
use super::output::Output;
use super::sarif;
use super::state::{Named, database, request, say};
use crate::diff::{self, Difference, DifferenceKind};
use crate::state::{Input, Live, Places, State, outside_members};

/// Tell what differs between a live database and the project
#[derive(Debug, Args)]
pub struct Drift {
    /// The live database; the environment names it unless given, as for psql
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// State it should be in; the project unless given
    #[arg(long, value_name = "STATE")]
    to: Option<String>,
    /// Server for the sandbox, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    sandbox_url: Option<String>,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// For a comment on a change
    Markdown,
    /// For code scanning in CI
    Sarif,
}

impl Drift {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        match self.compare(root, output) {
            Ok((live, differences, left)) => {
                left.iter().for_each(|words| output.say(words));
                self.tell(&live, &differences, output)
            }
            Err(status) => status,
        }
    }

    fn compare(
        &self,
        root: &Path,
        output: &Output,
    ) -> Result<(State, Vec<Difference>, Vec<String>), Status> {
        let to = self.to.clone().unwrap_or_else(|| root.display().to_string());
        let target = database(self.database.as_deref(), output)?;
        let live = Live::new(target);
        live.begin(true, None);
        let (from, to) = (Named::Server(live), Named::read(&to, output)?);
        let (request, major) = request(&[from.major(output)?], self.sandbox_url.as_deref(), output);
        let (from, to) = (from.input(major, output)?, to.input(major, output)?);
        let places = Places::new(request);
        let read = || -> Result<(State, State), crate::state::Error> {
            let desired = places.read(&to, &Default::default())?;
            Ok((places.read(&from, &to.roles(&desired))?, desired))
        };
        let (live, desired) = read().map_err(|error| say(&error, output))?;
        let (facts, mut left) = places.reachable((&from, &live.facts), (&to, &desired.facts));
        if to.declared().is_some_and(|declared| declared.stance.is_some()) {
            left.extend(members(&from, &desired).map_err(|error| say(&error, output))?);
        }
        let differences = diff::differences(&live.facts, &facts);
        Ok((live, differences, left))
    }

    fn tell(&self, live: &State, differences: &[Difference], output: &Output) -> Status {
        output.data(&match self.format {
            Format::Text => diff::wholes(differences).iter().map(|it| format!("{it}\n")).collect(),
            Format::Json => format!("{:#}\n", document(live, differences)),
            Format::Markdown => markdown(live, differences),
            Format::Sarif => format!("{:#}\n", self::sarif(live, differences)),
        });
        for name in &live.facts.unknown {
            output.say(&format!("warning: not known to pgspec, and not compared: {name}"));
        }
        match differences.len() {
            0 => output.say(&format!("{} is as it should be", live.name)),
            1 => output.say(&format!("{} differs in 1 object", live.name)),
            count => output.say(&format!("{} differs in {count} objects", live.name)),
        }
        if differences.is_empty() { Status::Well } else { Status::Findings }
    }
}

/// Says who else is a member of the roles that the project declares.
fn members(from: &Input, desired: &State) -> Result<Vec<String>, crate::state::Error> {
    let Input::Server(live) = from else { return Ok(Vec::new()) };
    let mut client = live.target().connect()?;
    Ok(outside_members(&mut client, &desired.facts.roles())?)
}

/// Returns the word for how an object differs.
fn word(difference: &Difference) -> &'static str {
    match difference.kind {
        DifferenceKind::Extra => "extra",
        DifferenceKind::Missing => "missing",
        DifferenceKind::Changed(_) => "changed",
    }
}

fn document(live: &State, differences: &[Difference]) -> Value {
    let rows = differences.iter().map(|difference| {
        let attributes = match &difference.kind {
            DifferenceKind::Changed(attributes) => attributes.as_slice(),
            _ => &[],
        };
        let attributes = attributes
            .iter()
            .map(|(name, is, should)| json!({"attribute": name, "is": is, "should_be": should}));
        json!({
            "object": difference.id.to_string(),
            "kind": word(difference),
            "attributes": attributes.collect::<Vec<_>>(),
        })
    });
    json!({"database": live.name, "fingerprint": live.facts.fingerprint(), "unknown": live.facts.unknown, "differences": rows.collect::<Vec<_>>()})
}

fn markdown(live: &State, differences: &[Difference]) -> String {
    let mut text = format!("### Drift of `{}`\n\n", live.name);
    if differences.is_empty() {
        return text + "None.\n";
    }
    text.push_str("| Object | Differs |\n|---|---|\n");
    for difference in diff::wholes(differences) {
        let shown = difference.to_string();
        let words = shown.strip_prefix(&difference.id.to_string()).unwrap_or(&shown);
        let words = words.trim_start_matches([':', ' ']).replace('|', "\\|").replace('\n', " ");
        text.push_str(&format!(
            "| `{}` | {words} |\n",
            difference.id.to_string().replace('|', "\\|")
        ));
    }
    text
}

fn sarif(live: &State, differences: &[Difference]) -> Value {
    let results = differences.iter().map(|difference| {
        json!({
            "ruleId": format!("drift_{}", word(difference)),
            "level": "error",
            "message": {"text": difference.to_string()},
            "locations": [sarif::location(&difference.id.to_string())],
        })
    });
    let rules = ["extra", "missing", "changed"].map(|word| json!({"id": format!("drift_{word}")}));
    sarif::document(&live.name, rules.into(), results.collect())
}
