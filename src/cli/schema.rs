//! `pgspec schema`: the JSON Schema of the spec, for editors.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Status;
use super::output::Output;
use crate::spec::{Document, ProjectFile};

/// Print the JSON Schema of the spec
#[derive(Debug, Args)]
pub struct Schema {
    /// Which files it describes
    #[arg(value_name = "FILES", default_value = "document")]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// The YAML below schema/, roles/, queries/ and docker/
    Document,
    /// pgspec.yaml
    Project,
}

impl Schema {
    /// Runs the command.
    pub fn run(&self, output: &Output) -> Status {
        let mut schema = match self.of {
            Of::Document => schemars::schema_for!(Document).to_value(),
            Of::Project => schemars::schema_for!(ProjectFile).to_value(),
        };
        fit_reader(&mut schema);
        output.data(&format!("{schema:#}\n"));
        Status::Well
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
            keys.values_mut().for_each(fit_reader);
        }
        Value::Array(items) => items.iter_mut().for_each(fit_reader),
        _ => {}
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
