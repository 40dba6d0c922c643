//! `membership_cycle`: roles that are members of each other in a circle, which PostgreSQL refuses.
//! See <https://www.postgresql.org/docs/current/role-membership.html>.

use std::collections::BTreeMap;

use super::dependency_cycle::cycles;
use super::facts::Facts;
use crate::diagnostic::Diagnostic;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let roles = &facts.database().roles;
    let edges: BTreeMap<&String, Vec<&String>> =
        roles.iter().map(|(name, role)| (name, role.member_of.keys().collect())).collect();
    cycles(&edges).iter().filter_map(|cycle| finding(facts, cycle)).collect()
}

fn finding(facts: &Facts, cycle: &[&String]) -> Option<Diagnostic> {
    let place = |role: &String| facts.role_place(role);
    let first = place(cycle[0])?;
    let message = match cycle {
        [one] => format!("role `{one}` is a member of itself"),
        _ => "these roles are members of each other in a circle".to_owned(),
    };
    let next = |at: usize| cycle[(at + 1) % cycle.len()];
    let finding = Diagnostic::error("membership_cycle", first, message)
        .with_label(format!("member of `{}`", next(0)))
        .with_help("take one `member_of` out of the circle");
    Some(cycle.iter().enumerate().skip(1).fold(finding, |finding, (at, role)| match place(role) {
        Some(span) => finding.with_other(span, format!("member of `{}`", next(at))),
        None => finding,
    }))
}
