//! DAGs for Airflow, which see the single tasks and what waits for what.
//! <https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html>

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::Serialize;

use super::Entry;
use super::slug::plain;
use crate::model::{Missed, Project, Schedule, TransformKind};
use crate::render::filters::shell;
use crate::render::{RenderError, Templates};

/// Airflow's own limit.
const LONGEST_NAME: usize = 200;

pub(super) fn render(
    project: &Project,
    entries: &[Entry<'_>],
    templates: &Templates,
) -> Result<String, RenderError> {
    let work = project.work();
    let dags = entries.iter().map(|entry| Dag::of(project, entry, &work)).collect();
    let connection = plain(&project.name).replace('-', "_");
    let connection = format!("pgspec_{connection}");
    let database = format!("{{{{ conn.{connection}.get_uri() }}}}");
    let view = View { project: &project.name, connection, database, dags };
    templates.render("schedule/airflow_dag.py", view)
}

/// What the template sees.
#[derive(Debug, Serialize)]
struct View<'a> {
    project: &'a str,
    /// Name of the connection of Airflow.
    connection: String,
    /// What Airflow puts the URL of the database in place of.
    database: String,
    dags: Vec<Dag<'a>>,
}

#[derive(Debug, Serialize)]
struct Dag<'a> {
    name: String,
    words: String,
    cron: &'a str,
    exact: bool,
    time_zone: &'a str,
    /// Year, month, day, hour and minute of the first interval, in the time zone; long ago where none is made up for.
    start: [u32; 5],
    catches_up: bool,
    tasks: Vec<Task<'a>>,
    /// Numbers of two tasks, of which the first comes before the second.
    edges: Vec<(usize, usize)>,
}

#[derive(Debug, Serialize)]
struct Task<'a> {
    name: &'a str,
    description: Option<&'a str>,
    /// The command in the shell, in which Airflow puts the time.
    command: String,
    retries: u32,
    retry_after: u64,
}

impl<'a> Dag<'a> {
    fn of(
        project: &'a Project,
        entry: &'a Entry<'_>,
        work: &BTreeMap<&str, BTreeSet<&str>>,
    ) -> Self {
        let start = first_start(project, entry);
        let tasks: Vec<_> = entry
            .members
            .iter()
            .map(|(name, schedule)| Task::of(project, name, schedule))
            .collect();
        let names = entry.names();
        let mut edges = Vec::new();
        for (second, name) in names.iter().enumerate() {
            let before = super::before(name, &names, work);
            let before = before.iter().filter_map(|it| names.iter().position(|name| name == it));
            edges.extend(before.map(|first| (first, second)));
        }
        edges.sort_unstable();
        Self {
            name: entry.slug(&project.name, LONGEST_NAME),
            words: entry.schedule.words(),
            cron: &entry.line,
            exact: entry.exact,
            time_zone: &entry.schedule.time_zone,
            start: start
                .map_or([2000, 1, 1, 0, 0], |start| written(start, &entry.schedule.time_zone)),
            catches_up: start.is_some(),
            tasks,
            edges,
        }
    }
}

impl<'a> Task<'a> {
    fn of(project: &'a Project, name: &'a str, schedule: &Schedule) -> Self {
        let source = project.sources.get(name).map(|source| &source.description);
        let description = source.or_else(|| Some(&project.transforms.get(name)?.description));
        let dash = if name.starts_with('-') { "-- " } else { "" };
        Self {
            name,
            description: description.and_then(|text| text.as_deref()),
            // The end of the interval is the time of the schedule.
            command: format!(
                "pgspec run --at \"{{{{ data_interval_end | ts }}}}\" {dash}{}",
                shell(name)
            ),
            retries: schedule.retries,
            retry_after: schedule.retry_after.seconds,
        }
    }
}

/// Returns when the first interval begins, where Airflow is to make up for each: of intervals that all are caught up.
///
/// What else is caught up the ledger knows, and the next run does.
fn first_start(project: &Project, entry: &Entry<'_>) -> Option<DateTime<Utc>> {
    let starts =
        entry.members.iter().map(|(name, schedule)| match &project.transforms.get(*name)?.kind {
            TransformKind::Time { start, .. } if schedule.missed == Missed::CatchUp => Some(*start),
            _ => None,
        });
    starts.collect::<Option<Vec<_>>>()?.into_iter().min()
}

fn written(start: DateTime<Utc>, time_zone: &str) -> [u32; 5] {
    let zone = Schedule::find_time_zone(time_zone).unwrap_or(chrono_tz::UTC);
    let local = start.with_timezone(&zone);
    let year = u32::try_from(local.year()).unwrap_or(1970);
    [year, local.month(), local.day(), local.hour(), local.minute()]
}
