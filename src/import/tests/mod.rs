//! From real databases to specs, and back.

mod dump;
pub(super) mod support;

use std::path::Path;

use support::{Servers, ddl_of, project, round_trip, run, shown};

/// Goes from a project to a database, to a spec, to a database, and returns what got lost.
fn wrong_of_project(servers: &Servers, folder: &Path) -> Result<Vec<String>, String> {
    let project = project(folder)?;
    if project.postgres > servers.first.major() && !folder.join("src").exists() {
        return Ok(Vec::new());
    }
    let database = servers.first.create_database("first").map_err(|error| error.to_string())?;
    let mut client = database.connect().map_err(|error| error.to_string())?;
    run(&mut client, &ddl_of(&project)?)?;
    let (imported, mut wrong) = round_trip(&servers.second, &database)?;
    keep(&imported);
    wrong.extend(imported.unexpressed.iter().map(|what| format!("unexpressed: {what}")));
    if !wrong.is_empty() {
        wrong.push(shown(&imported));
    }
    Ok(wrong)
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

/// Goes from a script that somebody wrote to a spec and back, and returns what got lost.
fn wrong_of_script(servers: &Servers, script: &str) -> Result<Vec<String>, String> {
    let database = servers.first.create_database("first").map_err(|error| error.to_string())?;
    let mut client = database.connect().map_err(|error| error.to_string())?;
    let script = without_data(&script.replace(":database", database.name()));
    run(&mut client, &[script]).map_err(|why| format!("not loaded: {why}"))?;
    let (imported, mut wrong) = round_trip(&servers.second, &database)?;
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

#[test]
fn one_of_everything_comes_back() {
    let script = include_str!("../../catalog/tests/everything.sql");
    let wrong = wrong_of_script(&Servers::start(), script).unwrap_or_else(|why| panic!("{why}"));
    let secret = "the secret password of the user mapping for analytics on server elsewhere";
    assert_eq!(wrong, [format!("unexpressed: {secret}")]);
}

/// Modules that come with PostgreSQL, full of base types, operators and their classes, are made here
/// by plain statements, so that none of it belongs to an extension.
#[test]
fn what_modules_are_made_of_comes_back() {
    const MODULES: [(&str, &str); 8] = [
        ("btree_gist--1.2", "btree_gist"),
        ("citext--1.4", "citext"),
        ("cube--1.2", "cube"),
        ("hstore--1.4", "hstore"),
        ("intarray--1.2", "_int"),
        ("isn--1.1", "isn"),
        ("ltree--1.1", "ltree"),
        ("unaccent--1.1", "unaccent"),
    ];
    let servers = Servers::start();
    let sql = "select setting from pg_config where name = 'SHAREDIR'";
    let folder: String =
        servers.first.connect("postgres").unwrap().query_one(sql, &[]).unwrap().get(0);
    let mut failures = Vec::new();
    for (file, library) in MODULES {
        // Not every server comes with its modules.
        let path = Path::new(&folder).join("extension").join(format!("{file}.sql"));
        let Ok(script) = std::fs::read_to_string(path) else { continue };
        let script: String = script
            .lines()
            .filter(|line| !line.starts_with('\\'))
            .map(|it| format!("{it}\n"))
            .collect();
        let script = script.replace("MODULE_PATHNAME", &format!("$libdir/{library}"));
        match wrong_of_script(&servers, &script) {
            Ok(wrong) if wrong.is_empty() => {}
            Ok(wrong) => failures.push(format!("== {file}\n{}", wrong.join("\n"))),
            Err(why) => failures.push(format!("== {file}\n{why}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Leaves out what only psql can send: rows behind COPY, and its own commands.
fn without_data(script: &str) -> String {
    let mut text = String::new();
    let mut in_data = false;
    for line in script.lines() {
        let begins = line.starts_with("COPY ") && line.ends_with("stdin;");
        if !in_data && !begins && !line.starts_with("\\connect") {
            text.push_str(line);
            text.push('\n');
        }
        in_data = (in_data || begins) && line != "\\.";
    }
    text
}

fn wrong_of(script: &str) -> String {
    let wrong = wrong_of_script(&Servers::start(), script);
    wrong.map_or_else(|why| why, |wrong| wrong.join("\n"))
}

#[test]
fn a_database_of_many_dumps_comes_back() {
    assert_eq!(wrong_of(include_str!("databases/rental.sql")), "");
}

#[test]
fn a_service_with_tenants_comes_back() {
    assert_eq!(wrong_of(include_str!("databases/tenants.sql")), "");
}

#[test]
fn names_of_every_kind_come_back() {
    assert_eq!(wrong_of(include_str!("databases/names.sql")), "");
}

#[test]
fn who_gave_a_privilege_comes_back() {
    assert_eq!(wrong_of(include_str!("databases/grantors.sql")), "");
}

#[test]
fn what_years_leave_behind_comes_back() {
    assert_eq!(wrong_of(include_str!("databases/legacy.sql")), "");
}

/// Whatever scripts are in the folder that `PGSPEC_IMPORT_CORPUS` names.
#[test]
fn every_script_of_the_corpus_comes_back() {
    let Ok(folder) = std::env::var("PGSPEC_IMPORT_CORPUS") else { return };
    let mut failures = Vec::new();
    let servers = Servers::start();
    let mut count = 0;
    for script in scripts(Path::new(&folder)) {
        let text = std::fs::read_to_string(&script).unwrap();
        let outcome = wrong_of_script(&servers, &text);
        servers.forget_roles();
        count += 1;
        match outcome {
            Ok(wrong) if wrong.is_empty() => {}
            Ok(wrong) => failures.push(format!("== {}\n{}", script.display(), wrong.join("\n"))),
            Err(why) => failures.push(format!("== {}\n{why}", script.display())),
        }
    }
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n\n"));
}

fn scripts(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            found.extend(scripts(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "sql") {
            found.push(entry);
        }
    }
    found
}

#[test]
fn every_file_names_its_schema_in_its_first_line() {
    let first = |path: &str| {
        super::for_editors(path, "schema: a\n".into()).lines().next().map(str::to_owned)
    };
    let named = |path: &str| first(path).expect("it has a line");
    let says = "# yaml-language-server: $schema=";
    assert_eq!(named("pgspec.yaml"), format!("{says}.pgspec/project.json"));
    assert_eq!(named("roles/roles.yaml"), format!("{says}../.pgspec/document.json"));
    assert_eq!(named("schema/a/tables_b.yaml"), format!("{says}../../.pgspec/document.json"));
    assert_eq!(named("schema/a.sql"), "schema: a", "a file of SQL names none");
}
