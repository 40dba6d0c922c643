//! From real databases to specs, and back.

pub(super) mod dump;
pub(super) mod support;

use std::path::Path;

use support::{Others, Servers, ddl_of, project, round_trip, run, shown};

/// Goes from a project to a database, to a spec, to a database, and returns what got lost.
fn wrong_of_project(servers: &Servers, folder: &Path) -> Result<Vec<String>, String> {
    let project = project(folder)?;
    if project.postgres > servers.first.major() && !folder.join("src").exists() {
        return Ok(Vec::new());
    }
    let database = servers.first.create_database("first").map_err(|error| error.to_string())?;
    let mut client = database.connect().map_err(|error| error.to_string())?;
    run(&mut client, &ddl_of(&project)?)?;
    let others = others_of(&project, &support::read(&mut client));
    let (imported, mut wrong) = round_trip(&servers.second, &database, &others)?;
    keep(&imported);
    wrong.extend(imported.unexpressed.iter().map(|what| format!("unexpressed: {what}")));
    if !wrong.is_empty() {
        wrong.push(shown(&imported));
    }
    Ok(wrong)
}

/// Finds the statements of objects without keys in the project that made them.
fn others_of(project: &crate::model::Project, catalog: &crate::catalog::Catalog) -> Others {
    let loose = |name: &str| {
        let bare = name.to_lowercase().replace('"', "").replace("foreign-data", "foreign data");
        let bare = bare.replace("statistics object", "statistics");
        let words =
            bare.split_whitespace().map(|word| word.split_once('.').map_or(word, |(_, it)| it));
        let bare = words.collect::<Vec<_>>().join(" ");
        match bare.starts_with("operator ").then(|| bare.split_once('(')).flatten() {
            Some((operator, _)) => operator.trim().to_owned(),
            None => bare,
        }
    };
    let mut others = Others::new();
    for name in catalog.database.others.keys() {
        let found = project.database.others.iter().find(|(own, _)| loose(own) == loose(name));
        if let Some((_, other)) = found {
            let own = &catalog.database.others[name].schema;
            let schema = other.schema.as_deref().filter(|_| own.is_none()).unwrap_or_default();
            let text = qualified(&other.definition, schema, &project.database);
            others.insert(name.clone(), vec![text]);
        } else if name.starts_with("operator family") {
            // Made by the operator class of its name.
            others.insert(name.clone(), Vec::new());
        }
    }
    others
}

/// Qualifies the names of tables and types, as statements that were read from a server are.
fn qualified(text: &str, schema: &str, database: &crate::model::Database) -> String {
    use crate::model::ObjectName;
    use crate::sql::scanner::{Kind, tokens};
    let mut written = String::new();
    let mut end = 0;
    for token in tokens(text) {
        let word = &text[token.range.clone()];
        let name = ObjectName::new(schema, word);
        let ours = database.tables.contains_key(&name) || database.types.contains_key(&name);
        let bare = !text[..token.range.start].ends_with('.');
        written.push_str(&text[end..token.range.start]);
        if token.kind == Kind::Word && ours && bare {
            written.push_str(&format!("{schema}."));
        }
        written.push_str(word);
        end = token.range.end;
    }
    written
}

#[test]
fn every_case_comes_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let wanted = std::env::var("PGSPEC_CASES").unwrap_or_default();
    let servers = Servers::start();
    let mut failures = Vec::new();
    let folders = |folder: &Path| {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
        folders.sort();
        folders
    };
    for case in folders(&root).iter().flat_map(|kind| folders(kind)) {
        let name = case.strip_prefix(&root).unwrap().display().to_string();
        if !name.contains(&wanted) {
            continue;
        }
        let outcome = wrong_of_project(&servers, &case);
        servers.forget_roles();
        match outcome {
            Ok(wrong) if wrong.is_empty() => {}
            Ok(wrong) => failures.push(format!("== {name}\n{}", wrong.join("\n"))),
            Err(why) => failures.push(format!("== {name}\n{why}")),
        }
    }
    assert!(failures.is_empty(), "{} cases:\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn the_bundled_project_comes_back() {
    let wrong = wrong_of_project(&Servers::start(), Path::new(env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_else(|why| panic!("{why}"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A database that somebody wrote by hand: what it was made from, and the statements of what has no
/// keys.
fn wrong_of_script(script: &str, others: &Others) -> Result<Vec<String>, String> {
    let servers = Servers::start();
    let database = servers.first.create_database("first").map_err(|error| error.to_string())?;
    let mut client = database.connect().map_err(|error| error.to_string())?;
    run(&mut client, &[script.replace(":database", database.name())])?;
    let (imported, mut wrong) = round_trip(&servers.second, &database, others)?;
    keep(&imported);
    wrong.extend(imported.unexpressed.iter().map(|what| format!("unexpressed: {what}")));
    Ok(wrong)
}

/// Writes what was imported to the file that `PGSPEC_IMPORTED` names, to be looked at.
fn keep(imported: &super::Imported) {
    if let Ok(path) = std::env::var("PGSPEC_IMPORTED") {
        std::fs::write(path, shown(imported)).unwrap();
    }
}

/// Takes the statements of objects without keys from a script, by the keys that are given.
fn statements_of(script: &str, keys: &[(&str, &[&str])]) -> Others {
    let statements: Vec<&str> = script.split(";\n").map(str::trim).collect();
    let of = |starts: &[&str]| -> Vec<String> {
        let found = starts.iter().map(|start| {
            let found = statements.iter().find(|text| text.starts_with(start));
            (*found.unwrap_or_else(|| panic!("no statement begins with `{start}`"))).to_owned()
        });
        found.collect()
    };
    keys.iter().map(|(key, starts)| ((*key).to_owned(), of(starts))).collect()
}

#[test]
fn one_of_everything_comes_back() {
    let script = include_str!("../../catalog/tests/everything.sql");
    let search = "create text search configuration search (copy = english)";
    let others = statements_of(
        script,
        &[
            ("cast (sales.status as sales.address)", &["create cast"]),
            ("collation sales.german", &["create collation"]),
            ("event trigger watch", &["create event trigger"]),
            ("foreign table sales.far", &["create foreign table"]),
            ("foreign-data wrapper nothing", &["create foreign data wrapper"]),
            ("operator family sales.status_odd USING hash", &[]),
            ("operator class sales.status_odd USING hash", &["create operator class"]),
            ("operator family sales.status_ops USING btree", &["create operator family"]),
            (
                "operator sales.===(sales.status,sales.status)",
                &["create operator ===", "comment on operator"],
            ),
            ("publication changes", &["create publication changes"]),
            ("publication odd", &["create publication odd"]),
            ("rule cheap_delete on sales.cheap", &["create rule"]),
            ("server elsewhere", &["create server"]),
            (
                "statistics object sales.items_statistics",
                &["create statistics", "comment on statistics"],
            ),
            (
                "text search configuration sales.search",
                &[search, "alter text search configuration"],
            ),
            ("text search dictionary sales.plain", &["create text search dictionary"]),
            ("user mapping analytics on server elsewhere", &["create user mapping"]),
        ],
    );
    let mut others = others;
    for (key, from, to) in [
        (
            "cast (sales.status as sales.address)",
            "(status as address)",
            "(sales.status as sales.address)",
        ),
        ("rule cheap_delete on sales.cheap", "to cheap", "to sales.cheap"),
        ("publication changes", "table items", "table sales.items"),
        ("publication changes", "events with", "sales.events with"),
        ("event trigger watch", "function watch", "function sales.watch"),
    ] {
        let statements = others.get_mut(key).unwrap();
        assert!(statements[0].contains(from), "{key}");
        statements[0] = statements[0].replace(from, to);
    }
    let wrong = wrong_of_script(script, &others).unwrap_or_else(|why| panic!("{why}"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
