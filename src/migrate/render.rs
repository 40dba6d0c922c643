//! A plan as the text of a migration; [`read`](super::read) makes the same steps of it.

use std::collections::BTreeSet;

use super::comments::{self, line};
use super::timeouts::Timeouts;
use super::{Error, Fault, File};
use crate::apply::group;
use crate::plan::{HazardKind, Plan, StateName, Step};

/// What a new migration is made of.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: &'a str,
    /// What it does.
    pub plan: &'a Plan,
    /// Hazards that its author accepts.
    pub allowed: &'a BTreeSet<HazardKind>,
    /// The migration that it undoes, with what that one deleted ([`lost_by`](super::lost_by)).
    pub undoes: Option<(&'a File, &'a [String])>,
    /// Older migrations that it stands for.
    pub replaces: &'a [File],
}

/// Writes a migration: the same bytes for the same draft.
///
/// Batches are numbered anew, without gaps.
///
/// # Errors
/// A name that is none, and steps that could not be run.
pub fn render(draft: &Draft<'_>) -> Result<String, Error> {
    let file = format!("V{}__{}.sql", draft.number, draft.name);
    super::name::parse(&file).map_err(|reason| Fault::of_file(&file, reason))?;
    let batches = group(&draft.plan.steps).map_err(Error::Apply)?;
    let mut text = header(draft, &file).join("\n") + "\n";
    let mut after_transaction = false;
    for batch in batches {
        let transactional = batch.transactional();
        let directive = match transactional {
            false => "\n-- pgspec: no transaction\n",
            true if after_transaction => "\n-- pgspec: batch\n",
            true => "\n",
        };
        text.push_str(directive);
        text.push_str(&steps(batch.steps));
        after_transaction = transactional;
    }
    Ok(text)
}

fn header(draft: &Draft<'_>, file: &str) -> Vec<String> {
    let plan = draft.plan;
    let mut lines = vec![format!("-- {file}")];
    lines.push(line("from", &state(&plan.from)));
    lines.push(line("to", &state(&plan.to)));
    lines.push(line("postgres", &plan.postgres.to_string()));
    lines.extend(plan.notes.iter().map(|note| line("note", note)));
    if let Some((file, lost)) = draft.undoes {
        lines.push(line("undoes", &file.file));
        lines.push(match lost.is_empty() {
            true => "-- No data was deleted by it.".to_owned(),
            false => "-- What was deleted by it is not brought back:".to_owned(),
        });
        lines.extend(lost.iter().map(|what| line("lost", what)));
    }
    let replaced = draft.replaces.iter();
    lines.extend(
        replaced.map(|file| line("pgspec", &format!("replaces {} {}", file.file, file.sha256))),
    );
    if !draft.allowed.is_empty() {
        let kinds: Vec<&str> = draft.allowed.iter().map(|kind| kind.name()).collect();
        lines.push(line("pgspec", &format!("allow {}", kinds.join(" "))));
    }
    lines
}

fn state(state: &StateName) -> String {
    format!("{}, SHA-256 {}", state.name, state.fingerprint)
}

/// Writes the steps of one batch, a blank line between two.
fn steps(steps: &[Step]) -> String {
    let mut before = Timeouts::default();
    let blocks = steps.iter().map(|step| {
        let timeouts =
            Timeouts { lock: step.lock_timeout_ms, statement: step.statement_timeout_ms };
        let mut lines = comments::write(step);
        lines.extend(timeouts.statements(before));
        before = timeouts;
        lines.push(format!("{};\n", step.sql));
        lines.join("\n")
    });
    blocks.collect::<Vec<_>>().join("\n")
}
