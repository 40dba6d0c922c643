//! `key_without_partition_column`: a primary or unique key of a partitioned table must hold every
//! column that rows are dealt out by, as each partition checks its own rows alone.
//! See <https://www.postgresql.org/docs/current/ddl-partitioning.html>.

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{ConstraintKind, Key, ObjectId, ObjectKind, ObjectName};
use crate::source::Span;
use crate::sql::parse_partition_by;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (name, table) in &facts.database().tables {
        let Some(Ok(by)) = table.partition_by.as_deref().map(parse_partition_by) else { continue };
        for (constraint, declared) in &table.constraints {
            let (ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)) = &declared.kind
            else {
                continue;
            };
            let missing = by.columns().find(|column| !key.columns.iter().any(|c| c == column));
            let place = place(facts, name, constraint, key);
            if let (Some(missing), Some(span)) = (missing, place) {
                findings.push(finding(name, missing, span, key));
            }
        }
        if by.expressions().next().is_some()
            && let Some((constraint, key)) = first_key(table)
            && let Some(span) = place(facts, name, constraint, key)
        {
            let message =
                format!("`{name}` is partitioned by an expression, so it can have no keys");
            let finding = Diagnostic::error("key_without_partition_column", span, message);
            findings.push(finding.with_help("partition by plain columns, or drop the key"));
        }
    }
    findings
}

fn first_key(table: &crate::model::Table) -> Option<(&str, &Key)> {
    table.constraints.iter().find_map(|(name, constraint)| match &constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => Some((name.as_str(), key)),
        _ => None,
    })
}

/// A key without a name of its own stands where its first column does.
fn place(facts: &Facts, table: &ObjectName, constraint: &str, key: &Key) -> Option<Span> {
    let places = &facts.context.places;
    let own = ObjectId::part(ObjectKind::Constraint, table, constraint);
    let column = ObjectId::part(ObjectKind::Column, table, key.columns.first()?.clone());
    places.get(&own).or_else(|| places.get(&column)).copied()
}

fn finding(table: &ObjectName, missing: &str, span: Span, key: &Key) -> Diagnostic {
    let message = format!(
        "the key ({}) of `{table}` leaves out `{missing}`, which the table is partitioned by",
        key.columns.join(", ")
    );
    let help = format!("add `{missing}` to the key");
    Diagnostic::error("key_without_partition_column", span, message).with_help(help)
}
