//! `unknown_query`: `runs` names a query that the project does not declare.

use super::facts::Facts;
use crate::diagnostic::{Diagnostic, nearest};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let known = &facts.context.names.queries;
    let roles = facts.spec.documents.iter().flat_map(|document| document.roles.iter());
    let runs = roles.filter_map(|(_, keys)| keys.as_ref()).flat_map(|keys| keys.runs.iter());
    runs.filter(|query| !known.contains_key(&query.value))
        .map(|query| {
            let message = format!("no query `{}`", query.value);
            let finding = Diagnostic::error("unknown_query", query.span, message);
            match nearest(query, known.keys().map(String::as_str)) {
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => finding.with_help("declare it under `queries:`, or remove it here"),
            }
        })
        .collect()
}
