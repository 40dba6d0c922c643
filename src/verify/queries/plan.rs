//! Which indexes a plan uses.

use std::collections::BTreeSet;

use serde_json::Value;

/// Collects the names of the indexes in a plan that EXPLAIN wrote as JSON; they have no schema.
pub(super) fn indexes(plan: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(plan, &mut found);
    found
}

fn collect(node: &Value, found: &mut BTreeSet<String>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => {
            let name = fields.get("Index Name").and_then(Value::as_str);
            found.extend(name.map(str::to_owned));
            fields.values().for_each(|value| collect(value, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_found_at_any_depth() {
        let plan = serde_json::json!([{ "Plan": { "Node Type": "Limit", "Plans": [
            { "Node Type": "Bitmap Heap Scan", "Plans": [{ "Index Name": "a" }] },
            { "Node Type": "Index Scan", "Index Name": "b" } ] } }]);
        assert_eq!(indexes(&plan), ["a".to_owned(), "b".to_owned()].into());
        assert!(indexes(&serde_json::json!([{ "Plan": { "Node Type": "Result" } }])).is_empty());
    }
}
