//! From real databases to specs, and back.

mod dump;
mod support;

use std::path::Path;

use support::{Others, ddl_of, project, round_trip, run, server, shown};

/// Goes from a project to a database, to a spec, to a database, and returns what got lost.
fn wrong_of_project(folder: &Path) -> Result<Vec<String>, String> {
    let project = project(folder)?;
    let server = server();
    if project.postgres > server.major() && folder.ends_with("newer_18") {
        return Ok(Vec::new());
    }
    let database = server.create_database("first").map_err(|error| error.to_string())?;
    let mut client = database.connect().map_err(|error| error.to_string())?;
    run(&mut client, &ddl_of(&project)?)?;
    let others = others_of(&project, &support::read(&mut client));
    let (imported, mut wrong) = round_trip(&server, &database, &others)?;
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
        let words = bare.split_whitespace().map(|word| word.split_once('.').map_or(word, |(_, it)| it));
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
            others.insert(name.clone(), vec![other.definition.clone()]);
        } else if name.starts_with("operator family") {
            // Made by the operator class of its name.
            others.insert(name.clone(), Vec::new());
        }
    }
    others
}

#[test]
fn every_case_comes_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let wanted = std::env::var("PGSPEC_CASES").unwrap_or_default();
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
        match wrong_of_project(&case) {
            Ok(wrong) if wrong.is_empty() => {}
            Ok(wrong) => failures.push(format!("== {name}\n{}", wrong.join("\n"))),
            Err(why) => failures.push(format!("== {name}\n{why}")),
        }
    }
    assert!(failures.is_empty(), "{} cases:\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn the_bundled_project_comes_back() {
    let wrong = wrong_of_project(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|why| panic!("{why}"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
