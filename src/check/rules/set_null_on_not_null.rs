//! `set_null_on_not_null`: a foreign key that is to make a column null which refuses null: the
//! delete then always fails. See <https://www.postgresql.org/docs/current/ddl-constraints.html>.

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{Action, ForeignKey, Table};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for ((table, name), place) in &facts.context.foreign_key_places {
        let Some(declared) = facts.database().tables.get(table) else { continue };
        let Some((_, key)) = declared.foreign_keys().find(|(own, _)| own == name) else { continue };
        if let Some((event, column)) = refused(declared, key) {
            let message =
                format!("`on {event} set null` cannot work: column `{column}` is not null");
            let finding = Diagnostic::warning("set_null_on_not_null", *place, message);
            findings.push(finding.with_help("drop `not null`, or choose another action"));
        }
    }
    findings
}

fn refused<'a>(table: &Table, key: &'a ForeignKey) -> Option<(&'static str, &'a str)> {
    let is_not_null = |name: &&String| table.column(name).is_some_and(|column| column.not_null);
    let on_delete =
        if key.on_delete_columns.is_empty() { &key.columns } else { &key.on_delete_columns };
    let first = |columns: &'a [String]| columns.iter().find(is_not_null);
    if key.on_delete == Action::SetNull
        && let Some(column) = first(on_delete)
    {
        return Some(("delete", column));
    }
    let column = first(&key.columns).filter(|_| key.on_update == Action::SetNull)?;
    Some(("update", column))
}
