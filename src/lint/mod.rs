//! The defects that an [audit](crate::audit) finds in a live database, found in the model: offline, each
//! with its place in the files.
//!
//! Codes, words, weights and the names of objects are the audit's, so that what a project accepts is
//! accepted by both. Limits: an expression is read as it was written, where the server knows what it
//! means; the role that applies the project is taken to be a superuser, as in the sandbox.

mod expression;
mod facts;
mod future;
mod grants;
mod memberships;
mod policies;
mod roles;
mod routines;
mod row_security;
mod settings;
mod tables;
mod views;

#[cfg(test)]
mod tests;

use crate::audit;
use crate::check::Places;
use crate::model::Project;
use crate::source::Span;
use facts::{Facts, Found};

/// A defect of the spec.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What the audit would say; how it is mended is said of the spec.
    pub said: audit::Finding,
    /// Where it stands.
    pub span: Span,
}

/// Looks for one kind of defect.
type Lint = fn(&Facts<'_>) -> Vec<Found>;

/// Every rule by its code; the one place that names them.
const LINTS: &[(&str, Lint)] = &[
    ("row_security_off", row_security::off),
    ("row_security_not_forced", row_security::not_forced),
    ("row_security_without_policy", row_security::without_policy),
    ("policy_always_true", policies::always_true),
    ("policy_for_public", policies::for_public),
    ("policy_without_check", policies::without_check),
    ("policy_setting_missing", policies::setting_missing),
    ("policy_setting_per_row", policies::setting_per_row),
    ("view_bypasses_row_security", views::plain),
    ("materialized_view_bypasses_row_security", views::materialized),
    ("partition_bypasses_row_security", row_security::partition),
    ("child_bypasses_row_security", row_security::child),
    ("definer_bypasses_row_security", routines::bypasses_row_security),
    ("truncate_past_row_security", grants::truncate_past_row_security),
    ("references_past_row_security", grants::references_past_row_security),
    ("definer_without_search_path", routines::without_search_path),
    ("definer_with_unsafe_search_path", routines::unsafe_search_path),
    ("definer_for_public", routines::for_public),
    ("leakproof_function", routines::leakproof),
    ("grant_to_public", grants::to_public),
    ("create_for_public", grants::create_for_public),
    ("create_on_public_schema", grants::create_on_public_schema),
    ("default_privileges_to_public", future::to_public),
    ("default_privileges_without_create", future::without_create),
    ("grant_option", grants::option),
    ("admin_option", memberships::admin_option),
    ("member_of_all_data", memberships::all_data),
    ("member_of_server_programs", memberships::server_programs),
    ("redundant_grant", grants::redundant),
    ("login_superuser", roles::superuser),
    ("login_createrole", roles::createrole),
    ("login_bypasses_row_security", roles::bypasses_row_security),
    ("login_replication", roles::replication),
    ("login_becomes_powerful", memberships::becomes_powerful),
    ("login_without_password", roles::without_password),
    ("login_without_expiry", roles::without_expiry),
    ("login_without_connection_limit", roles::without_connection_limit),
    ("login_without_timeout", roles::without_timeout),
    ("login_owns_objects", roles::owns_objects),
    ("search_path_others_can_write", settings::search_path),
    ("foreign_key_without_index", tables::foreign_key_without_index),
    ("table_without_primary_key", tables::without_primary_key),
    ("weak_setting", settings::weak),
];

/// Returns what is wrong with a project, the heaviest first, then by code and object.
pub fn lint(project: &Project, places: &Places) -> Vec<Finding> {
    let facts = Facts::new(project, places);
    let mut findings: Vec<Finding> = LINTS
        .iter()
        .flat_map(|(code, look)| {
            let rule = audit::find(code).expect("every lint has a rule of the audit");
            let found = look(&facts).into_iter();
            found.map(|Found { object, detail, fix, span }| {
                let said =
                    audit::Finding { weight: rule.weight, code: rule.code, object, detail, fix };
                Finding { said, span }
            })
        })
        .collect();
    findings.sort();
    findings.dedup_by(|left, right| left.said == right.said);
    findings
}
