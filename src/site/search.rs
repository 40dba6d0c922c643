//! What can be searched for: a script that holds a list, as pages opened from the file system may load scripts
//! and no data.

use serde_json::{Value, json};

use super::Context;

/// Writes the list: kind, name, what it is for, path; columns lead to the page of their table.
pub(super) fn index(context: &Context<'_>) -> String {
    let project = context.project;
    let database = &project.database;
    let mut all: Vec<Value> = Vec::new();
    let mut add = |kind: &str, name: String, words: Option<&str>, path: Option<String>| {
        let words = words.and_then(|words| words.lines().next()).unwrap_or_default();
        all.extend(path.map(|path| json!([kind, name, words, path])));
    };
    for name in context.relations() {
        let (table, view) = (database.tables.get(name), database.views.get(name));
        let path = context.links.relation(name).map(str::to_owned);
        let comment = table
            .map_or_else(|| view.and_then(|it| it.comment.as_deref()), |it| it.comment.as_deref());
        add(
            view.map_or("table", |view| view.kind().words()),
            name.to_string(),
            comment,
            path.clone(),
        );
        for column in table.into_iter().flat_map(|table| &table.columns) {
            let path = path.as_ref().map(|path| format!("{path}#columns"));
            add("column", format!("{name}.{}", column.name), column.comment.as_deref(), path);
        }
    }
    let of = |folder, name: &str| context.links.of_folder(folder, name).map(str::to_owned);
    for (name, role) in &database.roles {
        add("role", name.clone(), role.comment.as_deref(), of("roles", name));
    }
    for (name, query) in &project.queries {
        add("query", name.clone(), query.description.as_deref(), of("queries", name));
    }
    for (name, source) in &project.sources {
        add("source", name.clone(), source.description.as_deref(), of("sources", name));
    }
    for (name, transform) in &project.transforms {
        add("transform", name.clone(), transform.description.as_deref(), of("transforms", name));
    }
    for diagram in &context.diagrams {
        let path = format!("diagrams/{}.html", diagram.name);
        add("diagram", diagram.title.clone(), None, Some(path));
    }
    let rows: Vec<String> = all.iter().map(Value::to_string).collect();
    format!("window.pgspecPages = [\n{}\n];\n", rows.join(",\n"))
}
