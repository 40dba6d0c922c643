//! `broken_path`: two parts follow each other on a path, and no flow leads from the one to the other.

use super::systems;
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (keys, system) in systems(facts) {
        for (name, route) in &keys.paths {
            for (from, to) in route.through.iter().zip(route.through.iter().skip(1)) {
                let is_known = |part: &str| system.standing(part).is_some();
                if !is_known(from) || !is_known(to) || system.flows_from_to(from, to) {
                    continue;
                }
                let message = format!(
                    "`{}` goes from `{}` to `{}`, where no flow is",
                    name.value, from.value, to.value
                );
                let finding = Diagnostic::error("broken_path", to.span, message);
                findings.push(finding.with_help("declare the flow, or name what lies between"));
            }
        }
    }
    findings
}
