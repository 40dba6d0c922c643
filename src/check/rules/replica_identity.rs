//! A table's `replica_identity` that names no unique index of the table: `unknown_index`.
//! See <https://www.postgresql.org/docs/current/sql-altertable.html>.

use super::facts::Facts;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{ConstraintKind, ObjectName, Table};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for document in &facts.spec.documents {
        let Some(schema) = &document.schema else { continue };
        for (name, keys) in &document.tables {
            let Some(identity) = &keys.replica_identity else { continue };
            let table = ObjectName::new(schema.value.clone(), name.value.clone());
            let Some(declared) = facts.database().tables.get(&table) else { continue };
            let known = unique_indexes(declared);
            let word = ["default", "full", "nothing"].contains(&identity.as_str());
            if word || known.contains(&identity.as_str()) {
                continue;
            }
            let message = format!("`{table}` has no unique index `{}`", identity.value);
            let finding = Diagnostic::error("unknown_index", identity.span, message);
            findings.push(finding.with_help(match nearest(identity, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a unique index, or `default`, `full`, `nothing`".to_owned(),
            }));
        }
    }
    findings
}

fn unique_indexes(table: &Table) -> Vec<&str> {
    let indexes = table.indexes.iter().filter(|(_, index)| index.unique).map(|(name, _)| name);
    let is_key = |kind: &ConstraintKind| {
        matches!(kind, ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_))
    };
    let keys = table.constraints.iter().filter(|(_, constraint)| is_key(&constraint.kind));
    indexes.chain(keys.map(|(name, _)| name)).map(String::as_str).collect()
}
