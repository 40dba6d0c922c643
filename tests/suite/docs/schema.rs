//! The JSON Schema of the spec: what is right is taken, what is wrong in its form is refused, and the files of the
//! repository name it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::{examples, pgspec, read, root};

/// Both kinds of file, with the copy of their schema that editors find.
const KINDS: [(&str, &str); 2] =
    [("document", "docs/schema/document.json"), ("project", "docs/schema/project.json")];

/// The folders with the projects of the repository.
const PROJECTS: [&str; 2] = ["", "examples/images"];

fn schema(kind: &str) -> Value {
    serde_json::from_str(&pgspec(&["schema", kind])).expect("JSON")
}

fn validators() -> BTreeMap<&'static str, Validator> {
    let of = |kind| (kind, jsonschema::validator_for(&schema(kind)).expect("it is a schema"));
    KINDS.map(|(kind, _)| of(kind)).into()
}

fn kind(path: &Path) -> &'static str {
    if path.ends_with("pgspec.yaml") { "project" } else { "document" }
}

/// Returns what a schema says against a text; nothing against one that is no YAML.
fn faults(validators: &BTreeMap<&str, Validator>, path: &Path, text: &str) -> Vec<String> {
    let Ok(value) = serde_yaml::from_str::<Value>(text) else { return Vec::new() };
    let value = if value.is_null() { json!({}) } else { value };
    let errors = validators[kind(path)].iter_errors(&value);
    errors.map(|error| format!("{}: {}: {error}", path.display(), error.instance_path())).collect()
}

/// Returns the YAML files below a folder.
fn yaml(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Returns the files of the repository's projects.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for project in PROJECTS.map(|project| root().join(project)) {
        files.push(project.join("pgspec.yaml"));
        for folder in ["schema", "roles", "queries", "pipelines", "docker", "architecture"] {
            files.extend(yaml(&project.join(folder)));
        }
    }
    files
}

#[test]
fn the_copies_for_editors_are_current() {
    for (kind, path) in KINDS {
        let text = pgspec(&["schema", kind]);
        if std::env::var_os("PGSPEC_BLESS").is_some() {
            std::fs::write(root().join(path), text).expect("written");
        } else {
            assert!(read(path) == text, "{path} is stale: run the test with PGSPEC_BLESS=1");
        }
    }
}

#[test]
fn every_file_names_its_schema_and_fits_it() {
    let (validators, files) = (validators(), files());
    assert!(files.len() > 40, "the files were found");
    for path in files {
        let text = std::fs::read_to_string(&path).expect("text");
        let named = text.lines().next().and_then(|line| line.split_once("$schema="));
        let (_, named) = named.unwrap_or_else(|| panic!("{} names no schema", path.display()));
        let schema = path.parent().expect("it is below").join(named);
        let schema = schema.canonicalize().unwrap_or_else(|_| panic!("{}", path.display()));
        let own = KINDS.into_iter().find(|(name, _)| *name == kind(&path)).expect("there is one");
        assert_eq!(schema, root().join(own.1).canonicalize().expect("it is there"));
        assert_eq!(faults(&validators, &path, &text), Vec::<String>::new());
    }
}

#[test]
fn the_examples_of_the_documentation_fit() {
    let validators = validators();
    for page in ["docs/spec.md", "README.md"] {
        let folder = tempfile::tempdir().expect("a folder");
        examples::write(&read(page), folder.path());
        let files = yaml(folder.path());
        assert!(files.len() > 3);
        for path in files {
            let text = std::fs::read_to_string(&path).expect("text");
            assert_eq!(faults(&validators, &path, &text), Vec::<String>::new(), "{page}");
        }
    }
}

#[test]
fn faults_of_form_are_refused() {
    let validators = validators();
    for case in [
        "unknown_key",
        "wrong_type",
        "wrong_type_of_flag",
        "wrong_type_of_nothing",
        "wrong_type_of_number",
        "wrong_type_of_password",
        "wrong_type_of_role",
        "wrong_type_of_version",
        "contradicting_keys_of_chart",
        "invalid_value_of_system",
        "missing_key",
        "missing_key_of_chart",
        "missing_key_several",
        "missing_key_of_project",
        "unknown_value",
        "unknown_value_of_access_mode",
        "unknown_value_of_project",
        "unsupported_version",
    ] {
        let files = yaml(&root().join("tests/errors").join(case));
        let faults = files.iter().flat_map(|path| {
            faults(&validators, path, &std::fs::read_to_string(path).expect("text"))
        });
        assert!(faults.count() > 0, "the schema takes {case}");
    }
    for path in yaml(&root().join("tests/errors/base")) {
        let text = std::fs::read_to_string(&path).expect("text");
        assert_eq!(faults(&validators, &path, &text), Vec::<String>::new());
    }
}

#[test]
fn the_schema_takes_its_own_examples() {
    for (kind, _) in KINDS {
        let schema = schema(kind);
        let (whole, examples) = of_examples(&schema);
        assert!(examples.len() > 9, "the examples of {kind} were found");
        let validator = jsonschema::validator_for(&whole).expect("it is a schema");
        let examples = Value::Object(examples);
        let faults = validator.iter_errors(&examples);
        let faults: Vec<String> =
            faults.map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        // One that does not fit is found.
        let mut wrong = examples;
        let key = if kind == "project" { "ProjectFile.postgres" } else { "Diagram.distance" };
        assert!(wrong[key].is_number());
        wrong[key] = json!("many");
        assert_eq!(validator.iter_errors(&wrong).count(), 1);
    }
}

/// Returns a schema with every key as a property of its own, `Shape.key`, and the examples as its instance.
fn of_examples(schema: &Value) -> (Value, Map<String, Value>) {
    let (mut properties, mut instance) = (Map::new(), Map::new());
    let shapes = schema["$defs"].as_object().into_iter().flatten();
    let root = schema["title"].as_str().expect("it has a title").to_owned();
    for (name, shape) in shapes.chain([(&root, schema)]) {
        for (key, value) in shape["properties"].as_object().into_iter().flatten() {
            for example in value["examples"].as_array().into_iter().flatten() {
                properties.insert(format!("{name}.{key}"), value.clone());
                instance.insert(format!("{name}.{key}"), example.clone());
            }
        }
    }
    (json!({ "$defs": schema["$defs"], "properties": properties }), instance)
}
