//! Whether plans converge: pairs of states are planned, applied with rows present, and compared.
//!
//! A pair is a folder with `old.sql` and `new.sql`; `rows.sql`, where it is there, runs after the
//! first. The old state is planned to the new one, every step is run, and what is then there is read
//! back: it has to be the new state, a second plan has to be empty, and rows that were there and whose
//! table and columns still are have to be there with their values.

mod rows;
mod scratch;

use std::fs;
use std::path::{Path, PathBuf};

use postgres::Client;

use crate::diff::{self, Difference, DifferenceKind};
use crate::facts::Facts;
use crate::plan::{self, Plan};
use crate::rehearse;
use crate::sandbox::Request;
use crate::sandbox::script::Script;
use crate::state;

use rows::Rows;
use scratch::Scratch;

/// How a pair ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The new state was reached, and no row was lost.
    Converged {
        /// How many steps it took.
        steps: usize,
    },
    /// No plan was given out, for this reason.
    Refused(String),
    /// A plan was given out and did not lead there, or lost rows.
    Failed(String),
    /// One of the files does not run by itself.
    Unusable(String),
}

/// A pair and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Its folder, below the one that was given.
    pub name: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The statements of the plan, where there was one.
    pub sql: Vec<String>,
}

/// Servers for pairs: two that all pairs share, as most leave the roles of the cluster alone.
pub struct Servers {
    old: Scratch,
    new: Scratch,
}

impl Servers {
    /// Starts both.
    ///
    /// # Errors
    /// As [`crate::sandbox::start`].
    pub fn start(request: &Request<'static>) -> Result<Self, crate::sandbox::Error> {
        let (old, new) = (Scratch::start(request)?, Scratch::start(request)?);
        Ok(Self { old, new })
    }
}

/// Finds the pairs below a folder, ordered by name.
///
/// # Errors
/// Fails where a folder cannot be listed.
pub fn find(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        if folder.join("old.sql").is_file() && folder.join("new.sql").is_file() {
            found.push(folder.clone());
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Tries one pair.
///
/// # Errors
/// Fails where the servers do; what is wrong with the pair is its outcome.
pub fn attempt(
    servers: &mut Servers,
    folder: &Path,
    name: &str,
    online: bool,
) -> Result<Trial, crate::sandbox::Error> {
    let read = |file: &str| -> Option<Script> {
        let text = fs::read_to_string(folder.join(file)).ok()?;
        Some(Script { name: file.to_owned(), text })
    };
    let (old, new) = (read("old.sql"), read("new.sql"));
    let old: Vec<Script> = old.into_iter().chain(read("rows.sql")).collect();
    let new: Vec<Script> = new.into_iter().collect();
    let mut trial =
        Trial { name: name.to_owned(), outcome: Outcome::Refused(String::new()), sql: Vec::new() };
    trial.outcome = converge(servers, &old, &new, online, &mut trial.sql);
    Ok(trial)
}

fn converge(
    servers: &mut Servers,
    old: &[Script],
    new: &[Script],
    online: bool,
    sql: &mut Vec<String>,
) -> Outcome {
    let mut run = || -> Result<Outcome, state::Error> {
        let mut client = servers.new.fill(new)?;
        let desired = servers.new.read(&mut client)?;
        drop(client);
        let mut client = servers.old.fill(old)?;
        let current = servers.old.read(&mut client)?;
        let options = plan::Options { online };
        let mut plan = match plan::make(("old", &current), ("new", &desired), &options) {
            Ok(plan) => plan,
            Err(cycle) => return Ok(Outcome::Refused(cycle.to_string())),
        };
        sql.extend(plan.steps.iter().map(|step| step.sql.clone()));
        let rows = Rows::read(&mut client, &current, &desired);
        if let Err(failure) = rehearse::run(&mut client, &mut plan) {
            return Ok(Outcome::Failed(format!("{failure}: {}", failure.sql)));
        }
        let reached = servers.old.read(&mut client)?;
        Ok(judge(&mut client, &reached, &desired, &plan, &rows))
    };
    run().unwrap_or_else(|error| Outcome::Unusable(error.to_string()))
}

fn judge(
    client: &mut Client,
    reached: &Facts,
    desired: &Facts,
    plan: &Plan,
    rows: &Rows,
) -> Outcome {
    let differences = diff::differences(reached, desired);
    if !differences.is_empty() {
        let words: Vec<String> = differences.iter().take(8).map(words).collect();
        return Outcome::Failed(words.join("; "));
    }
    match rows.lost(client) {
        Some(words) => Outcome::Failed(words),
        None => Outcome::Converged { steps: plan.steps.len() },
    }
}

fn words(difference: &Difference) -> String {
    match &difference.kind {
        DifferenceKind::Extra => format!("{} is there", difference.id),
        DifferenceKind::Missing => format!("{} is missing", difference.id),
        DifferenceKind::Changed(attributes) => {
            let shown = attributes.iter().map(|(name, old, new)| {
                format!(
                    "{name} is {:?}, should be {:?}",
                    old.as_deref().unwrap_or(""),
                    new.as_deref().unwrap_or("")
                )
            });
            format!("{}: {}", difference.id, shown.collect::<Vec<_>>().join(", "))
        }
    }
}
