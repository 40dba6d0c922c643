//! Likely renames: offered, never guessed.

use std::collections::BTreeMap;

use crate::facts::{Attributes, Fact, Facts, Id, Kind, Value};

/// Kinds that can be renamed in the spec, and are told apart by more than their names.
const KINDS: [Kind; 7] = [
    Kind::Table,
    Kind::Column,
    Kind::Type,
    Kind::View,
    Kind::Sequence,
    Kind::Constraint,
    Kind::Index,
];

/// Returns a note for each object that is gone while one just like it is new.
pub(super) fn likely(current: &Facts, desired: &Facts) -> Vec<String> {
    let mut notes = Vec::new();
    for kind in KINDS {
        let gone = only(current, desired, kind);
        let new = only(desired, current, kind);
        for (shape, old) in &gone {
            if let ([old], Some([new])) = (old.as_slice(), new.get(shape).map(Vec::as_slice)) {
                let name = if old.part.is_empty() { &old.name } else { &old.part };
                notes.push(format!(
                    "`{old}` is dropped and `{new}` made; if that is a rename, say `renamed_from: {name}`"
                ));
            }
        }
    }
    notes
}

/// What makes one object like another: where it is, and everything but its name.
type Shape = (String, Vec<(String, Attributes)>);

fn only<'a>(of: &'a Facts, without: &Facts, kind: Kind) -> BTreeMap<Shape, Vec<&'a Id>> {
    let mut found = BTreeMap::<Shape, Vec<&Id>>::new();
    let own = of.facts.iter().filter(|(id, _)| id.kind == kind && !without.contains(id));
    for (id, fact) in own {
        let is_part = matches!(kind, Kind::Column | Kind::Constraint | Kind::Index);
        // A part of a table that is itself gone or new says nothing.
        let is_of_table = |whole: Id| whole.kind == Kind::Table && without.contains(&whole);
        if is_part && !of.whole(id).is_some_and(is_of_table) {
            continue;
        }
        let mut parts = vec![(String::new(), own_attributes(id, fact))];
        if matches!(kind, Kind::Table | Kind::View) {
            let columns = of.columns_of(id).into_iter();
            parts.extend(columns.map(|(it, fact)| (it.part.to_string(), own_attributes(it, fact))));
        }
        if kind == Kind::Table && parts.len() < 2 {
            continue;
        }
        let place = if is_part { id.whole(Kind::Table).qualified() } else { String::new() };
        found.entry((place, parts)).or_default().push(id);
    }
    found
}

/// Returns what is said of an object, without its name and what is said about it.
fn own_attributes(id: &Id, fact: &Fact) -> Attributes {
    const ABOUT: [&str; 5] = ["acl", "comment", "identity_options", "owner", "relation_owner"];
    let own = |name: &str| !ABOUT.contains(&name) && !Fact::is_informative(name);
    let mut attributes = fact.attributes.0.to_vec();
    attributes.retain(|(name, _)| own(name));
    for (_, value) in &mut attributes {
        if let (Kind::Index, Value::Text(text)) = (id.kind, &*value) {
            let named = format!(" INDEX {} ON ", id.quoted_part());
            *value = Value::Text(text.replacen(&named, " INDEX ON ", 1).into());
        }
    }
    attributes.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(objects: &[(Kind, &str, &str, &str)]) -> Facts {
        let mut facts = Facts::default();
        for (kind, name, part, text) in objects {
            let mut fact = Fact::default();
            fact.set("definition", Some(Value::Text((*text).into())));
            facts.facts.insert(Id::new(*kind, "s", *name, *part), fact);
        }
        facts
    }

    #[test]
    fn one_object_that_is_gone_and_one_like_it_are_offered() {
        let table = (Kind::Table, "t", "", "");
        let index = |name| (Kind::Index, "t", name, format!("CREATE INDEX {name} ON s.t (a)"));
        let (old, new) = (index("one"), index("other"));
        let old = [
            table,
            (Kind::Column, "t", "a", "integer"),
            (Kind::Column, "t", "b", "text"),
            (old.0, old.1, old.2, old.3.as_str()),
        ];
        let new = [
            table,
            (Kind::Column, "t", "c", "integer"),
            (Kind::Column, "t", "d", "date"),
            (new.0, new.1, new.2, new.3.as_str()),
        ];
        let notes = likely(&facts(&old), &facts(&new));
        let expected = [
            "`column s.t.a` is dropped and `column s.t.c` made; if that is a rename, say `renamed_from: a`",
            "`index s.one` is dropped and `index s.other` made; if that is a rename, say `renamed_from: one`",
        ];
        assert_eq!(notes, expected);
        // Of two that are alike, neither is more likely than the other.
        let two = [table, (Kind::Column, "t", "c", "integer"), (Kind::Column, "t", "d", "integer")];
        assert_eq!(likely(&facts(&old[..2]), &facts(&two)), [""; 0]);
    }
}
