//! Jobs for the extension pg_cron: transforms that the database runs by itself. <https://github.com/citusdata/pg_cron>
//!
//! It knows no dependencies, so what needs one another at the same times is one job, and one transaction. It has one
//! time zone for all jobs: those of others ask in every quarter of an hour whether something is due.

mod job;
#[cfg(test)]
mod tests;
mod ticks;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Entry, before};
use crate::model::{Project, TransformKind};
use crate::render::transforms::LEDGER;
use crate::render::{RenderError, Templates};

/// Names of jobs were of type name once.
const LONGEST_NAME: usize = 63;

/// Renders the file; nothing where no transform has a schedule.
pub(super) fn render(
    project: &Project,
    entries: &[Entry<'_>],
    templates: &Templates,
) -> Result<Option<String>, RenderError> {
    if !entries.iter().flat_map(Entry::names).any(|name| project.transforms.contains_key(name)) {
        return Ok(None);
    }
    let work = project.work();
    let zone = most_common_zone(project, entries);
    let mut jobs = Vec::new();
    for entry in entries {
        for names in together(project, entry, &work) {
            jobs.push(Job::of(project, entry, &names, zone, templates)?);
        }
    }
    let view = View {
        project: &project.name,
        zone,
        same_zones: job::same_zones(zone),
        ledger: ledger(),
        prefix: format!("pgspec {} ", project.name),
        left_out: left_out(project, entries),
        jobs,
    };
    templates.render("schedule/pg_cron.sql", view).map(Some)
}

/// What the template sees.
#[derive(Debug, Serialize)]
struct View<'a> {
    project: &'a str,
    zone: &'a str,
    same_zones: String,
    ledger: String,
    prefix: String,
    /// What runs elsewhere, and why.
    left_out: Vec<(String, &'static str)>,
    jobs: Vec<Job>,
}

#[derive(Debug, Serialize)]
struct Job {
    name: String,
    words: String,
    what: String,
    cron: String,
    notes: Vec<String>,
    command: String,
}

impl Job {
    fn of(
        project: &Project,
        entry: &Entry<'_>,
        names: &[&str],
        zone: &str,
        templates: &Templates,
    ) -> Result<Self, RenderError> {
        let mut command = String::from("\n");
        for name in names {
            let Some(transform) = project.transforms.get(*name) else { continue };
            let schedule = transform.schedule.as_ref().unwrap_or(entry.schedule);
            command += &job::block(name, transform, schedule, &entry.calendar, templates)?;
        }
        let is_of_zone = entry.schedule.time_zone == zone;
        let mut notes = Vec::new();
        if !is_of_zone {
            notes.push(format!(
                "It is not of {zone}: it asks every quarter of an hour whether it is due."
            ));
        } else if !entry.exact {
            notes.push(
                "Cron cannot say this: it has more times, at which nothing is due.".to_owned(),
            );
        }
        notes.extend(elsewhere(project, entry, names));
        Ok(Self {
            name: job_name(&project.name, names.first().copied().unwrap_or_default()),
            words: entry.schedule.words(),
            what: names.join(", "),
            cron: if is_of_zone { entry.line.clone() } else { entry.calendar.in_any_zone() },
            notes,
            command,
        })
    }
}

/// Says what comes first and runs elsewhere at the same times.
fn elsewhere(project: &Project, entry: &Entry<'_>, names: &[&str]) -> Option<String> {
    let work = project.work();
    let all = entry.names();
    let first: BTreeSet<&str> = names.iter().flat_map(|name| before(name, &all, &work)).collect();
    let first: Vec<&str> = first.into_iter().filter(|name| !runs_here(project, name)).collect();
    (!first.is_empty()).then(|| {
        let first = first.join(", ");
        format!("What `pgspec run` takes at the same times may come later than this: {first}.")
    })
}

/// Returns the transforms of an entry that run here, those that need one another together and in order.
fn together<'p>(
    project: &Project,
    entry: &Entry<'p>,
    work: &BTreeMap<&str, BTreeSet<&str>>,
) -> Vec<Vec<&'p str>> {
    let names = entry.members.iter().map(|(name, _)| *name);
    let names: Vec<&'p str> = names.filter(|name| runs_here(project, name)).collect();
    let mut groups: Vec<Vec<&'p str>> = Vec::new();
    for name in &names {
        let needed = before(name, &names, work);
        let needs = |group: &Vec<&str>| group.iter().any(|it| needed.contains(it));
        let (joined, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(needs);
        groups = others;
        groups.push(joined.into_iter().flatten().chain([*name]).collect());
    }
    let place = |name: &str| names.iter().position(|it| *it == name);
    for group in &mut groups {
        group.sort_by_key(|name| place(name));
    }
    groups.sort_by_key(|group| group.first().and_then(|name| place(name)));
    groups
}

fn runs_here(project: &Project, name: &str) -> bool {
    project.transforms.get(name).is_some_and(|transform| {
        !matches!(transform.kind, TransformKind::Time { late: Some(_), .. })
    })
}

fn left_out(project: &Project, entries: &[Entry<'_>]) -> Vec<(String, &'static str)> {
    let names: BTreeSet<&str> = entries.iter().flat_map(Entry::names).collect();
    let left = names.into_iter().filter(|name| !runs_here(project, name));
    left.map(|name| {
        let why = match project.sources.contains_key(name) {
            true => "a source, which reads files",
            false => "it deals with rows that come late, which the runner looks for",
        };
        (name.to_owned(), why)
    })
    .collect()
}

/// Returns the time zone of most transforms, the first by name of several.
fn most_common_zone<'p>(project: &Project, entries: &[Entry<'p>]) -> &'p str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        let count = entry.names().iter().filter(|name| runs_here(project, name)).count();
        *counts.entry(&entry.schedule.time_zone).or_default() += count;
    }
    let most = counts.values().max().copied();
    counts.iter().find(|(_, count)| Some(**count) == most).map_or("UTC", |(zone, _)| *zone)
}

/// Returns what makes the ledger as part of a transaction.
fn ledger() -> String {
    LEDGER.replace("begin;\n", "").replace("commit;\n", "").trim_end().to_owned()
}

fn job_name(project: &str, first: &str) -> String {
    let name = format!("pgspec {project} {first}");
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let digest = Sha256::digest(name.as_bytes());
    let digest = hex::encode(&digest[..4]);
    // Projects and transforms are called by letters, digits, `-` and `_` alone.
    let start: String = name.chars().take(LONGEST_NAME - digest.len() - 1).collect();
    format!("{start}-{digest}")
}
