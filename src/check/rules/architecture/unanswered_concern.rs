//! `unanswered_concern`: a concern or quality that no part of the system answers.

use super::systems;
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (keys, _) in systems(facts) {
        let concerns = keys.concerns.iter().map(|it| ("concern", it));
        let qualities = keys.qualities.iter().map(|it| ("quality", it));
        for (what, (name, point)) in concerns.chain(qualities) {
            let answers = point.iter().flat_map(|point| point.answers.iter());
            let (said, empty): (Vec<_>, Vec<_>) =
                answers.partition(|(_, how)| !how.trim().is_empty());
            let message = match (empty.first(), said.is_empty()) {
                (Some((by, _)), _) => {
                    format!("how `{}` answers `{}` is not said", by.value, name.value)
                }
                (None, true) => format!("nothing answers the {what} `{}`", name.value),
                (None, false) => continue,
            };
            let finding = Diagnostic::error("unanswered_concern", name.span, message);
            findings.push(
                finding.with_help("name what answers it and how: `answers: { NODE: how it does }`"),
            );
        }
    }
    findings
}
