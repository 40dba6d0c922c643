//! Rows that row security is tried on.

use std::collections::{BTreeMap, BTreeSet};

use super::texts;
use crate::check::access::has_column;
use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{ObjectName, Privilege, RowExpectation, RowFixtures};
use crate::source::{List, Spanned};
use crate::spec::{self, Spec};

/// Lowers the fixtures of every table, whose columns are known by now.
pub(super) fn lower(context: &mut Context, spec: &Spec) -> BTreeMap<ObjectName, RowFixtures> {
    let mut all = BTreeMap::new();
    for document in &spec.documents {
        let Some(schema) = &document.schema else { continue };
        for (name, keys) in &document.tables {
            let Some(fixtures) = &keys.fixtures else { continue };
            let table = ObjectName::new(schema.value.clone(), name.value.clone());
            let lowered = lower_one(context, &table, fixtures);
            all.insert(table, lowered);
        }
    }
    all
}

fn lower_one(context: &mut Context, table: &ObjectName, keys: &spec::RowFixtures) -> RowFixtures {
    let mut fixtures = RowFixtures::default();
    for (name, columns) in &keys.rows {
        let mut row = Vec::new();
        for (column, value) in columns {
            if has_column(context, table, column) {
                row.push((column.value.clone(), value.as_ref().map(|value| value.value.clone())));
            }
        }
        fixtures.rows.insert(name.value.clone(), row);
    }
    for expectation in &keys.expect {
        context.check_role(&expectation.role);
        let commands = [
            (Privilege::Select, &expectation.select),
            (Privilege::Insert, &expectation.insert),
            (Privilege::Update, &expectation.update),
            (Privilege::Delete, &expectation.delete),
        ];
        let mut said = BTreeMap::new();
        for (command, rows) in commands {
            let Some(rows) = rows else { continue };
            said.insert(command, known(context, rows, &fixtures.rows));
        }
        if said.is_empty() {
            let role = &expectation.role;
            let message = format!("nothing is expected of `{}`", role.value);
            let finding = Diagnostic::error("missing_key", role.span, message);
            context.report(
                finding.with_help("add `select: [ROW]`, or `select: []` where it sees none"),
            );
        }
        let (role, settings) = (expectation.role.value.clone(), texts(&expectation.settings));
        fixtures.expectations.push(RowExpectation { role, settings, commands: said });
    }
    fixtures
}

/// Returns the rows that are named; reports those that are not there.
fn known<T>(
    context: &mut Context,
    names: &List<Spanned<String>>,
    rows: &BTreeMap<String, T>,
) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for name in names {
        if rows.contains_key(&name.value) {
            known.insert(name.value.clone());
            continue;
        }
        let message = format!("the fixture has no row `{}`", name.value);
        let finding = Diagnostic::error("unknown_value", name.span, message);
        let rows: Vec<&str> = rows.keys().map(String::as_str).collect();
        context.report(finding.with_help(suggest(name, &rows, "row")));
    }
    known
}
