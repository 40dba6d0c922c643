//! Patterns that name tables: `sales.items`, `sales.*`, `sales.fact_*`, `*`.

use std::collections::BTreeMap;

use crate::model::ObjectName;
use crate::sql::glob;

/// Returns whether `pattern` names the object; parts are compared as stored in the catalog, and either may hold dots.
pub(in crate::check) fn matches(pattern: &str, object: &ObjectName) -> bool {
    let fits = |(schema, name)| glob(schema, &object.schema) && glob(name, &object.name);
    pattern == "*" || parted(pattern).any(fits)
}

/// Returns the names that `pattern` matches, in their order. A pattern that names its schema looks
/// at that schema alone, so that many patterns over many schemas stay cheap.
pub(in crate::check) fn matching<'a, T>(
    objects: &'a BTreeMap<ObjectName, T>,
    pattern: &str,
) -> Vec<&'a ObjectName> {
    if let Some(exact) = exact(pattern).find_map(|name| Some(objects.get_key_value(&name)?.0)) {
        return vec![exact];
    }
    // With more than one dot, the schema may end at any.
    let schema = pattern
        .split_once('.')
        .filter(|(schema, name)| !schema.contains('*') && !name.contains('.'))
        .map(|(schema, _)| schema);
    let names = objects.keys();
    let Some(schema) = schema else {
        return names.filter(|name| matches(pattern, name)).collect();
    };
    let first = ObjectName::new(schema, "");
    let in_schema = objects.range(first..).map(|(name, _)| name);
    let in_schema = in_schema.take_while(|name| name.schema == schema);
    in_schema.filter(|name| matches(pattern, name)).collect()
}

/// Returns those of some names that `pattern` matches, in their order; the one that it spells to the
/// letter, where there is one.
pub(in crate::check) fn named<'a>(
    names: impl Iterator<Item = &'a ObjectName>,
    pattern: &str,
) -> Vec<&'a ObjectName> {
    let mut names: Vec<&ObjectName> = names.collect();
    let spelled = exact(pattern).find(|name| names.contains(&name));
    names.retain(|name| match &spelled {
        Some(exact) => *name == exact,
        None => matches(pattern, name),
    });
    names.sort();
    names
}

/// Returns the names that a pattern could spell to the letter: either part may hold dots.
fn exact(pattern: &str) -> impl Iterator<Item = ObjectName> {
    parted(pattern).map(|(schema, name)| ObjectName::new(schema, name))
}

/// Parts a pattern at each of its dots.
fn parted(pattern: &str) -> impl Iterator<Item = (&str, &str)> {
    pattern.match_indices('.').map(|(at, _)| (&pattern[..at], &pattern[at + 1..]))
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
    fn either_part_may_hold_dots() {
        let object = ObjectName::new("odd.schema", "t.x");
        let objects = BTreeMap::from([(object.clone(), ())]);
        for pattern in ["odd.schema.*", "odd.schema.t.*", "odd.schema.t.x", "*.t.x"] {
            assert!(matches(pattern, &object), "{pattern}");
            assert_eq!(matching(&objects, pattern).len(), 1, "{pattern}");
        }
        assert!(!matches("odd.*", &object) && matching(&objects, "odd.*").is_empty());
    }

    #[test]
    fn a_schema_is_looked_at_alone() {
        let names =
            ["a.x", "b.x", "b.y", "c.x"].map(|name| name.split_once('.').expect("two parts"));
        let objects: BTreeMap<ObjectName, ()> =
            names.into_iter().map(|(schema, name)| (ObjectName::new(schema, name), ())).collect();
        let found = |pattern| matching(&objects, pattern).len();
        assert_eq!(
            (found("b.*"), found("b.x"), found("*.x"), found("*"), found("d.*")),
            (2, 1, 3, 4, 0)
        );
    }
}
