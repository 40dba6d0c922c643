//! Lines for cron.

use serde::Serialize;

use super::Entry;
use crate::model::Project;
use crate::render::{RenderError, Templates};

pub(super) fn render(
    project: &Project,
    entries: &[Entry<'_>],
    templates: &Templates,
) -> Result<String, RenderError> {
    let mut zones: Vec<Zone<'_>> = Vec::new();
    for entry in entries {
        let time_zone = entry.schedule.time_zone.as_str();
        if zones.last().is_none_or(|zone| zone.time_zone != time_zone) {
            zones.push(Zone { time_zone, lines: Vec::new() });
        }
        let line = Line {
            words: entry.schedule.words(),
            cron: &entry.line,
            exact: entry.exact,
            command: entry.command().replace('%', "\\%"),
        };
        zones.last_mut().expect("one was pushed").lines.push(line);
    }
    templates.render("schedule/crontab", View { project: &project.name, zones })
}

/// What the template sees.
#[derive(Debug, Serialize)]
struct View<'a> {
    project: &'a str,
    zones: Vec<Zone<'a>>,
}

#[derive(Debug, Serialize)]
struct Zone<'a> {
    time_zone: &'a str,
    lines: Vec<Line<'a>>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    words: String,
    cron: &'a str,
    exact: bool,
    /// With `%` escaped, which would end the command.
    command: String,
}
