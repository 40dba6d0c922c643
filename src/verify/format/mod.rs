//! Lays out a report: as text for a terminal, as JSON, JUnit XML and Markdown for machines and CI.

mod junit;
mod markdown;
mod text;

#[cfg(test)]
mod tests;

use super::report::Report;

pub use junit::junit;
pub use markdown::markdown;
pub use text::{text, verdict as summary};

/// Writes the report as one JSON document; the keys are those of [`Report`], with totals.
pub fn json(report: &Report) -> String {
    let mut value = serde_json::to_value(report).expect("a report holds text, numbers and lists");
    value["totals"] = serde_json::to_value(report.totals()).expect("totals are numbers");
    value["well"] = report.is_well().into();
    value["seconds"] = report.seconds().into();
    format!("{value:#}\n")
}
