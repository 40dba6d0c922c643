//! `key_name_taken`: a key or exclusion constraint makes an index of its own name, which another
//! relation of the schema has. See <https://www.postgresql.org/docs/current/catalog-pg-class.html>.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{ConstraintKind, ObjectId, ObjectKind, ObjectName};
use crate::source::Span;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let relations = &facts.context.names.relations;
    let mut taken: BTreeMap<ObjectName, Option<Span>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (table, declared) in &facts.database().tables {
        for (name, constraint) in &declared.constraints {
            if matches!(
                constraint.kind,
                ConstraintKind::Check { .. } | ConstraintKind::ForeignKey(_)
            ) {
                continue;
            }
            let index = ObjectName::new(table.schema.clone(), name.clone());
            let place = place(facts, table, name);
            let relation = relations.get(&index).map(|declared| Some(declared.span));
            let first = relation.or_else(|| taken.get(&index).copied());
            if let (Some(first), Some(span)) = (first, place) {
                findings.push(finding(&index, table, span, first));
            }
            taken.entry(index).or_insert(place);
        }
    }
    findings
}

/// A constraint without a name of its own stands where its table does.
fn place(facts: &Facts, table: &ObjectName, constraint: &str) -> Option<Span> {
    let places = &facts.context.places;
    let own = ObjectId::part(ObjectKind::Constraint, table, constraint);
    let table = ObjectId::in_schema(ObjectKind::Table, table);
    places.get(&own).or_else(|| places.get(&table)).copied()
}

fn finding(index: &ObjectName, table: &ObjectName, span: Span, first: Option<Span>) -> Diagnostic {
    let message = format!("a key of `{table}` makes an index `{index}`, and that name is taken");
    let finding = Diagnostic::error("key_name_taken", span, message)
        .with_help("give the key a name of its own: `{ name: …, columns: […] }`");
    match first {
        Some(first) => finding.with_other(first, "the other one"),
        None => finding,
    }
}
