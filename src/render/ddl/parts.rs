//! What stands on tables and views: indexes, policies, triggers.

use super::layout::{self, broken};
use super::table::{cluster_on, replica_identity_index};
use super::text::{comment, parenthesized, terminated};
use crate::model::{
    APPLYING_ROLE, Firing, Index, ObjectName, PUBLIC, Policy, PolicyCommand, Table, Trigger,
};
use crate::sql::{quote_identifier, quote_qualified};

/// Writes the statements of an index of a table or materialized view.
pub(super) fn index(relation: &ObjectName, name: &str, index: &Index) -> Vec<String> {
    let unique = if index.unique { "unique " } else { "" };
    let quoted = quote_identifier(name);
    let definition = terminated(&index.definition);
    let create = format!("create {unique}index {quoted} on {relation} {definition}");
    let create = broken(&create, &layout::INDEX);
    let what = format!("index {}", quote_qualified(Some(&relation.schema), name));
    // Its clause would have to stand before WHERE, within text that is the user's.
    let tablespace = index.tablespace.as_ref();
    let tablespace =
        tablespace.map(|name| format!("alter {what} set tablespace {};", quote_identifier(name)));
    let comment = comment(&what, index.comment.as_deref());
    [Some(create), tablespace, comment].into_iter().flatten().collect()
}

/// Writes the choices of this index that the table makes: for replication, for CLUSTER.
pub(super) fn choices(relation: &ObjectName, name: &str, table: &Table) -> Vec<String> {
    let is = |choice: &Option<String>| choice.as_deref() == Some(name);
    let replicated = is(&table.replica_identity).then(|| replica_identity_index(relation, name));
    let clustered = is(&table.cluster_on).then(|| cluster_on(relation, name));
    replicated.into_iter().chain(clustered).collect()
}

/// Writes the statements of a policy.
pub(super) fn policy(table: &ObjectName, name: &str, policy: &Policy) -> Vec<String> {
    let quoted = quote_identifier(name);
    let mut create = format!("create policy {quoted} on {table}");
    if policy.restrictive {
        create.push_str("\n    as restrictive");
    }
    if policy.command != PolicyCommand::All {
        create.push_str(&format!("\n    for {}", policy.command.sql()));
    }
    // PUBLIC is a keyword here, and what is meant without TO.
    if !policy.roles.is_empty() && !policy.roles.iter().any(|role| role == PUBLIC) {
        let role = |role: &String| match role.as_str() {
            APPLYING_ROLE => role.clone(),
            role => quote_identifier(role).into_owned(),
        };
        let roles: Vec<String> = policy.roles.iter().map(role).collect();
        create.push_str(&format!("\n    to {}", roles.join(", ")));
    }
    if let Some(using) = &policy.using {
        create.push_str(&format!("\n    using {}", parenthesized(using)));
    }
    if let Some(with_check) = &policy.with_check {
        create.push_str(&format!("\n    with check {}", parenthesized(with_check)));
    }
    create.push(';');
    let comment = comment(&format!("policy {quoted} on {table}"), policy.comment.as_deref());
    [Some(create), comment].into_iter().flatten().collect()
}

/// Writes the statements of a trigger.
pub(super) fn trigger(relation: &ObjectName, name: &str, trigger: &Trigger) -> Vec<String> {
    let constraint = if trigger.constraint { "constraint " } else { "" };
    let quoted = quote_identifier(name);
    let definition = terminated(&trigger.definition);
    let create = format!("create {constraint}trigger {quoted}\n    {definition}");
    let create = broken(&create, &layout::TRIGGER);
    let firing = match trigger.firing {
        Firing::Origin => None,
        Firing::Always => Some("enable always"),
        Firing::Replica => Some("enable replica"),
        Firing::Disabled => Some("disable"),
    };
    let firing = firing.map(|words| format!("alter table {relation} {words} trigger {quoted};"));
    let comment = comment(&format!("trigger {quoted} on {relation}"), trigger.comment.as_deref());
    [Some(create), firing, comment].into_iter().flatten().collect()
}
