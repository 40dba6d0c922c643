//! JSON Schema of the spec, for editors: what they complete, explain and refuse.
//!
//! It is derived from the types of this module, whose documentation explains every key. `examples/` has an example
//! of each, [`SHORT`] says what short forms are; tests hold that nothing is left out and that the schema takes its
//! own examples.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Document, ProjectFile};

/// Where editors find the schema of the folders' files in a new project.
pub const DOCUMENT_SCHEMA: &str = ".pgspec/document.json";
/// Where they find that of `pgspec.yaml`.
pub const PROJECT_SCHEMA: &str = ".pgspec/project.json";

/// Makes the files that the first lines of a project's files name to editors: path below its root, and text.
pub fn files() -> [(&'static str, String); 2] {
    let text = |schema: Value| format!("{schema:#}\n");
    [(DOCUMENT_SCHEMA, text(of_documents())), (PROJECT_SCHEMA, text(of_project_file()))]
}

/// Examples: by shape, and by key.
const EXAMPLES: &[&str] = &[
    include_str!("examples/charts.yaml"),
    include_str!("examples/database.yaml"),
    include_str!("examples/document.yaml"),
    include_str!("examples/fixtures.yaml"),
    include_str!("examples/grants.yaml"),
    include_str!("examples/image.yaml"),
    include_str!("examples/partitions.yaml"),
    include_str!("examples/project.yaml"),
    include_str!("examples/queries.yaml"),
    include_str!("examples/relations.yaml"),
    include_str!("examples/roles.yaml"),
    include_str!("examples/routines.yaml"),
    include_str!("examples/seeds.yaml"),
    include_str!("examples/sources.yaml"),
    include_str!("examples/systems.yaml"),
    include_str!("examples/tables.yaml"),
    include_str!("examples/transforms.yaml"),
    include_str!("examples/types.yaml"),
];

/// Short forms: the shape of the long form beside it, what the short one is, and an example as JSON.
const SHORT: &[(&str, &str, &str)] = &[
    ("CheckKeys", "As SQL: what every row meets.", r#""cost >= 0""#),
    (
        "ColumnKeys",
        "As SQL: a type, then constraints.",
        r#""bigint not null references manufacturers""#,
    ),
    ("DomainCheckKeys", "As SQL: an expression over `value`.", r#""value > 0""#),
    ("DomainKeys", "As SQL: a base type, then constraints.", r#""integer check (value > 0)""#),
    ("EnumKeys", "The labels in their order.", r#"["open", "paid", "cancelled"]"#),
    ("ExclusionKeys", "As SQL.", r#""using gist (room with =, during with &&)""#),
    ("Generated", "As SQL: the expression that it is computed by.", r#""cost * 1.09""#),
    ("Identity", "Whether a value may be given.", r#""always""#),
    ("IndexKeys", "As SQL.", r#""using gin (name gin_trgm_ops)""#),
    ("KeyKeys", "The columns.", r#"["customer_id", "number"]"#),
    ("Owners", "The role that owns the schema and all that is declared in it.", r#""app_owner""#),
    ("ParameterKeys", "Its type.", r#""integer""#),
    ("PartitionKeys", "The bound, as SQL.", r#""for values from (1) to (1000)""#),
    ("RowsPer", "How many.", "5000"),
    ("SettingKeys", "The value.", r#""UTC""#),
    ("SourceColumnKeys", "Its type.", r#""numeric(12,2)""#),
    ("TriggerKeys", "As SQL.", r#""before update for each row execute function sales.touch()""#),
];

/// Returns the schema of the YAML below `schema/`, `roles/` and the other folders.
pub fn of_documents() -> Value {
    finished(schemars::schema_for!(Document).to_value(), "Document")
}

/// Returns the schema of `pgspec.yaml`.
pub fn of_project_file() -> Value {
    finished(schemars::schema_for!(ProjectFile).to_value(), "ProjectFile")
}

fn finished(mut schema: Value, root: &str) -> Value {
    fit_reader(&mut schema);
    explain_forms(&mut schema);
    let examples = examples();
    let keys_of = |shape: &str| examples.get(shape);
    if let Some(shapes) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        for (name, shape) in shapes {
            keys_of(name).inspect(|keys| show(shape, keys));
        }
    }
    keys_of(root).inspect(|keys| show(&mut schema, keys));
    schema
}

/// Reads the examples.
fn examples() -> BTreeMap<String, Map<String, Value>> {
    let files = EXAMPLES.iter().map(|text| {
        serde_yaml::from_str::<BTreeMap<String, Map<String, Value>>>(text)
            .expect("a test reads the examples")
    });
    files.flatten().collect()
}

/// Adds examples to the keys of a shape.
fn show(shape: &mut Value, examples: &Map<String, Value>) {
    let Some(keys) = shape.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, key) in keys {
        if let (Some(example), Some(key)) = (examples.get(name), key.as_object_mut()) {
            key.insert("examples".to_owned(), json!([example]));
        }
    }
}

/// Makes the derived schema say what the reader does: keys that mean nothing are refused, and a
/// number or a truth value is text where text is asked for (`fillfactor: 70`).
fn fit_reader(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if keys.contains_key("properties") && !keys.contains_key("additionalProperties") {
                keys.insert("additionalProperties".to_owned(), json!(false));
            }
            if !keys.contains_key("enum")
                && !keys.contains_key("const")
                && let Some(kind) = keys.get_mut("type")
            {
                widen(kind);
            }
            if let Some(Value::Array(values)) = keys.get_mut("oneOf") {
                take_truth(values);
            }
            keys.values_mut().for_each(fit_reader);
        }
        Value::Array(items) => items.iter_mut().for_each(fit_reader),
        _ => {}
    }
}

/// Lets a closed list that has `true` or `false` as words take the truth values, as which YAML reads them.
fn take_truth(values: &mut Vec<Value>) {
    let truth = |value: &Value| match value["const"].as_str() {
        Some("true") => Some(json!({ "const": true, "description": value["description"] })),
        Some("false") => Some(json!({ "const": false, "description": value["description"] })),
        _ => None,
    };
    let more: Vec<Value> = values.iter().filter_map(truth).collect();
    values.extend(more);
}

/// Adds the other scalars to the type `string`.
fn widen(kind: &mut Value) {
    let mut kinds = match kind {
        Value::String(one) => vec![json!(one)],
        Value::Array(several) => several.clone(),
        // A property named `type`, not the keyword.
        _ => return,
    };
    if kinds.contains(&json!("string")) {
        kinds.extend([json!("number"), json!("boolean")]);
        *kind = Value::Array(kinds);
    }
}

/// Says of every value that has two forms what each of them is.
fn explain_forms(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if let Some(Value::Array(forms)) = keys.get_mut("anyOf")
                && let [short, long] = forms.as_mut_slice()
            {
                explain(short, long);
            }
            keys.values_mut().for_each(explain_forms);
        }
        Value::Array(items) => items.iter_mut().for_each(explain_forms),
        _ => {}
    }
}

fn explain(short: &mut Value, long: &mut Value) {
    let shape = long["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    let known = shape.and_then(|shape| SHORT.iter().find(|(name, _, _)| *name == shape));
    if let Some((_, words, example)) = known {
        let example: Value = serde_json::from_str(example).expect("a test reads the examples");
        describe(short, words);
        short["examples"] = json!([example]);
    } else if long["type"] == "array" {
        let is_whether = short["type"] == "boolean";
        let (one, many) = match is_whether {
            true => ("Whether it is, as a whole.", "The columns that it holds for."),
            false => ("One.", "Several, as a list."),
        };
        describe(short, one);
        describe(long, many);
    } else if short["type"] == "array" && long["type"] == "object" {
        describe(short, "As a list, without more words on each.");
        describe(long, "By name, with what is said of each.");
    }
}

fn describe(form: &mut Value, words: &str) {
    if let Value::Object(keys) = form {
        keys.insert("description".to_owned(), json!(words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the shapes with keys of both kinds of file, by name.
    fn shapes() -> BTreeMap<String, Value> {
        let mut all = BTreeMap::new();
        for (root, schema) in [("Document", of_documents()), ("ProjectFile", of_project_file())] {
            let inner = schema["$defs"].as_object().into_iter().flatten();
            all.extend(inner.map(|(name, shape)| (name.clone(), shape.clone())));
            all.insert(root.to_owned(), schema);
        }
        all.retain(|_, shape| shape["properties"].is_object());
        all
    }

    fn keys(shape: &Value) -> impl Iterator<Item = (&String, &Value)> {
        shape["properties"].as_object().into_iter().flatten()
    }

    #[test]
    fn every_key_has_a_description_and_an_example() {
        let mut lacking = Vec::new();
        for (name, shape) in &shapes() {
            for (key, value) in keys(shape) {
                let is_said = value["description"].as_str().is_some_and(|words| !words.is_empty());
                if !is_said || !value["examples"].is_array() {
                    lacking.push(format!("{name}.{key}"));
                }
            }
        }
        assert!(
            lacking.is_empty(),
            "without description or example (src/spec/examples/): {lacking:?}"
        );
    }

    #[test]
    fn every_example_is_of_a_key() {
        let shapes = shapes();
        for (name, examples) in &examples() {
            let shape = shapes.get(name).unwrap_or_else(|| panic!("no shape `{name}`"));
            for key in examples.keys() {
                assert!(shape["properties"].get(key).is_some(), "no key `{key}` of `{name}`");
            }
        }
    }

    #[test]
    fn both_forms_of_a_value_are_explained() {
        let mut lacking = Vec::new();
        let (documents, project) = (of_documents(), of_project_file());
        look_for_forms(&documents, &mut lacking);
        look_for_forms(&project, &mut lacking);
        assert!(lacking.is_empty(), "{lacking:#?}");
        let mut found = Vec::new();
        look_for_forms(&json!({ "anyOf": [{ "type": "string" }, { "$ref": "#/x" }] }), &mut found);
        assert_eq!(found.len(), 1);
    }

    fn look_for_forms(schema: &Value, lacking: &mut Vec<String>) {
        let is_null = |form: &Value| form["type"] == "null";
        if let Some(forms) = schema["anyOf"].as_array()
            && !forms.iter().any(is_null)
            && !forms.iter().all(|form| form["description"].is_string() || form["$ref"].is_string())
        {
            lacking.push(schema.to_string());
        }
        match schema {
            Value::Object(keys) => keys.values().for_each(|it| look_for_forms(it, lacking)),
            Value::Array(items) => items.iter().for_each(|it| look_for_forms(it, lacking)),
            _ => {}
        }
    }

    #[test]
    fn every_value_of_a_closed_list_is_explained() {
        let schema = of_documents();
        let lists = schema["$defs"].as_object().expect("there are shapes").values();
        let values: Vec<&Value> =
            lists.filter_map(|shape| shape["oneOf"].as_array()).flatten().collect();
        assert!(values.len() > 30);
        assert!(values.iter().all(|value| value["description"].is_string()), "{values:#?}");
    }

    #[test]
    fn shapes_are_closed_and_maps_stay_open() {
        let mut schema = json!({ "$defs": {
            "shape": { "properties": { "a": {} } },
            "map": { "additionalProperties": { "type": "boolean" } },
        }});
        fit_reader(&mut schema);
        assert_eq!(schema["$defs"]["shape"]["additionalProperties"], json!(false));
        assert_eq!(schema["$defs"]["map"]["additionalProperties"], json!({ "type": "boolean" }));
    }

    #[test]
    fn text_may_be_written_as_a_number_and_a_choice_may_not() {
        let mut schema = json!({ "properties": {
            "free": { "type": ["string", "null"] },
            "choice": { "type": "string", "enum": ["a", "b"] },
            "type": { "type": "integer" },
        }});
        fit_reader(&mut schema);
        let types = &schema["properties"];
        assert_eq!(types["free"]["type"], json!(["string", "null", "number", "boolean"]));
        assert_eq!(types["choice"]["type"], json!("string"));
        assert_eq!(types["type"]["type"], json!("integer"));
    }

    #[test]
    fn a_closed_list_with_true_takes_the_truth_value() {
        let mut schema = json!({ "oneOf": [{ "const": "true" }, { "const": "only" }] });
        fit_reader(&mut schema);
        let values = schema["oneOf"].as_array().expect("a list");
        assert!(values.iter().any(|value| value["const"] == true));
        assert_eq!(values.len(), 3);
    }
}
