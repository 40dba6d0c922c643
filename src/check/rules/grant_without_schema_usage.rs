//! `grant_without_schema_usage`: a privilege on an object in a schema that the role cannot enter.
//! See <https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PRIV>.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::check::context::WrittenGrant;
use crate::diagnostic::Diagnostic;
use crate::model::{Privilege, Target};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut usage: BTreeMap<(&str, String), bool> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    let mut findings = Vec::new();
    for grant in facts.grants() {
        // PostgreSQL lets every role use what is in `public` only where it was granted, as anywhere else.
        let schemas = grant.targets.iter().filter_map(Target::schema);
        let schemas: BTreeSet<&str> = schemas.map(String::as_str).collect();
        for schema in schemas {
            let may_enter = *usage.entry((&grant.role, schema.to_owned())).or_insert_with(|| {
                let target = Target::Schema(schema.to_owned());
                facts.allows(&grant.role, &target, Privilege::Usage)
            });
            if !may_enter && reported.insert((grant.role.as_str(), schema)) {
                findings.push(finding(facts, grant, schema));
            }
        }
    }
    findings
}

fn finding(facts: &Facts, grant: &WrittenGrant, schema: &str) -> Diagnostic {
    let role = &grant.role;
    let message = format!("`{role}` cannot reach this: it has no USAGE on schema `{schema}`");
    let help = format!("add `- {{ on: schema {schema}, usage: true }}` to its grants");
    let finding = Diagnostic::error("grant_without_schema_usage", grant.span, message)
        .about(Facts::role_words(&grant.role));
    let finding = finding.with_help(help);
    match facts.role_place(role) {
        Some(span) => finding.with_other(span, "this role"),
        None => finding,
    }
}
