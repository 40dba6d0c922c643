//! `orphan_node`: a node or store that nothing comes to and nothing leaves.

use super::systems;
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::DataFlow;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (keys, system) in systems(facts) {
        for name in keys.nodes.keys().chain(keys.stores.keys()) {
            let is_end = |flow: &DataFlow| flow.from == name.value || flow.to == name.value;
            if system.flows.values().any(|flow| flow.from != flow.to && is_end(flow)) {
                continue;
            }
            let message = format!("nothing flows to `{}`, and nothing from it", name.value);
            let finding = Diagnostic::error("orphan_node", name.span, message);
            findings.push(finding.with_help("declare its flows, or leave it out"));
        }
    }
    findings
}
