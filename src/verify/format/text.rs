//! The report for a person at a terminal.

use std::fmt::Write;

use crate::verify::report::{Check, Group, Outcome, Report, Totals};

/// Writes the report as text: groups that passed in a line each, failures in full.
pub fn text(report: &Report) -> String {
    let mut text =
        format!("{} for PostgreSQL {}, tried on {}\n", report.project, report.target, report.place);
    for warning in &report.warnings {
        let _ = writeln!(text, "warning: {warning}");
    }
    text.push('\n');
    for (group, totals) in report.totals_by_group() {
        let _ = writeln!(text, "{}", line(report, group, totals));
        let checks = report.checks.iter().filter(|check| check.group == group);
        checks.for_each(|check| told(&mut text, check));
    }
    let _ = write!(text, "\n{}\n{}\n", times(report), verdict(report));
    text
}

fn line(report: &Report, group: Group, totals: Totals) -> String {
    let mark = if totals.failed > 0 { "FAILED" } else { "ok" };
    let phases = report.phases.iter().filter(|phase| phase.group == group);
    let seconds: f64 = phases.map(|phase| phase.seconds).sum();
    format!("{mark:>6}  {:<12} {} in {seconds:.2} s", group.words(), counts(totals))
}

/// Says how many checks ended how: `105 passed (1,287 trials), 2 failed`.
pub(super) fn counts(totals: Totals) -> String {
    let mut parts = Vec::new();
    let named = [
        (totals.passed, "passed"),
        (totals.failed, "failed"),
        (totals.skipped, "skipped"),
        (totals.not_applicable, "not applicable"),
    ];
    parts.extend(named.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")));
    let all = totals.passed + totals.failed + totals.skipped + totals.not_applicable;
    if totals.trials != all {
        parts.push(format!("{} trials", totals.trials));
    }
    parts.join(", ")
}

/// Tells a check that did not simply pass.
fn told(text: &mut String, check: &Check) {
    let (word, detail) = match &check.outcome {
        Outcome::Passed | Outcome::NotApplicable(_) => return,
        Outcome::Failed(detail) => ("failed", detail),
        Outcome::Skipped(reason) => ("skipped", reason),
    };
    let told = match detail.strip_prefix(check.name.as_str()) {
        Some(_) => detail.clone(),
        None => format!("{}: {detail}", check.name),
    };
    let told = told.replace('\n', "\n                ");
    let _ = writeln!(text, "        {word}: {told}");
}

/// Says where the time went, longest first.
pub(super) fn times(report: &Report) -> String {
    let mut phases: Vec<_> = report.phases.iter().collect();
    phases.sort_by(|one, other| other.seconds.total_cmp(&one.seconds));
    let parts =
        phases.iter().map(|phase| format!("{} {:.2} s", phase.group.words(), phase.seconds));
    format!("where the time went: {}", parts.collect::<Vec<_>>().join(", "))
}

/// Says the whole in one line.
pub fn verdict(report: &Report) -> String {
    let word = if report.is_well() { "verified" } else { "NOT verified" };
    format!("{word}: {} in {:.2} s", counts(report.totals()), report.seconds())
}
