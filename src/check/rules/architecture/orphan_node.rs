//! `orphan_node`: a node or store that nothing comes to and nothing leaves.

use super::systems;
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (keys, system) in systems(facts) {
        for name in keys.nodes.keys().chain(keys.stores.keys()) {
            if system.flows.values().any(|flow| flow.from == name.value || flow.to == name.value) {
                continue;
            }
            let message = format!("nothing flows to `{}`, and nothing from it", name.value);
            let finding = Diagnostic::error("orphan_node", name.span, message);
            findings.push(finding.with_help("declare its flows, or leave it out"));
        }
    }
    findings
}
