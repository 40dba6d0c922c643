//! Names given to a view's columns, and comments on them, that its query has no columns for:
//! `too_many_columns` and `unknown_column`.
//! See <https://www.postgresql.org/docs/current/sql-createview.html>.

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{ObjectId, ObjectKind, ObjectName};
use crate::source::{Entries, Spanned};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for document in &facts.spec.documents {
        let Some(schema) = &document.schema else { continue };
        let views = document.views.iter();
        let views = views.map(|(name, keys)| (name, &keys.columns, &keys.column_comments));
        let materialized = document.materialized_views.iter();
        let materialized =
            materialized.map(|(name, keys)| (name, &keys.columns, &keys.column_comments));
        for (name, columns, comments) in views.chain(materialized) {
            let name = ObjectName::new(schema.value.clone(), name.value.clone());
            let output = output(facts, &name);
            if !output.is_empty() {
                findings.extend(twice(facts, &name, &output));
                findings.extend(too_many(&name, columns, output.len()));
                findings.extend(unknown(&name, comments, &output));
            }
        }
    }
    findings
}

fn output<'a>(facts: &Facts<'a>, view: &ObjectName) -> Vec<&'a str> {
    let view = facts.database().views.get(view);
    view.into_iter().flat_map(|view| &view.output).map(|column| column.name.as_str()).collect()
}

fn twice(facts: &Facts, view: &ObjectName, output: &[&str]) -> Option<Diagnostic> {
    let mut seen = BTreeSet::new();
    let column = output.iter().find(|column| !seen.insert(**column))?;
    let place = |kind| facts.context.places.get(&ObjectId::in_schema(kind, view));
    let place = place(ObjectKind::View).or_else(|| place(ObjectKind::MaterializedView))?;
    let message = format!("`{view}` returns two columns called `{column}`");
    let finding = Diagnostic::error("duplicate_object", *place, message);
    Some(finding.with_help("give one of them another name in the query: `… as NAME`"))
}

fn too_many(view: &ObjectName, columns: &[Spanned<String>], known: usize) -> Option<Diagnostic> {
    let first = columns.get(known)?;
    let message =
        format!("`{view}` names {} columns, and its query returns {known}", columns.len());
    let finding = Diagnostic::error("too_many_columns", first.span, message);
    Some(finding.with_help("name at most as many columns as the query returns"))
}

fn unknown(
    view: &ObjectName,
    comments: &Entries<Spanned<String>>,
    known: &[&str],
) -> Vec<Diagnostic> {
    let unknown = comments.keys().filter(|column| !known.contains(&column.value.as_str()));
    unknown
        .map(|column| {
            let message = format!("`{view}` has no column `{}`", column.value);
            let finding = Diagnostic::error("unknown_column", column.span, message);
            match nearest(column, known.iter().copied()) {
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => finding,
            }
        })
        .collect()
}
