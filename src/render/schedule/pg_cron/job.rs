//! What a job of pg_cron runs: the SQL of the runner, in the database alone.
//!
//! A block for each transform, all in one transaction. The SQL of the project stands in strings that are executed, with
//! the times of the run as parameters, so that no name of the block can meet one of the project.

use serde::Serialize;

use super::ticks::Ticks;
use crate::model::{DataExpectation, Overlap, RowLimit, Schedule, Transform, TransformKind};
use crate::render::schedule::calendar::Calendar;
use crate::render::transforms::{Statements, Times, questions};
use crate::render::{RenderError, Templates};
use crate::sql::quote_literal;

/// Renders the block of one transform.
pub(super) fn block(
    name: &str,
    transform: &Transform,
    schedule: &Schedule,
    calendar: &Calendar,
    templates: &Templates,
) -> Result<String, RenderError> {
    let due = Ticks::new(schedule, calendar).due(name, transform);
    templates.render("schedule/pg_cron_job.sql", View::of(name, transform, schedule, due))
}

/// What the template sees.
#[derive(Debug, Serialize)]
struct View<'a> {
    name: &'a str,
    settings: String,
    waits: bool,
    due: String,
    search_path: String,
    role: String,
    /// How the target is filled: `counts`, `statement`, `refresh`, `nothing`.
    how: &'static str,
    target: String,
    concurrently: bool,
    watermark: Option<String>,
    watermark_start: String,
    fill: String,
    astray: &'static str,
    expectations: Vec<Question>,
    version: String,
}

#[derive(Debug, Serialize)]
struct Question {
    name: String,
    sql: String,
    /// Condition that too many rows fail.
    is_exceeded: String,
    /// What it is then.
    outcome: &'static str,
}

impl<'a> View<'a> {
    fn of(name: &'a str, transform: &'a Transform, schedule: &Schedule, due: String) -> Self {
        let is_by_time = transform.is_by_time();
        let times = Times {
            at: "($1)".to_owned(),
            interval: is_by_time.then(|| ("($2)".to_owned(), "($3)".to_owned())),
        };
        let statements = Statements { transform, times };
        let (watermark, start) = match &transform.kind {
            TransformKind::Append { data_type, start, .. } => {
                (Some(format!("cast(($4) as {data_type})")), start.as_deref())
            }
            _ => (None, None),
        };
        let asked = transform.expectations.iter().zip(questions(&statements));
        Self {
            name,
            settings: statements.settings(),
            waits: schedule.overlap == Overlap::Wait,
            due,
            search_path: statements.search_path(),
            role: statements.role(),
            how: how(&transform.kind),
            target: transform.into.as_ref().map(ToString::to_string).unwrap_or_default(),
            concurrently: matches!(
                transform.kind,
                TransformKind::MaterializedView { concurrently: true }
            ),
            watermark: statements.watermark(),
            watermark_start: start.unwrap_or("-infinity").to_owned(),
            fill: statements.fill(watermark.as_deref()),
            astray: astray(&transform.kind),
            expectations: asked.map(|(it, sql)| Question::of(it, sql)).collect(),
            version: transform.version(),
        }
    }
}

impl Question {
    fn of(expectation: &DataExpectation, sql: String) -> Self {
        let is_exceeded = match expectation.at_most {
            RowLimit::Rows(most) => format!("pgspec_failing > {most}"),
            RowLimit::Share(most) => {
                format!("pgspec_failing::numeric * 10000 > {most}::numeric * pgspec_all")
            }
        };
        Self {
            name: expectation.name.clone(),
            sql,
            is_exceeded,
            outcome: if expectation.only_warns { "warned" } else { "failed" },
        }
    }
}

fn how(kind: &TransformKind) -> &'static str {
    match kind {
        TransformKind::View => "nothing",
        TransformKind::MaterializedView { .. } => "refresh",
        TransformKind::Statement => "statement",
        _ => "counts",
    }
}

fn astray(kind: &TransformKind) -> &'static str {
    match kind {
        TransformKind::Time { .. } => {
            "of the rows that the query gives belong to no part of the interval"
        }
        TransformKind::Append { .. } => {
            "of the rows that the query gives are not above the watermark"
        }
        _ => "states began later than the time that the run stands for",
    }
}

/// Returns the time zones that the clock of pg_cron may have for schedules of one, as a list of SQL.
pub(super) fn same_zones(time_zone: &str) -> String {
    let universal = ["UTC", "GMT", "Etc/UTC", "Etc/GMT", "UCT", "Etc/UCT", "Zulu", "Universal"];
    let same = if universal.contains(&time_zone) { universal.to_vec() } else { vec![time_zone] };
    let same = same.iter().map(|zone| quote_literal(&zone.to_lowercase()));
    same.collect::<Vec<_>>().join(", ")
}
