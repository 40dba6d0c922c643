//! Named queries.

use std::collections::BTreeMap;

use crate::check::context::{Context, QueryAccess};
use crate::check::names::Found;
use crate::check::resolve::Followed;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Expectation, Node, ObjectKind, ObjectName, Parameter, Query};
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec::{self, Spec};
use crate::sql;

use super::{relation::trimmed, text};

/// Lowers every named query and follows the names in it.
pub(super) fn lower(context: &mut Context, spec: &Spec) -> BTreeMap<String, Query> {
    let mut queries = BTreeMap::new();
    // A query is asked in any session: nothing but its own words says where its names are.
    let anywhere = context.names.scope(None);
    for document in &spec.documents {
        let scope =
            context.names.scope(document.schema.as_ref().map(|schema| schema.value.as_str()));
        for (name, keys) in &document.queries {
            super::project::check_file_name(context, "query", name);
            context.check_role(&keys.run_as);
            let parameters = parameters(context, &keys.params, &scope);
            parameter_names(context, &keys.params);
            positional_parameters(context, &keys.sql);
            unused_parameters(context, &keys.params, &keys.sql);
            let mut returned = None;
            if context.read(&keys.sql, sql::check_query(&keys.sql)).is_some() {
                let declared: Vec<String> =
                    keys.params.keys().map(|name| name.value.clone()).collect();
                let known = context.findings.len();
                let Followed { accesses: relations, output, .. } =
                    crate::check::resolve::query(context, &keys.sql, &declared, &anywhere);
                let certain = context.findings.len() == known;
                if let Some(output) = &output {
                    let node = Node::Query(name.value.clone());
                    context.flow(&node, &node, output);
                }
                if let (Some(expect), Some(output)) = (&keys.expect, &output) {
                    expected_columns(context, expect, output);
                }
                returned = output;
                if certain {
                    context.accesses.push(QueryAccess {
                        what: "query",
                        query: name.clone(),
                        run_as: keys.run_as.clone(),
                        sql: keys.sql.clone(),
                        scope: anywhere.clone(),
                        relations,
                    });
                }
            }
            let expectation = expectation(context, keys, &scope);
            let chart = keys.chart.as_ref().and_then(|chart| {
                super::chart::lower(context, name, chart, &expectation.columns, returned.as_deref())
            });
            let query = Query {
                description: text(&keys.description),
                run_as: keys.run_as.value.clone(),
                parameters,
                sql: trimmed(&keys.sql),
                expectation,
                chart,
            };
            queries.insert(name.value.clone(), query);
        }
    }
    queries
}

pub(super) fn parameters(
    context: &mut Context,
    declared: &Entries<spec::Parameter>,
    scope: &crate::check::names::Scope,
) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    for (name, parameter) in declared {
        let declared = match parameter {
            ShortOrLong::Short(data_type) => data_type,
            ShortOrLong::Long(keys) => &keys.data_type,
        };
        let Some(data_type) = super::types::data_type(context, None, declared, scope) else {
            continue;
        };
        let keys = match parameter {
            ShortOrLong::Short(_) => None,
            ShortOrLong::Long(keys) => Some(keys),
        };
        let of = |value: fn(&spec::ParameterKeys) -> &Option<Spanned<String>>| {
            keys.and_then(|keys| value(keys).as_ref()).map(|value| value.value.clone())
        };
        parameters.push(Parameter {
            name: name.value.clone(),
            data_type,
            default: of(|keys| &keys.default),
            example: of(|keys| &keys.example),
            description: of(|keys| &keys.description),
        });
    }
    parameters
}

/// A name must be one that `:name` can stand for.
pub(super) fn parameter_names(context: &mut Context, declared: &Entries<spec::Parameter>) {
    for name in declared.keys().filter(|name| !can_be_used(name)) {
        let message = format!("`{}` cannot name a parameter", name.value);
        let finding = Diagnostic::error("unknown_value", name.span, message);
        context.report(finding.with_help("use letters, digits and `_`, a letter first"));
    }
}

fn can_be_used(parameter: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || c == '_';
    parameter.chars().all(fits) && !parameter.starts_with(|c: char| c.is_ascii_digit())
}

/// Parameters have names here; `$1` would have neither a type nor a value.
pub(super) fn positional_parameters(context: &mut Context, text: &Spanned<String>) {
    for token in sql::scanner::tokens(text) {
        let word = &text[token.range.clone()];
        if token.kind == sql::scanner::Kind::Number && word.starts_with('$') {
            let span = context.within(text, token.range.clone());
            let message = format!("parameter `{word}` has no name");
            let finding = Diagnostic::error("unknown_parameter", span, message);
            context.report(finding.with_help("write `:name`, and add `params: { name: TYPE }`"));
        }
    }
}

/// Reports parameters that a text does not say.
pub(super) fn unused_parameters(
    context: &mut Context,
    declared: &Entries<spec::Parameter>,
    text: &str,
) {
    let used = sql::find_parameters(text);
    for name in declared.keys().filter(|name| can_be_used(name)) {
        if !used.iter().any(|(used, _)| *used == name.value) {
            let message = format!("parameter `{}` is never used", name.value);
            let finding = Diagnostic::warning("unused_parameter", name.span, message);
            let help = format!("write `:{}` in the SQL, or remove it", name.value);
            context.report(finding.with_help(help));
        }
    }
}

fn expectation(
    context: &mut Context,
    keys: &spec::Query,
    scope: &crate::check::names::Scope,
) -> Expectation {
    let Some(expect) = &keys.expect else { return Expectation::default() };
    let mut columns = Vec::new();
    for (name, declared) in &expect.columns {
        let data_type = super::types::data_type(context, None, declared, scope);
        columns.extend(data_type.map(|data_type| (name.value.clone(), data_type)));
    }
    if let (Some(min), Some(max)) = (&expect.min_rows, &expect.max_rows)
        && min.value > max.value
    {
        let message = format!("at least {} rows and at most {}", min.value, max.value);
        context.report(Diagnostic::error("unknown_value", min.span, message));
    }
    Expectation {
        columns,
        min_rows: expect.min_rows.as_ref().map(|rows| rows.value),
        max_rows: expect.max_rows.as_ref().map(|rows| rows.value),
        uses_index: expect.uses_index.as_ref().and_then(|index| uses_index(context, index, scope)),
    }
}

fn uses_index(
    context: &mut Context,
    index: &Spanned<String>,
    scope: &crate::check::names::Scope,
) -> Option<ObjectName> {
    let name = context.read(index, sql::QualifiedName::parse(index))?;
    if let Found::Ours(name, ObjectKind::Index) = context.names.relation(&name, scope) {
        return Some(name);
    }
    let fits = |object: &ObjectName| {
        object.name == name.name && name.schema.as_ref().is_none_or(|s| *s == object.schema)
    };
    let indexes = context.names.relations.iter().filter(|(_, d)| d.kind == ObjectKind::Index);
    let index_named = indexes.map(|(object, _)| object).find(|object| fits(object)).cloned();
    let key_named = || {
        context.database.tables.iter().find_map(|(table, declared)| {
            let key = ObjectName::new(table.schema.clone(), name.name.clone());
            (declared.constraints.contains_key(&name.name) && fits(&key)).then_some(key)
        })
    };
    let owned = index_named.or_else(key_named);
    if owned.is_none() {
        let message = format!("no index `{name}`");
        let finding = Diagnostic::error("unknown_index", index.span, message);
        let known = context.names.relations.iter().filter(|(_, d)| d.kind == ObjectKind::Index);
        let near = nearest(&name.name, known.map(|(object, _)| object.name.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "name an index of `indexes:`, or the one behind a key: `orders_pkey`".to_owned()
            }
        };
        context.report(finding.with_help(help));
    }
    owned
}

/// Holds the names that a query is expected to return against those that it returns.
fn expected_columns(
    context: &mut Context,
    expect: &spec::Expectation,
    output: &[sql::OutputColumn],
) {
    let Some(first) = expect.columns.keys().next() else { return };
    let returned: Vec<&str> = output.iter().map(|column| column.name.as_str()).collect();
    let help = format!("it returns {}", words(&returned));
    let differs = expect.columns.keys().enumerate().find(|(at, name)| {
        returned.get(*at).is_none_or(|returned| *returned != name.value.as_str())
    });
    let (span, message) = match differs {
        Some((_, name)) if !returned.contains(&name.value.as_str()) => {
            (name.span, format!("the query returns no column `{}`", name.value))
        }
        Some((at, name)) => {
            let instead = returned.get(at).copied().unwrap_or_default();
            (name.span, format!("column {} is `{instead}`, not `{}`", at + 1, name.value))
        }
        None if returned.len() > expect.columns.len() => {
            let extra = returned[expect.columns.len()];
            (first.span, format!("the query also returns `{extra}`, which is not expected"))
        }
        None => return,
    };
    context.report(Diagnostic::error("unexpected_column", span, message).with_help(help));
}

/// Writes names one after the other, each in backticks.
fn words(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
