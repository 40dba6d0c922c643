//! `unprotected_flow`: data leaves what trusts each other without encryption, or without either end knowing the other.

use super::systems;
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{DataFlow, System};
use crate::source::Spanned;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let flows = systems(facts).flat_map(|(keys, system)| {
        let named = keys.flows.keys();
        named.filter_map(move |name| Some((name, system, system.flows.get(&name.value)?)))
    });
    flows.filter_map(|(name, system, flow)| judge(name, system, flow)).collect()
}

fn judge(name: &Spanned<String>, system: &System, flow: &DataFlow) -> Option<Diagnostic> {
    let is_known = |end: &str| {
        let zone = system.standing(end).map(|standing| standing.zone.as_ref());
        zone.is_some_and(|zone| zone.is_none_or(|zone| system.zones.contains_key(zone)))
    };
    if !is_known(&flow.from) || !is_known(&flow.to) || !system.crosses_boundary(flow) {
        return None;
    }
    let (lacks, keys) = match (&flow.encryption, &flow.authentication) {
        (Some(_), Some(_)) => return None,
        (None, Some(_)) => ("encryption", "`encryption: TLS 1.3`"),
        (Some(_), None) => ("authentication", "`authentication: client certificate`"),
        (None, None) => {
            ("encryption and authentication", "`encryption: TLS 1.3` and `authentication: …`")
        }
    };
    let message = format!("`{}` crosses a trust boundary without {lacks}", name.value);
    let finding = Diagnostic::error("unprotected_flow", name.span, message);
    Some(finding.with_help(format!(
        "protect it and say how, with {keys}; or put `{}` and `{}` into one zone that is `trusted`",
        flow.from, flow.to
    )))
}
