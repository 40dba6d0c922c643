//! Views and materialized views.

use super::table::column_list;
use super::text::{comment, default_value, owner, parameters};
use crate::model::{CheckOption, ObjectName, View};
use crate::sql::quote_identifier;

/// Writes every statement of a view but those of its indexes and triggers.
pub(super) fn statements(name: &ObjectName, view: &View) -> Vec<String> {
    let what = format!("{} {name}", view.kind().words());
    let create =
        if view.materialized { create_materialized(&what, view) } else { create(&what, view) };
    let mut all = vec![create];
    all.extend(owner(&what, view.owner.as_deref()));
    all.extend(comment(&what, view.comment.as_deref()));
    all.extend(view.column_comments.iter().filter_map(|(column, text)| {
        comment(&format!("column {name}.{}", quote_identifier(column)), Some(text))
    }));
    all.extend(view.column_defaults.iter().map(|(column, default)| {
        let (column, default) = (quote_identifier(column), default_value(default));
        format!("alter view {name} alter column {column} set default {default};")
    }));
    all
}

fn create(what: &str, view: &View) -> String {
    let options = [
        ("security_invoker = true", view.security_invoker),
        ("security_barrier = true", view.security_barrier),
    ];
    let given: Vec<_> = options.iter().filter(|(_, given)| *given).map(|(text, _)| *text).collect();
    let mut text = format!("create {what}{}", column_list(&view.columns));
    if !given.is_empty() {
        text.push_str(&format!("\n    with ({})", given.join(", ")));
    }
    let tail = match view.check_option {
        None => None,
        Some(CheckOption::Local) => Some("with local check option"),
        Some(CheckOption::Cascaded) => Some("with cascaded check option"),
    };
    text + &body(&view.query, tail)
}

fn create_materialized(what: &str, view: &View) -> String {
    let mut text = format!("create {what}{}", column_list(&view.columns));
    if let Some(method) = &view.access_method {
        text.push_str(&format!("\n    using {}", quote_identifier(method)));
    }
    if !view.storage_parameters.is_empty() {
        text.push_str(&format!("\n    with ({})", parameters(&view.storage_parameters)));
    }
    if let Some(tablespace) = &view.tablespace {
        text.push_str(&format!("\n    tablespace {}", quote_identifier(tablespace)));
    }
    text + &body(&view.query, view.no_data.then_some("with no data"))
}

/// Writes the query verbatim, and what follows on a line that no comment reaches.
fn body(query: &str, tail: Option<&str>) -> String {
    let query = query.trim_start_matches(['\n', '\r']).trim_end();
    let last_line = query.lines().next_back().unwrap_or_default();
    match tail {
        Some(tail) => format!(" as\n{query}\n{tail};"),
        None if last_line.contains("--") => format!(" as\n{query}\n;"),
        None => format!(" as\n{query};"),
    }
}
