//! The columns of a target are the contract of what fills it.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::source::Spanned;
use crate::spec;
use crate::sql::OutputColumn;

use super::Target;

/// Holds what a query gives against the columns of its target; returns their names in its order.
pub(super) fn hold(
    context: &mut Context,
    target: &Target<'_>,
    sql: &Spanned<String>,
    output: &[OutputColumn],
    keys: &spec::Transform,
) -> Option<Vec<String>> {
    let known = context.findings.len();
    let table = context.database.tables.get(&target.name)?.clone();
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut given: Vec<&str> = Vec::new();
    for column in output {
        let report = |context: &mut Context, code, message: String, help: String| {
            let finding = Diagnostic::error(code, sql.span, message);
            context.report(finding.with_other(target.place.span, "is filled").with_help(help));
        };
        if given.contains(&column.name.as_str()) {
            let message = format!("the query gives `{}` twice", column.name);
            report(
                context,
                "duplicate_object",
                message,
                "name one of the two otherwise: `as …`".into(),
            );
        }
        given.push(&column.name);
        let Some(filled) = table.columns.iter().find(|it| it.name == column.name) else {
            let message = format!("`{}` has no column `{}`", target.name, column.name);
            let help = match column.name.as_str() {
                "?column?" => "name it as its column: `… as NAME`".to_owned(),
                name => suggest(name, &names, "column"),
            };
            report(context, "unknown_column", message, help);
            continue;
        };
        if filled.is_the_servers() {
            let message = format!("the server alone gives `{}` its values", filled.name);
            report(context, "unexpected_column", message, "leave it out of the query".into());
        }
        let data_type = column.data_type.as_deref().unwrap_or(&filled.data_type);
        if !fits(data_type, &filled.data_type) {
            let message = format!(
                "`{}` is of type `{}`, and the query gives `{data_type}`",
                filled.name, filled.data_type
            );
            let help = format!("cast it: `{}::{}`", filled.name, filled.data_type);
            report(context, "type_mismatch", message, help);
        }
    }
    let own = [history_column(keys, true), history_column(keys, false)];
    let left_out = table.columns.iter().find(|column| {
        let comes = column.comes_by_itself() || own.contains(&Some(column.name.clone()));
        column.not_null && !comes && !given.contains(&column.name.as_str())
    });
    // A name that is not the target's may be the one that is left out.
    if let Some(column) = left_out.filter(|_| context.findings.len() == known) {
        let message =
            format!("`{}` needs `{}`, and the query does not give it", target.name, column.name);
        let finding = Diagnostic::error("unexpected_column", sql.span, message);
        let words: Vec<String> = given.iter().map(|name| format!("`{name}`")).collect();
        let help = format!("it gives {}", words.join(", "));
        context.report(finding.with_other(target.place.span, "is filled").with_help(help));
    }
    let given = given.into_iter().map(str::to_owned).collect();
    (context.findings.len() == known).then_some(given)
}

/// Returns the columns that a query may give values to, in the target's order.
pub(super) fn writable(context: &Context, target: &Target<'_>) -> Vec<String> {
    let table = context.database.tables.get(&target.name);
    let columns = table.into_iter().flat_map(|table| &table.columns);
    columns.filter(|it| !it.is_the_servers()).map(|it| it.name.clone()).collect()
}

/// Returns the columns of types that PostgreSQL does not compare, or compares by their area.
pub(super) fn without_equality(context: &Context, target: &Target<'_>) -> BTreeSet<String> {
    const TYPES: [&str; 8] = ["json", "xml", "point", "box", "circle", "polygon", "path", "line"];
    let columns = context.database.columns_of(&target.name).unwrap_or_default().into_iter();
    let is_of = |data_type: &str| TYPES.contains(&data_type.trim_end_matches("[]"));
    let without = columns.filter(|(_, data_type)| data_type.is_some_and(is_of));
    without.map(|(name, _)| name.to_owned()).collect()
}

/// Returns the name of the column that a history keeps itself.
pub(super) fn history_column(keys: &spec::Transform, from: bool) -> Option<String> {
    let history = keys.history.as_ref()?;
    let (written, otherwise) = match from {
        true => (&history.valid_from, "valid_from"),
        false => (&history.valid_to, "valid_to"),
    };
    Some(written.as_ref().map_or_else(|| otherwise.to_owned(), |name| name.value.clone()))
}

/// Returns whether a value of one type can be assigned to a column of another, as far as that is known
/// without a server: <https://www.postgresql.org/docs/current/typeconv-query.html>.
fn fits(given: &str, wanted: &str) -> bool {
    match (Family::of(given), Family::of(wanted)) {
        (Some(given), Some(wanted)) => given == wanted || wanted == Family::Text,
        _ => true,
    }
}

/// Types between which values are assigned without a cast being written.
#[derive(PartialEq, Eq)]
enum Family {
    Number,
    Text,
    Time,
    Boolean,
    Uuid,
    Json,
}

impl Family {
    fn of(data_type: &str) -> Option<Self> {
        if data_type.ends_with(']') {
            return None;
        }
        let plain = data_type.split('(').next().unwrap_or_default().trim();
        Some(match plain {
            "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => {
                Self::Number
            }
            "text" | "character varying" | "character" => Self::Text,
            "date" | "timestamp" | "timestamp without time zone" | "timestamp with time zone" => {
                Self::Time
            }
            "boolean" => Self::Boolean,
            "uuid" => Self::Uuid,
            "json" | "jsonb" => Self::Json,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn what_postgresql_assigns_fits() {
        for (given, wanted) in [
            ("integer", "numeric(12,2)"),
            ("bigint", "smallint"),
            ("boolean", "text"),
            ("date", "timestamp with time zone"),
            ("sales.status", "integer"),
            ("text[]", "integer"),
        ] {
            assert!(fits(given, wanted), "{given} → {wanted}");
        }
        for (given, wanted) in [("text", "integer"), ("integer", "boolean"), ("date", "bigint")] {
            assert!(!fits(given, wanted), "{given} → {wanted}");
        }
    }
}
