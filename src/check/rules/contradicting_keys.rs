//! `contradicting_keys`: keys of a table that cannot hold together.

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::spec::Table;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let tables = facts.spec.documents.iter().flat_map(|document| document.tables.iter());
    tables.filter_map(|(name, keys)| partitioned_and_inheriting(name, keys)).collect()
}

/// See <https://www.postgresql.org/docs/current/sql-createtable.html>.
fn partitioned_and_inheriting(
    name: &crate::source::Spanned<String>,
    keys: &Table,
) -> Option<Diagnostic> {
    let by = keys.partition_by.as_ref()?;
    let parent = keys.inherits.first()?;
    let message = format!("`{}` is partitioned, so it cannot inherit", name.value);
    let finding = Diagnostic::error("contradicting_keys", by.span, message);
    Some(finding.with_other(parent.span, "inherits here").with_help("keep one of the two"))
}
