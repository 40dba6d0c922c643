//! When the sources and transforms of a project run, as the schedulers that people have are told it.
//!
//! One entry for each calendar and time zone, with what runs then in the order of what needs what. All but pg_cron call
//! `pgspec run NAME…`, which asks the ledger what is due: an entry that comes too often or twice does nothing. What has
//! no schedule is in none of them.

mod airflow;
mod calendar;
mod crontab;
mod kubernetes;
mod pg_cron;
mod slug;
mod systemd;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use calendar::Calendar;

use super::filters::shell;
use super::{RenderError, Templates};
use crate::model::{Missed, Overlap, Project, Schedule};

/// Renders everything below `schedule/`; nothing where nothing has a schedule.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let entries = entries(project);
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let mut files = vec![
        ("schedule/crontab".to_owned(), crontab::render(project, &entries, templates)?),
        ("schedule/kubernetes.yaml".to_owned(), kubernetes::render(project, &entries, templates)?),
        ("schedule/airflow_dag.py".to_owned(), airflow::render(project, &entries, templates)?),
    ];
    files.extend(systemd::render(project, &entries, templates)?);
    if let Some(text) = pg_cron::render(project, &entries, templates)? {
        files.push(("schedule/pg_cron.sql".to_owned(), text));
    }
    Ok(files)
}

/// What runs at the same times.
#[derive(Debug)]
struct Entry<'p> {
    /// One of the schedules.
    schedule: &'p Schedule,
    /// The times.
    calendar: Calendar,
    /// Five fields that every cron reads alike.
    line: String,
    /// Whether these mean the times and no more.
    exact: bool,
    /// Sources and transforms with their schedules, in the order of what needs what.
    members: Vec<(&'p str, &'p Schedule)>,
}

/// Gathers what runs at the same times, by time zone.
fn entries(project: &Project) -> Vec<Entry<'_>> {
    let mut entries: BTreeMap<(&str, Calendar), Entry<'_>> = BTreeMap::new();
    for name in project.work_in_order() {
        let Some(schedule) = schedule_of(project, name) else { continue };
        let Some(calendar) = Calendar::read(&schedule.cron) else { continue };
        let key = (schedule.time_zone.as_str(), calendar.clone());
        let entry = entries.entry(key).or_insert_with(|| {
            let (line, exact) = calendar.line();
            Entry { schedule, calendar, line, exact, members: Vec::new() }
        });
        entry.members.push((name, schedule));
    }
    entries.into_values().collect()
}

/// Returns those of some names that come before one, directly or by way of what is none of them.
fn before<'w>(
    name: &str,
    of: &[&str],
    work: &BTreeMap<&'w str, BTreeSet<&'w str>>,
) -> BTreeSet<&'w str> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        for before in work.get(name).into_iter().flatten().copied() {
            match of.contains(&before) {
                true => drop(found.insert(before)),
                false if seen.insert(before) => open.push(before),
                false => {}
            }
        }
    }
    found
}

fn schedule_of<'p>(project: &'p Project, name: &str) -> Option<&'p Schedule> {
    let source = project.sources.get(name).and_then(|source| source.schedule.as_ref());
    source.or_else(|| project.transforms.get(name)?.schedule.as_ref())
}

impl Entry<'_> {
    /// Returns the names of what runs.
    fn names(&self) -> Vec<&str> {
        self.members.iter().map(|(name, _)| *name).collect()
    }

    /// Returns the arguments of `pgspec` that run it.
    fn arguments(&self) -> Vec<String> {
        let names = self.names();
        let dash = names.iter().any(|name| name.starts_with('-'));
        let mut arguments = vec!["run".to_owned()];
        arguments.extend(dash.then(|| "--".to_owned()));
        arguments.extend(names.into_iter().map(str::to_owned));
        arguments
    }

    /// Returns these arguments as words of a shell.
    fn command(&self) -> String {
        let words: Vec<_> = self.arguments().iter().map(|word| shell(word)).collect();
        words.join(" ")
    }

    /// Returns a name for it of letters, digits and `-`, with the project's, of at most so many bytes.
    fn slug(&self, project: &str, most: usize) -> String {
        let fields = if self.exact { &self.line } else { &self.schedule.cron };
        slug::slug(project, fields, &self.schedule.time_zone, most)
    }

    fn any(&self, holds: impl Fn(&Schedule) -> bool) -> bool {
        self.members.iter().any(|(_, schedule)| holds(schedule))
    }

    /// Returns whether one of them waits for the run before.
    fn waits(&self) -> bool {
        self.any(|schedule| schedule.overlap == Overlap::Wait)
    }

    /// Returns whether a time that was missed is made up for.
    fn makes_up(&self) -> bool {
        self.any(|schedule| schedule.missed != Missed::Skip)
    }

    /// Returns the most that one of them is tried again.
    fn retries(&self) -> u32 {
        self.members.iter().map(|(_, schedule)| schedule.retries).max().unwrap_or(0)
    }
}
