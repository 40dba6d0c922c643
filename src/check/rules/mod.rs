//! Rules over the whole project, once everything is lowered: one file each.
//!
//! A rule reads and reports; it changes nothing. It keeps silent about what an earlier finding
//! already explains, so that one fault makes one finding.

mod architecture;
mod columns_of_children;
mod contradicting_keys;
mod denied_yet_granted;
mod dependency_cycle;
mod facts;
mod grant_option_to_public;
mod grant_to_superuser;
mod grant_without_schema_usage;
mod identifier_collision;
mod insert_without_sequence;
mod key_name_taken;
mod key_without_partition_column;
mod login_without_connect;
mod membership_cycle;
mod partition_bound_mismatch;
mod personal_data_unclassified;
mod policy_without_row_security;
mod query_without_privilege;
mod replica_identity;
mod set_null_on_not_null;
mod shadowed_grant;
mod transforms;
mod unknown_owner;
mod unknown_query;
mod update_without_select;
mod view_columns;

use super::context::Context;
use crate::diagnostic::Diagnostic;
use crate::model::Project;
use crate::spec::Spec;
use facts::Facts;

/// A rule: from the whole project to findings.
type Rule = fn(&Facts) -> Vec<Diagnostic>;

/// Every rule; the one place that names them.
const RULES: &[Rule] = &[
    architecture::access_wider_than_need::check,
    architecture::broken_path::check,
    architecture::classification_too_low::check,
    architecture::orphan_node::check,
    architecture::retention_without_purge::check,
    architecture::role_without_node::check,
    architecture::single_point_of_failure::check,
    architecture::unanswered_concern::check,
    architecture::unprotected_flow::check,
    architecture::unprotected_store::check,
    columns_of_children::check,
    contradicting_keys::check,
    denied_yet_granted::check,
    dependency_cycle::check,
    grant_option_to_public::check,
    grant_to_superuser::check,
    grant_without_schema_usage::check,
    identifier_collision::check,
    insert_without_sequence::check,
    key_name_taken::check,
    key_without_partition_column::check,
    login_without_connect::check,
    membership_cycle::check,
    partition_bound_mismatch::check,
    personal_data_unclassified::check,
    policy_without_row_security::check,
    query_without_privilege::check,
    replica_identity::check,
    set_null_on_not_null::check,
    shadowed_grant::check,
    transforms::check,
    unknown_owner::check,
    unknown_query::check,
    update_without_select::check,
    view_columns::check,
];

/// Runs every rule.
pub(super) fn run(context: &mut Context, spec: &Spec, project: &Project) {
    let facts = Facts::new(context, spec, project);
    let found: Vec<Diagnostic> = RULES.iter().flat_map(|rule| rule(&facts)).collect();
    context.findings.extend(found);
}
