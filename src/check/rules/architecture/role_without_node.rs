//! `role_without_node`: a role may log in, and in no system does anything connect as it.

use super::systems;
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let draws_database = systems(facts)
        .any(|(_, system)| system.stores.values().any(|store| !store.relations.is_empty()));
    if !draws_database {
        return Vec::new();
    }
    let is_used = |role: &str| {
        systems(facts)
            .any(|(_, system)| system.nodes.values().any(|node| node.roles.contains(role)))
    };
    let logins = facts.database().roles.iter().filter(|(_, role)| role.login);
    let unused = logins.filter(|(name, _)| !is_used(name));
    let found = unused.filter_map(|(name, _)| {
        let message = format!("`{name}` may log in, and no node connects as it");
        let finding = Diagnostic::error("role_without_node", facts.role_place(name)?, message);
        Some(finding.with_help(format!(
            "name it under `roles` of the node that connects as it (`roles: [{name}]`), or remove it"
        )))
    });
    found.collect()
}
