//! `query_without_privilege`: a named query that its role, or a role that `runs` it, may not run.
//! A view counts as one relation: what is behind it is read with the rights of its owner.
//! See <https://www.postgresql.org/docs/current/ddl-priv.html>.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::check::context::QueryAccess;
use crate::check::names::Found;
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectName, Privilege, Target};
use crate::source::{Span, Spanned};
use crate::sql::{self, QualifiedName, RelationAccess, references::Fragment};

/// A privilege that a query needs, with the columns; on the whole relation where there are none.
type Needs = BTreeMap<Privilege, BTreeSet<String>>;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for access in &facts.context.accesses {
        findings.extend(judge(facts, access, &access.run_as));
    }
    findings.extend(runs(facts));
    findings
}

/// A role that runs a query under its own name needs the privileges itself.
fn runs(facts: &Facts) -> Vec<Diagnostic> {
    let queries: BTreeMap<&str, &QueryAccess> = facts
        .context
        .accesses
        .iter()
        .filter(|access| access.what == "query")
        .map(|access| (access.query.as_str(), access))
        .collect();
    let roles = facts.spec.documents.iter().flat_map(|document| document.roles.iter());
    let mut findings = Vec::new();
    for (role, keys) in roles {
        for query in keys.iter().flat_map(|keys| keys.runs.iter()) {
            let Some(access) = queries.get(query.as_str()) else { continue };
            if !facts.access.grantees(role).contains(&access.run_as.as_str()) {
                let runner = Spanned::new(role.value.clone(), query.span);
                findings.extend(judge(facts, access, &runner));
            }
        }
    }
    findings
}

fn judge(facts: &Facts, access: &QueryAccess, role: &Spanned<String>) -> Option<Diagnostic> {
    let declared = facts.database().roles.contains_key(&role.value);
    if !declared || facts.is_faulty(role) || facts.is_superuser(role) {
        return None;
    }
    let lacking: Vec<(ObjectName, String)> =
        access.relations.iter().flat_map(|(name, used)| lacks(facts, role, name, used)).collect();
    let (first, _) = lacking.first()?;
    let words: BTreeSet<String> = lacking.iter().map(|(_, what)| format!("`{what}`")).collect();
    let words: Vec<String> = words.into_iter().collect();
    let message = format!("`{}` may not run {} `{}`", role.value, access.what, access.query.value);
    let finding = Diagnostic::error("query_without_privilege", role.span, message)
        .with_help(format!("add to the grants of `{}`: {}", role.value, words.join(" and ")));
    Some(match mention(facts, access, first) {
        Some(span) => finding.with_other(span, "needs a privilege that it does not have"),
        None => finding,
    })
}

/// Returns the grants that a role lacks to do with a relation what a query does.
fn lacks(
    facts: &Facts,
    role: &str,
    name: &QualifiedName,
    used: &RelationAccess,
) -> Vec<(ObjectName, String)> {
    let Some(schema) = &name.schema else { return Vec::new() };
    let relation = ObjectName::new(schema.clone(), name.name.clone());
    if facts.database().columns_of(&relation).is_none() {
        return Vec::new();
    }
    let mut lacking = Vec::new();
    if !facts.allows(role, &Target::Schema(schema.clone()), Privilege::Usage) {
        lacking.push((relation.clone(), format!("- {{ on: schema {schema}, usage: true }}")));
    }
    let mut keys = Vec::new();
    for (privilege, columns) in needs(used) {
        keys.extend(missing(facts, role, &relation, privilege, &columns));
    }
    if !keys.is_empty() {
        lacking.push((relation.clone(), format!("- {{ on: {relation}, {} }}", keys.join(", "))));
    }
    lacking
}

fn needs(used: &RelationAccess) -> Needs {
    let mut needs = Needs::new();
    if used.read {
        needs.insert(Privilege::Select, used.read_columns.clone());
    }
    if used.insert {
        needs.insert(Privilege::Insert, used.insert_columns.clone());
    }
    if used.locks || !used.update_columns.is_empty() {
        needs.insert(Privilege::Update, used.update_columns.clone());
    }
    if used.delete {
        needs.insert(Privilege::Delete, BTreeSet::new());
    }
    needs
}

/// Returns the key of a grant that is missing: `select: [email]`.
fn missing(
    facts: &Facts,
    role: &str,
    relation: &ObjectName,
    privilege: Privilege,
    columns: &BTreeSet<String>,
) -> Option<String> {
    if facts.allows(role, &Target::Table(relation.clone()), privilege) {
        return None;
    }
    let word = privilege.sql();
    if columns.is_empty() {
        let enough = privilege.has_columns() && facts.allows_any_column(role, relation, privilege);
        let first = facts.database().columns_of(relation)?.first().map(|(name, _)| *name);
        let lacking = match (privilege, first) {
            // Rows are locked by whom may change any column.
            (Privilege::Update, Some(first)) => format!("{word}: [{first}]"),
            _ => format!("{word}: true"),
        };
        return (!enough).then_some(lacking);
    }
    let lacking = columns.iter().filter(|column| {
        !facts.allows(role, &Target::Column(relation.clone(), (*column).clone()), privilege)
    });
    let lacking: Vec<&str> = lacking.map(String::as_str).collect();
    (!lacking.is_empty()).then(|| format!("{word}: [{}]", lacking.join(", ")))
}

/// Finds the first place where a query names a relation.
fn mention(facts: &Facts, access: &QueryAccess, relation: &ObjectName) -> Option<Span> {
    let found = sql::references(&access.sql, Fragment::Query);
    let names = &facts.context.names;
    let place = found.relations.into_iter().find(|mentioned| {
        let name = &mentioned.mention.name;
        matches!(names.relation(name, &access.scope), Found::Ours(own, _) if own == *relation)
    })?;
    Some(facts.context.within(&access.sql, place.mention.range))
}
