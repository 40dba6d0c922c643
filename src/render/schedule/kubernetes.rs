//! CronJobs for Kubernetes. <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/>

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Entry;
use super::slug::plain;
use crate::model::Project;
use crate::render::{RenderError, Templates};

/// The controller adds eleven characters to the name of a CronJob to name its Jobs.
const LONGEST_NAME: usize = 52;

pub(super) fn render(
    project: &Project,
    entries: &[Entry<'_>],
    templates: &Templates,
) -> Result<String, RenderError> {
    let jobs = entries.iter().map(|entry| Job::of(project, entry)).collect();
    let secret = format!("pgspec-{}", plain(&project.name));
    templates.render("schedule/kubernetes.yaml", View { project: &project.name, secret, jobs })
}

/// What the template sees.
#[derive(Debug, Serialize)]
struct View<'a> {
    project: &'a str,
    /// Name of the image, of the Secret, and of all of it together.
    secret: String,
    jobs: Vec<Job<'a>>,
}

#[derive(Debug, Serialize)]
struct Job<'a> {
    name: String,
    words: String,
    cron: &'a str,
    exact: bool,
    time_zone: &'a str,
    concurrency: &'static str,
    deadline: i64,
    retries: u32,
    arguments: Vec<String>,
}

impl<'a> Job<'a> {
    fn of(project: &Project, entry: &'a Entry<'_>) -> Self {
        let folder = ["-C".to_owned(), "/project".to_owned()];
        Self {
            name: entry.slug(&project.name, LONGEST_NAME),
            words: entry.schedule.words(),
            cron: &entry.line,
            exact: entry.exact,
            time_zone: &entry.schedule.time_zone,
            // Whoever waits does so in the database: its Job has to begin for that.
            concurrency: if entry.waits() { "Allow" } else { "Forbid" },
            deadline: deadline(entry),
            retries: entry.retries(),
            arguments: folder.into_iter().chain(entry.arguments()).collect(),
        }
    }
}

/// Returns how many seconds late a run may begin: until the next is due where it is made up for, else half of that.
///
/// A look at fewer than a hundred times is asked of the controller, and at least ten seconds, as it looks that often.
fn deadline(entry: &Entry<'_>) -> i64 {
    let (shortest, longest) = gaps(entry);
    let seconds = match entry.makes_up() {
        true => longest.min(shortest.saturating_mul(90)),
        false => shortest / 2,
    };
    seconds.max(10)
}

/// Returns the shortest and the longest time between two runs, in seconds, of those that follow a fixed day.
fn gaps(entry: &Entry<'_>) -> (i64, i64) {
    let mut at: DateTime<Utc> = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(365 * 55);
    let mut gaps = Vec::new();
    for index in 0..500 {
        let Some(next) = entry.schedule.after(at) else { break };
        if index > 0 {
            gaps.push((next - at).num_seconds());
        }
        at = next;
    }
    let day = 86_400;
    (gaps.iter().min().copied().unwrap_or(day), gaps.iter().max().copied().unwrap_or(day))
}
