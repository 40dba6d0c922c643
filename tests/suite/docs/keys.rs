//! The tables of keys in `docs/spec.md`, written from the JSON Schema of the spec.
//!
//! Each stands between `<!-- keys: Shape -->` and `<!-- end of keys -->`. With `PGSPEC_BLESS`
//! set, the test writes them; without, it holds them to the schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{pgspec, read, root};

const PAGE: &str = "docs/spec.md";
const OPEN: &str = "<!-- keys: ";
const CLOSE: &str = "<!-- end of keys -->";

#[test]
fn every_key_is_described() {
    let shapes = shapes();
    assert!(shapes.len() > 20, "the shapes were found");
    let page = read(PAGE);
    let written = update(&page, &shapes);
    if std::env::var_os("PGSPEC_BLESS").is_some() {
        std::fs::write(root().join(PAGE), &written).expect("written");
    } else {
        assert!(page == written, "{PAGE} is stale: run the test with PGSPEC_BLESS=1");
    }
    for name in shapes.keys() {
        let marker = format!("{OPEN}{name} -->");
        assert_eq!(page.matches(&marker).count(), 1, "{PAGE} has one table of `{name}`");
    }
}

#[test]
fn a_key_that_is_not_described_is_found() {
    let page = "before\n<!-- keys: A -->\nold\n<!-- end of keys -->\nafter\n";
    let shape = serde_json::json!({
        "properties": { "on": { "type": ["string", "null"], "description": "The place." } },
        "required": ["on"],
    });
    let written = update(page, &BTreeMap::from([("A".to_owned(), shape)]));
    assert!(written.contains("| `on` | text | required | The place. |"), "{written}");
    assert!(written.starts_with("before\n") && written.ends_with("<!-- end of keys -->\nafter\n"));
}

/// Returns every shape with keys: the two kinds of file, and what they hold.
fn shapes() -> BTreeMap<String, Value> {
    let mut shapes = BTreeMap::new();
    for (name, of) in [("ProjectFile", "project"), ("Document", "document")] {
        let schema: Value = serde_json::from_str(&pgspec(&["schema", of])).expect("JSON");
        if let Some(inner) = schema["$defs"].as_object() {
            shapes.extend(inner.iter().map(|(name, shape)| (name.clone(), shape.clone())));
        }
        shapes.insert(name.to_owned(), schema);
    }
    shapes
}

/// Returns the page with its tables written anew.
fn update(page: &str, shapes: &BTreeMap<String, Value>) -> String {
    let mut parts = page.split(OPEN);
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->").expect("the marker ends on its line");
        let (_, rest) = rest.split_once(CLOSE).expect("the table ends");
        let shape = shapes.get(name).unwrap_or_else(|| panic!("no shape is named `{name}`"));
        let anchor = anchor(name);
        written += &format!("{OPEN}{name} -->\n<a id=\"{anchor}\"></a>\n\n");
        written += &format!("{}\n{CLOSE}{rest}", table(shape, shapes));
    }
    written
}

fn anchor(shape: &str) -> String {
    format!("keys-{}", shape.to_lowercase())
}

/// Writes the table of one shape; a closed list of values is such a table too.
fn table(shape: &Value, shapes: &BTreeMap<String, Value>) -> String {
    let Some(keys) = shape["properties"].as_object() else { return values(shape) };
    let required = |key: &str| {
        shape["required"].as_array().is_some_and(|keys| keys.iter().any(|name| name == key))
    };
    let mut text = "| Key | Value | Default | Meaning |\n|---|---|---|---|\n".to_owned();
    for (key, value) in keys {
        let default = match required(key) {
            true => "required",
            false if kind(value, shapes) == "true or false" && value["type"] == "boolean" => {
                "`false`"
            }
            false => "",
        };
        let meaning = meaning(value);
        text += &format!("| `{key}` | {} | {default} | {meaning} |\n", kind(value, shapes));
    }
    text
}

fn values(shape: &Value) -> String {
    let mut text = "| Value | Meaning |\n|---|---|\n".to_owned();
    for value in shape["oneOf"].as_array().into_iter().flatten() {
        // Truth values stand there as words too.
        let Some(name) = value["const"].as_str() else { continue };
        text += &format!("| `{name}` | {} |\n", meaning(value));
    }
    text
}

fn meaning(value: &Value) -> String {
    let text = value["description"].as_str().unwrap_or_default();
    text.replace('\n', " ").replace('|', "\\|")
}

/// Says what a value may be.
fn kind(value: &Value, shapes: &BTreeMap<String, Value>) -> String {
    if let Some(reference) = value["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let word = if shapes.get(name).is_some_and(|shape| shape["oneOf"].is_array()) {
            "one of"
        } else {
            "keys:"
        };
        return format!("{word} [{name}](#{})", anchor(name));
    }
    if let Some(forms) = value["anyOf"].as_array() {
        let forms = forms.iter().map(|form| kind(form, shapes)).filter(|form| !form.is_empty());
        let mut unique: Vec<String> = Vec::new();
        for form in forms {
            if !unique.contains(&form) {
                unique.push(form);
            }
        }
        return unique.join(", or ");
    }
    let types = match &value["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one.as_str()],
        _ => Vec::new(),
    };
    if types.contains(&"string") {
        return "text".to_owned();
    }
    match types.iter().find(|name| **name != "null") {
        Some(&"boolean") => "true or false".to_owned(),
        Some(&"integer") => "number".to_owned(),
        Some(&"array") => format!("list of ({})", kind(&value["items"], shapes)),
        Some(&"object") => format!("by name: {}", kind(&value["additionalProperties"], shapes)),
        _ => String::new(),
    }
}
