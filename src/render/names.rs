//! Names of files that are about objects: safe on every system, and each another.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ObjectName;

/// Makes a file name that every system takes: letters and digits of ASCII in lower case, underscores.
pub fn file_stem(name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    name.chars().map(safe).collect()
}

/// Names that are given so far.
#[derive(Debug, Default)]
pub struct Taken(BTreeSet<String>);

impl Taken {
    /// Gives a name, with a number where it is given already.
    pub fn give(&mut self, plain: String) -> String {
        let numbered = (2..).map(|number| format!("{plain}_{number}"));
        let mut names = std::iter::once(plain.clone()).chain(numbered);
        names.find(|name| self.0.insert(name.clone())).unwrap_or(plain)
    }
}

/// Names a file for each object: `sales.items`; where two would be one, the later ones have numbers.
pub fn of_objects<'a>(
    objects: impl IntoIterator<Item = &'a ObjectName>,
) -> BTreeMap<&'a ObjectName, String> {
    let mut taken = Taken::default();
    let name = |object: &'a ObjectName| {
        let plain = format!("{}.{}", file_stem(&object.schema), file_stem(&object.name));
        (object, taken.give(plain))
    };
    objects.into_iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_has_a_file_of_its_own() {
        let names = ["items", "Items", "../a b", "__a_b"].map(|name| ObjectName::new("shop", name));
        let files = of_objects(&names);
        let files: Vec<&String> = names.iter().map(|name| &files[name]).collect();
        assert_eq!(files, ["shop.items", "shop.items_2", "shop.___a_b", "shop.__a_b"]);
    }
}
