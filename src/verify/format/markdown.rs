//! The report as Markdown, for a comment on a change or the summary of a CI job.

use std::fmt::Write;

use super::text::{counts, verdict};
use crate::verify::report::{Outcome, Report};

/// Writes warnings, a table of the groups with their times, and every failure.
pub fn markdown(report: &Report) -> String {
    let mut text = format!("# {}: {}\n\n", plain(&report.project), verdict(report));
    let (target, place) = (report.target, plain(&report.place));
    let _ = writeln!(text, "For PostgreSQL {target}, tried on {place}.");
    for warning in &report.warnings {
        let _ = write!(text, "\n> **Warning:** {}\n", plain(warning));
    }
    text.push_str("\n| what | checks | seconds |\n|---|---|---:|\n");
    let totals = report.totals_by_group();
    for phase in &report.phases {
        let counts = totals.get(&phase.group).map_or_else(String::new, |totals| counts(*totals));
        let _ = writeln!(text, "| {} | {counts} | {:.2} |", phase.group.words(), phase.seconds);
    }
    told(&mut text, report, "Failed", |outcome| match outcome {
        Outcome::Failed(detail) => Some(detail),
        _ => None,
    });
    told(&mut text, report, "Skipped", |outcome| match outcome {
        Outcome::Skipped(reason) => Some(reason),
        _ => None,
    });
    text
}

fn told(text: &mut String, report: &Report, title: &str, pick: fn(&Outcome) -> Option<&String>) {
    let picked = report.checks.iter().filter_map(|check| Some((check, pick(&check.outcome)?)));
    for (number, (check, detail)) in picked.enumerate() {
        if number == 0 {
            let _ = write!(text, "\n## {title}\n\n");
        }
        let (group, name) = (check.group.words(), plain(&check.name));
        match detail.contains('\n') {
            false => {
                let _ = writeln!(text, "- **{group}** {name}: {}", plain(detail));
            }
            true => {
                let indented = detail.replace('\n', "\n      ");
                let _ = writeln!(text, "- **{group}** {name}:\n\n      {indented}\n");
            }
        }
    }
}

/// Keeps text from being read as markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
            plain.push('\\');
        }
        plain.push(char);
    }
    plain
}
