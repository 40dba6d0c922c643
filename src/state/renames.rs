//! Likely renames: offered, never guessed.

use std::collections::BTreeMap;

use crate::facts::{Attributes, Facts, Id, Kind};

/// Returns a note for each object that is gone while one just like it is new.
pub(super) fn likely(current: &Facts, desired: &Facts) -> Vec<String> {
    let kinds = [Kind::Table, Kind::Column, Kind::Type, Kind::View, Kind::Sequence];
    let mut notes = Vec::new();
    for kind in kinds {
        let gone = only(current, desired, kind);
        let new = only(desired, current, kind);
        for (shape, old) in &gone {
            if let ([old], Some([new])) = (old.as_slice(), new.get(shape).map(Vec::as_slice)) {
                let key = match kind {
                    Kind::Column | Kind::Type | Kind::Table | Kind::View => old.part.to_string(),
                    _ => String::new(),
                };
                let name = if key.is_empty() { old.name.to_string() } else { key };
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
        // A column of a table that is itself gone or new says nothing.
        let place = match kind {
            Kind::Column if !without.contains(&id.whole(Kind::Table)) => continue,
            Kind::Column => id.qualified(),
            _ => String::new(),
        };
        let mut attributes = fact.attributes.clone();
        attributes
            .0
            .retain(|(name, _)| !matches!(*name, "comment" | "acl" | "owner" | "identity_options"));
        let mut parts = vec![(String::new(), attributes)];
        let columns = of.columns_of(id).into_iter();
        parts.extend(
            columns.map(|(column, fact)| (column.part.to_string(), fact.attributes.clone())),
        );
        if kind == Kind::Table && parts.len() < 2 {
            continue;
        }
        found.entry((place, parts)).or_default().push(id);
    }
    found
}
