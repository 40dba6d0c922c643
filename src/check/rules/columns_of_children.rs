//! Keys of a table that inherits, which name columns that neither it nor its parents have
//! (`unknown_column`): they can be looked up only once the parents' columns were passed on.

use super::facts::Facts;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{ConstraintKind, ObjectId, ObjectKind, ObjectName, Table};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let tables = facts.database().tables.iter().filter(|(_, table)| !table.inherits.is_empty());
    let known = tables.filter(|(name, _)| !facts.context.faulty_relations.contains(name));
    known.flat_map(|(name, table)| unknown(facts, name, table)).collect()
}

fn unknown(facts: &Facts, name: &ObjectName, table: &Table) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (constraint, declared) in &table.constraints {
        let columns = match &declared.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => &key.columns,
            ConstraintKind::ForeignKey(key) => &key.columns,
            _ => continue,
        };
        let places = &facts.context.places;
        let own = ObjectId::part(ObjectKind::Constraint, name, constraint.clone());
        let place =
            places.get(&own).or_else(|| places.get(&ObjectId::in_schema(ObjectKind::Table, name)));
        let missing = columns.iter().find(|column| table.column(column).is_none());
        if let (Some(missing), Some(place)) = (missing, place) {
            let message = format!("`{name}` has no column `{missing}`");
            let finding = Diagnostic::error("unknown_column", *place, message);
            let own = table.columns.iter().map(|column| column.name.as_str());
            findings.push(match nearest(missing, own) {
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => finding,
            });
        }
    }
    findings
}
