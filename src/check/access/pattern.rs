//! Patterns that name tables: `sales.items`, `sales.*`, `sales.fact_*`, `*`.

use crate::model::ObjectName;

/// Returns whether `pattern` names the object; parts are compared as stored in the catalog.
pub(in crate::check) fn matches(pattern: &str, object: &ObjectName) -> bool {
    match pattern.split_once('.') {
        None => pattern == "*",
        Some((schema, name)) => glob(schema, &object.schema) && glob(name, &object.name),
    }
}

/// Matches `*` with any run of characters, everything else with itself.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((head, mut rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    while let Some((middle, tail)) = rest.split_once('*') {
        let Some(at) = text.find(middle) else { return false };
        text = &text[at + middle.len()..];
        rest = tail;
    }
    text.ends_with(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_what_they_say() {
        let object = ObjectName::new("sales", "fact_sales_daily");
        for pattern in ["*", "sales.*", "sales.fact_*", "*.fact_*_daily", "sales.fact_sales_daily"]
        {
            assert!(matches(pattern, &object), "{pattern}");
        }
        for pattern in ["sales", "sale.*", "sales.fact", "sales.*_weekly", "*.fact_*_daily_x", ""] {
            assert!(!matches(pattern, &object), "{pattern}");
        }
    }

    #[test]
    fn a_star_matches_a_text_only_once() {
        assert!(!glob("ab*ba", "aba"));
        assert!(glob("ab*ba", "abba"));
    }
}
