//! How a server spells the types of a model.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Client;

use crate::catalog::{self, argument_types, column_types};
use crate::model::{Database, Target, TypeDefinition};

/// How a server spells types: `numeric(12,2)` for `decimal(12, 2)`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeNames {
    columns: BTreeMap<String, String>,
    arguments: BTreeMap<String, String>,
}

impl TypeNames {
    /// Asks a server that already has the model's own types.
    ///
    /// # Errors
    /// Fails where the connection does; a text that is no type there keeps its spelling.
    pub fn ask(client: &mut Client, model: &Database) -> Result<Self, catalog::Error> {
        let columns = column_types(client, &texts(model))?;
        let arguments = argument_types(client, &argument_texts(model))?;
        Ok(Self { columns, arguments })
    }

    /// Returns the server's spelling of a column's type.
    pub fn column(&self, text: &str) -> String {
        self.columns.get(text).map_or(text, String::as_str).to_owned()
    }

    /// Returns the server's spelling of a list of argument types.
    pub fn arguments(&self, list: &str) -> String {
        let types = split_arguments(list).into_iter();
        types.map(|text| self.argument(text)).collect::<Vec<_>>().join(", ")
    }

    /// Returns the server's spelling of one argument type.
    pub fn argument(&self, text: &str) -> String {
        self.arguments.get(text).map_or(text, String::as_str).to_owned()
    }
}

/// Collects the types of columns, attributes and domains.
fn texts(model: &Database) -> BTreeSet<String> {
    let columns = model.tables.values().flat_map(|table| &table.columns);
    let mut all = columns.map(|column| column.data_type.clone()).collect::<BTreeSet<_>>();
    let output = model.views.values().flat_map(|view| &view.output);
    all.extend(output.filter_map(|column| column.data_type.clone()));
    for definition in model.types.values().map(|found| &found.definition) {
        match definition {
            TypeDefinition::Enum(_) => {}
            TypeDefinition::Domain(domain) => all.extend([domain.base.clone()]),
            TypeDefinition::Range(range) => all.extend([range.subtype.clone()]),
            TypeDefinition::Composite(composite) => {
                all.extend(composite.attributes.iter().map(|(_, data_type, _)| data_type.clone()));
            }
        }
    }
    all
}

/// Collects the types that belong to the names of routines and casts.
fn argument_texts(model: &Database) -> BTreeSet<String> {
    let granted = model.grants.keys().filter_map(|target| match target {
        Target::Routine(name) => Some(name),
        _ => None,
    });
    let lists = model.routines.keys().chain(granted).map(|name| name.arguments.as_str());
    let casts = model.others.keys().filter_map(|key| super::others::cast_types(key));
    let types = lists.flat_map(split_arguments);
    types.chain(casts.flat_map(|(from, to)| [from, to])).map(str::to_owned).collect()
}

/// Splits a list of types at its own commas: not those within parentheses or quotes.
fn split_arguments(list: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start) = (0_usize, false, 0);
    let mut parts = Vec::new();
    for (place, char) in list.char_indices() {
        match char {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push(list[start..place].trim());
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::split_arguments;

    #[test]
    fn splits_at_commas_of_the_list_alone() {
        assert_eq!(split_arguments(""), [""; 0]);
        assert_eq!(split_arguments("integer, text[]"), ["integer", "text[]"]);
        assert_eq!(
            split_arguments("numeric(10, 2), sales.\"a, (b\", text"),
            ["numeric(10, 2)", "sales.\"a, (b\"", "text"]
        );
    }
}
