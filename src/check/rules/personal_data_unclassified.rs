//! `personal_data_unclassified`: a transform puts what is computed from personal data into a column that nothing says of
//! that it holds any.

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{ColumnFlow, Node};

/// What the project calls personal data.
const PERSONAL: &str = "pii";

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let places = facts.transform_places();
    let flows = &facts.project.column_flows;
    let finding = |flow: &ColumnFlow| {
        let (Node::Transform(name), Node::Table(table)) = (&flow.by, &flow.to) else { return None };
        if classification(facts, &flow.to, &flow.column).is_some() {
            return None;
        }
        let personal = personal_behind(facts, flow)?;
        let message =
            format!("`{name}` makes `{table}.{}` of personal data, `{personal}`", flow.column);
        let finding =
            Diagnostic::warning("personal_data_unclassified", *places.get(name.as_str())?, message);
        Some(finding.with_help(format!(
            "write `classification: pii` at `{}`, or another word where it tells of nobody who that is",
            flow.column
        )))
    };
    flows.iter().filter_map(finding).collect()
}

/// Returns a column with personal data that a value comes from, through views too.
fn personal_behind(facts: &Facts, flow: &ColumnFlow) -> Option<String> {
    let mut open: Vec<&(Node, String)> = flow.from.iter().collect();
    let mut seen: BTreeSet<&(Node, String)> = BTreeSet::new();
    while let Some(from) = open.pop() {
        if !seen.insert(from) {
            continue;
        }
        let (node, column) = from;
        if classification(facts, node, column) == Some(PERSONAL)
            && let Node::Table(table) = node
        {
            return Some(format!("{table}.{column}"));
        }
        let of_view = facts.project.column_flows.iter().filter(|below| {
            matches!(node, Node::View(_)) && below.to == *node && below.column == *column
        });
        open.extend(of_view.flat_map(|below| &below.from));
    }
    None
}

fn classification<'f>(facts: &'f Facts, node: &Node, column: &str) -> Option<&'f str> {
    let Node::Table(table) = node else { return None };
    let table = facts.database().tables.get(table)?;
    let column = table.columns.iter().find(|known| known.name == column)?;
    column.classification.as_deref()
}
