//! What must hold of a target.

use crate::check::context::{Context, QueryAccess};
use crate::check::lower::file_source::row_limit;
use crate::check::lower::schedule::freshness;
use crate::diagnostic::Diagnostic;
use crate::model::{DataExpectation, Expected, ObjectName, RowLimit};
use crate::source::Spanned;
use crate::spec;
use crate::sql::{self, ColumnInfo};

use super::{Lowering, Target, relation, trimmed};

impl Lowering<'_> {
    pub(super) fn expectations(
        &self,
        context: &mut Context,
        target: Option<&Target<'_>>,
    ) -> Vec<DataExpectation> {
        let mut expectations: Vec<DataExpectation> = Vec::new();
        for keys in &self.keys.expect {
            let Some(expected) = self.expected(context, keys, target) else { continue };
            let at_most = keys.at_most.as_ref().and_then(|written| row_limit(context, written));
            let name = match &keys.name {
                Some(name) => name.value.clone(),
                None => default_name(&expected),
            };
            if expectations.iter().any(|known| known.name == name) {
                let message = format!("`{name}` is expected twice");
                let finding = Diagnostic::error("duplicate_object", keys.span, message);
                context.report(finding.with_help("leave one out, or give it a `name`"));
            }
            expectations.push(DataExpectation {
                name,
                expected,
                only_warns: keys.severity == Some(spec::Severity::Warn),
                at_most: at_most.unwrap_or(RowLimit::Rows(0)),
                keep: keys.keep.as_ref().map_or(0, |keep| keep.value),
            });
        }
        expectations
    }

    fn expected(
        &self,
        context: &mut Context,
        keys: &Spanned<spec::DataExpectation>,
        target: Option<&Target<'_>>,
    ) -> Option<Expected> {
        let written = [
            keys.unique.is_some(),
            keys.not_null.is_some(),
            keys.accepted_values.is_some(),
            keys.relationship.is_some(),
            keys.rows.is_some(),
            keys.condition.is_some(),
            keys.query.is_some(),
            keys.fresh.is_some(),
        ];
        let count = written.iter().filter(|written| **written).count();
        if count != 1 {
            let (code, message) = match count {
                0 => ("missing_key", "this expects nothing"),
                _ => ("contradicting_keys", "this expects more than one thing"),
            };
            let finding = Diagnostic::error(code, keys.span, message);
            let help = "write one of `unique`, `not_null`, `accepted_values`, `relationship`, `rows`, `condition`, `query` and `fresh`";
            context.report(finding.with_help(help));
            return None;
        }
        if let Some(query) = &keys.query {
            self.query(context, query);
            return Some(Expected::NoRows(trimmed(query)));
        }
        let Some(target) = target else {
            let message = "a statement has no target";
            let finding = Diagnostic::error("contradicting_keys", keys.span, message);
            context.report(finding.with_help("write a `query` that returns the rows that fail"));
            return None;
        };
        let all = |context: &mut Context, names: &[Spanned<String>]| {
            let found = target.all(context, names);
            (found.len() == names.len()).then_some(found)
        };
        if let Some(columns) = &keys.unique {
            return Some(Expected::Unique(all(context, columns)?));
        }
        if let Some(columns) = &keys.not_null {
            return Some(Expected::NotNull(all(context, columns)?));
        }
        if let Some(values) = &keys.accepted_values {
            let column = target.column(context, &values.column)?;
            let values = values.values.iter().map(|value| value.value.clone()).collect();
            return Some(Expected::AcceptedValues { column, values });
        }
        if let Some(relationship) = &keys.relationship {
            return self.relationship(context, relationship, target);
        }
        if let Some(rows) = &keys.rows {
            let (min, max) =
                (rows.min.as_ref().map(|it| it.value), rows.max.as_ref().map(|it| it.value));
            return Some(Expected::Rows { min, max });
        }
        if let Some(condition) = &keys.condition {
            self.condition(context, condition, &target.name);
            return Some(Expected::Condition(trimmed(condition)));
        }
        let fresh = keys.fresh.as_ref()?;
        let column = target.column(context, &fresh.column)?;
        let limits = freshness(context, (&fresh.warn, &fresh.error), fresh.column.span);
        Some(Expected::Fresh { column, limits })
    }

    fn relationship(
        &self,
        context: &mut Context,
        keys: &spec::Relationship,
        target: &Target<'_>,
    ) -> Option<Expected> {
        let columns = target.all(context, &keys.columns);
        let to = relation(context, &keys.to, self.scope)?;
        let known = context.database.columns_of(&to).unwrap_or_default();
        let known = known.into_iter().map(|(name, _)| name.to_owned()).collect();
        let other = Target { name: to.clone(), place: &keys.to, columns: known };
        let written = if keys.to_columns.is_empty() { &keys.columns } else { &keys.to_columns };
        let to_columns = other.all(context, written);
        if keys.columns.len() != written.len() {
            let message = format!("{} columns against {}", keys.columns.len(), written.len());
            context.report(Diagnostic::error("contradicting_keys", keys.to.span, message));
            return None;
        }
        Some(Expected::Relationship { columns, to, to_columns })
    }

    fn condition(&self, context: &mut Context, condition: &Spanned<String>, target: &ObjectName) {
        if context.read(condition, sql::check_expression(condition)).is_none() {
            return;
        }
        let columns = context.database.columns_of(target).unwrap_or_default();
        let columns: Vec<ColumnInfo> = columns
            .into_iter()
            .map(|(name, data_type)| ColumnInfo {
                name: name.to_owned(),
                data_type: data_type.map(str::to_owned),
            })
            .collect();
        crate::check::resolve::over_columns(context, condition, &columns, self.scope);
    }

    fn query(&self, context: &mut Context, query: &Spanned<String>) {
        if context.read(query, sql::check_select_with_parameters(query)).is_none() {
            return;
        }
        let known = context.findings.len();
        let names: Vec<String> = self.of_run().iter().map(|name| (*name).to_owned()).collect();
        let relations = crate::check::resolve::query(context, query, &names, self.scope).accesses;
        if context.findings.len() == known {
            context.accesses.push(QueryAccess {
                what: "an expectation of transform",
                query: self.name.clone(),
                run_as: self.keys.run_as.clone(),
                sql: query.clone(),
                scope: self.scope.clone(),
                relations,
            });
        }
    }
}

fn default_name(expected: &Expected) -> String {
    match expected {
        Expected::Unique(columns) => format!("unique ({})", columns.join(", ")),
        Expected::NotNull(columns) => format!("not null ({})", columns.join(", ")),
        Expected::AcceptedValues { column, .. } => format!("accepted values of {column}"),
        Expected::Relationship { columns, to, .. } => {
            format!("({}) is in {to}", columns.join(", "))
        }
        Expected::Rows { min, max } => {
            let min = min.map(|min| format!("at least {min}"));
            let max = max.map(|max| format!("at most {max}"));
            let words: Vec<String> = min.into_iter().chain(max).collect();
            format!("{} rows", words.join(" and "))
        }
        Expected::Condition(sql) => sql.split_whitespace().collect::<Vec<_>>().join(" "),
        Expected::NoRows(_) => "the query returns no rows".to_owned(),
        Expected::Fresh { column, .. } => format!("fresh by {column}"),
    }
}
