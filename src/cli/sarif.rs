//! The form in which CI shows findings beside code.
//!
//! See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use serde_json::{Value, json};

use crate::audit;

/// Lays out one run over a database: its rules, and what they found.
pub(super) fn document(database: &str, rules: Vec<Value>, results: Vec<Value>) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "pgspec", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "properties": {"database": database},
            "results": results,
        }],
    })
}

/// Describes every rule of the audit.
pub(super) fn rules() -> Vec<Value> {
    let rules = audit::RULES.iter().map(|rule| {
        json!({
            "id": rule.code,
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.why},
            "helpUri": rule.url(),
            "defaultConfiguration": {"level": rule.weight},
        })
    });
    rules.collect()
}

/// Names an object of a database. What is shown beside code needs a file: the project's own.
pub(super) fn location(object: &str) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": "pgspec.yaml"},
            "region": {"startLine": 1},
        },
        "logicalLocations": [{"fullyQualifiedName": object}],
    })
}
