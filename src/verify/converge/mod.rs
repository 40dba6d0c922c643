//! Whether plans converge: pairs of states are planned, applied with rows present, and compared.
//!
//! A pair is a folder with `old.sql` and `new.sql`; `rows.sql`, where it is there, runs after the
//! first. The old state is planned to the new one, every step is run, and what is then there is read
//! back: it has to be the new state, a second plan has to be empty, and rows that were there and whose
//! table and columns still are have to be there with their values. Where there is no `rows.sql`, tables
//! can be given rows of the tool's own making.

pub(crate) mod dump;
mod rows;
mod scratch;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use postgres::Client;

use crate::diff::{self, Difference, DifferenceKind, HazardKind};
use crate::facts::Facts;
use crate::plan::{self, Plan};
use crate::rehearse;
use crate::sandbox::Request;
use crate::sandbox::script::Script;
use crate::state::{self, Doubt};

use dump::Dump;
use rows::Rows;
use scratch::Scratch;

/// How pairs are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Keeps readers and writers of tables that are in use from waiting.
    pub online: bool,
    /// From the new state to the old one.
    pub reverse: bool,
    /// How many rows each table is given where there is no `rows.sql`.
    pub rows: u32,
    /// Compares what `pg_dump` says of both states too.
    pub pg_dump: bool,
    /// Writes the plan of each pair that converges to [`PLAN`], in place of comparing the two.
    pub bless: bool,
}

/// The file beside `old.sql` and `new.sql` that holds the plan from one to the other, online, on the
/// major version that it names.
pub const PLAN: &str = "plan.sql";

/// How a pair ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The new state was reached, and no row was lost.
    Converged {
        /// How many steps it took.
        steps: usize,
        /// Why the generated rows were left out, where they do not fit the new state.
        without_rows: Option<String>,
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

/// The scripts of a pair, in the direction in which it is tried.
struct Pair {
    old: Vec<Script>,
    new: Vec<Script>,
    has_rows: bool,
    /// Where the plan is kept.
    plan: Option<PathBuf>,
}

impl Pair {
    fn read(folder: &Path, reverse: bool) -> Self {
        let read = |file: &str| -> Option<Script> {
            let text = fs::read_to_string(folder.join(file)).ok()?;
            Some(Script { name: file.to_owned(), text })
        };
        let (old, new) = if reverse { ("new.sql", "old.sql") } else { ("old.sql", "new.sql") };
        let rows = if reverse { None } else { read("rows.sql") };
        let has_rows = rows.is_some();
        let old = read(old).into_iter().chain(rows).collect();
        let plan = (!reverse).then(|| folder.join(PLAN));
        Self { old, new: read(new).into_iter().collect(), has_rows, plan }
    }
}

/// Tries one pair; what is wrong with it is its outcome.
pub fn attempt(servers: &mut Servers, folder: &Path, name: &str, options: &Options) -> Trial {
    let mut sql = Vec::new();
    let pair = Pair::read(folder, options.reverse);
    let outcome = try_pair(servers, &pair, options, &mut sql);
    Trial { name: name.to_owned(), outcome, sql }
}

/// Tries a pair with rows, and without where those that were made up do not fit.
fn try_pair(
    servers: &mut Servers,
    pair: &Pair,
    options: &Options,
    sql: &mut Vec<String>,
) -> Outcome {
    let rows = if pair.has_rows { 0 } else { options.rows };
    let mut outcome = converge(servers, pair, options, rows, sql);
    if let Ok(Outcome::Failed(words)) = &outcome
        && rows > 0
        && words.starts_with(MISFIT)
    {
        let misfit = Some(words.clone());
        sql.clear();
        outcome = converge(servers, pair, options, 0, sql);
        if let Ok(Outcome::Converged { without_rows, .. }) = &mut outcome {
            *without_rows = misfit;
        }
    }
    outcome.unwrap_or_else(|error| {
        let causes = std::iter::successors(std::error::Error::source(&error), |it| it.source());
        let causes: String = causes.map(|cause| format!(": {cause}")).collect();
        Outcome::Unusable(format!("{error}{causes}"))
    })
}

/// How the words of a step begin that said that it depends on the rows, and failed on them.
const MISFIT: &str = "the rows do not fit: ";

fn converge(
    servers: &mut Servers,
    pair: &Pair,
    options: &Options,
    rows: u32,
    sql: &mut Vec<String>,
) -> Result<Outcome, state::Error> {
    let mut wanted = servers.new.fill(&pair.new)?;
    let desired = servers.new.read(&mut wanted)?;
    let mut client = servers.old.fill(&pair.old)?;
    let current = servers.old.read(&mut client)?;
    let how = plan::Options { online: options.online };
    let settled = servers.new.settle(&current, &desired, Doubt::Likely);
    let mut respelled = settled.is_some();
    let desired = settled.unwrap_or(desired);
    let mut plan = match plan::make(("old", &current), ("new", &desired), &how) {
        Ok(plan) => plan,
        Err(cycle) => return Ok(Outcome::Refused(cycle.to_string())),
    };
    sql.extend(plan.steps.iter().map(|step| step.sql.clone()));
    let outline = plan::format::outline(&plan);
    rehearse::fill(&mut client, &current, rows);
    let rows = Rows::read(&mut client, &current, &desired);
    if let Err(failure) = rehearse::run(&mut client, &mut plan) {
        let expected = depends_on_rows(&plan, &failure);
        let words = format!("{failure}: {}", failure.sql);
        return Ok(Outcome::Failed(match expected {
            true => format!("{MISFIT}{words}"),
            false => words,
        }));
    }
    let reached = servers.old.read(&mut client)?;
    let settled = servers.new.settle(&reached, &desired, Doubt::Any);
    respelled |= settled.is_some();
    let mut wrong = differing(&reached, settled.as_ref().unwrap_or(&desired), options);
    wrong.extend(rows.lost(&mut client));
    // What is spelled in two ways is so in a dump too.
    if wrong.is_empty() && options.pg_dump && !respelled {
        wrong.extend(dumped(&mut client, &mut wanted, reached.postgres));
    }
    if wrong.is_empty()
        && let Some(path) = pair.plan.as_deref().filter(|_| options.online)
    {
        wrong.extend(unlike(path, &outline, options.bless));
    }
    Ok(match wrong.is_empty() {
        true => Outcome::Converged { steps: plan.steps.len(), without_rows: None },
        false => Outcome::Failed(wrong.join("; ")),
    })
}

/// Returns whether a step failed on rows, as it said that it may.
fn depends_on_rows(plan: &Plan, failure: &rehearse::Failure) -> bool {
    let step = failure.number.checked_sub(1).and_then(|at| plan.steps.get(at));
    let said = step.is_some_and(|step| {
        step.hazards.iter().any(|hazard| hazard.kind == HazardKind::DependsOnData)
    });
    // Classes: data exception, integrity constraint violation.
    said && failure
        .code
        .as_deref()
        .is_some_and(|code| code.starts_with("22") || code.starts_with("23"))
}

/// Returns what differs in the catalog, and what a second plan would do.
fn differing(reached: &Facts, desired: &Facts, options: &Options) -> Vec<String> {
    let mut wrong: Vec<String> =
        diff::differences(reached, desired).iter().take(SHOWN).map(words).collect();
    if wrong.is_empty()
        && let Ok(changes) = diff::changes(reached, desired, options.online)
        && let Some(change) = changes.first()
    {
        wrong.push(format!("a second plan is not empty: {}", change.id));
    }
    wrong
}

/// Says how a plan differs from the one that is kept, if one for this version is, or keeps it.
fn unlike(path: &Path, plan: &str, bless: bool) -> Option<String> {
    if bless {
        return fs::write(path, plan).err().map(|error| format!("cannot write `{PLAN}`: {error}"));
    }
    let kept = fs::read_to_string(path).ok()?;
    let is_of_version = kept.lines().next() == plan.lines().next();
    (is_of_version && kept != plan).then(|| {
        let difference = similar::TextDiff::from_lines(kept.as_str(), plan);
        format!(
            "the plan is not that of `{PLAN}`:\n{}",
            difference.unified_diff().context_radius(1)
        )
    })
}

/// How many differences are shown of one pair.
const SHOWN: usize = 8;

fn dumped(client: &mut Client, wanted: &mut Client, major: u16) -> Vec<String> {
    let (reached, desired) = (Dump::read(client, major), Dump::read(wanted, major));
    match (reached, desired) {
        (Ok(reached), Ok(desired)) => reached.differing(&desired).into_iter().take(SHOWN).collect(),
        (Err(words), _) | (_, Err(words)) => vec![format!("pg_dump: {words}")],
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
