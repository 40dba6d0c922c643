//! Enumerated types, domains, composite types and ranges.
//!
//! The attributes of composite types come with the [columns](super::columns).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{
    Composite, Database, Domain, DomainCheck, Expression, ObjectName, Range, Type, TypeDefinition,
};

#[derive(Deserialize)]
struct Row {
    schema: String,
    name: String,
    kind: String,
    owner: String,
    comment: Option<String>,
    labels: Option<Vec<String>>,
    domain: Option<DomainRow>,
    range: Option<RangeRow>,
}

#[derive(Deserialize)]
struct DomainRow {
    base: String,
    collation: Option<String>,
    default: Option<String>,
    not_null: bool,
    checks: BTreeMap<String, CheckRow>,
}

#[derive(Deserialize)]
struct CheckRow {
    expression: String,
    not_valid: bool,
    comment: Option<String>,
}

#[derive(Deserialize)]
struct RangeRow {
    subtype: String,
    subtype_opclass: Option<String>,
    collation: Option<String>,
    subtype_diff: Option<String>,
    multirange: String,
}

/// Reads the types.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("types", include_str!("types.sql"))? {
        let name = ObjectName::new(row.schema, row.name);
        let definition = match (row.kind.as_str(), row.domain, row.range) {
            // An enumerated type may have no labels at all.
            ("e", ..) => TypeDefinition::Enum(row.labels.unwrap_or_default()),
            ("c", ..) => TypeDefinition::Composite(Composite { attributes: Vec::new() }),
            ("d", Some(domain), _) => TypeDefinition::Domain(domain.into()),
            ("r", _, Some(range)) => TypeDefinition::Range(range.into_range(&name.name)),
            (kind, ..) => return Err(Error::unknown(format!("type {name}"), "typtype", kind)),
        };
        let owner = reader.owner(row.owner);
        database.types.insert(name, Type { definition, owner, comment: row.comment });
    }
    Ok(())
}

impl From<DomainRow> for Domain {
    fn from(row: DomainRow) -> Self {
        let checks = row.checks.into_iter().map(|(name, check)| {
            let CheckRow { expression, not_valid, comment } = check;
            (name, DomainCheck { expression: Expression(expression), not_valid, comment })
        });
        Self {
            base: row.base,
            collation: row.collation,
            default: row.default.map(Expression),
            not_null: row.not_null,
            checks: checks.collect(),
        }
    }
}

impl RangeRow {
    fn into_range(self, name: &str) -> Range {
        let derived = derived_multirange_name(name);
        Range {
            subtype: self.subtype,
            subtype_opclass: self.subtype_opclass,
            collation: self.collation,
            subtype_diff: self.subtype_diff,
            multirange_type_name: (self.multirange != derived).then_some(self.multirange),
        }
    }
}

/// Returns the name that PostgreSQL gives a multirange: the first `range` becomes `multirange`,
/// otherwise `_multirange` is appended.
fn derived_multirange_name(range: &str) -> String {
    if range.contains("range") {
        range.replacen("range", "multirange", 1)
    } else {
        format!("{range}_multirange")
    }
}

#[cfg(test)]
mod tests {
    use super::derived_multirange_name;

    #[test]
    fn multiranges_are_named_after_their_range() {
        assert_eq!(derived_multirange_name("timerange"), "timemultirange");
        assert_eq!(derived_multirange_name("rangerange"), "multirangerange");
        assert_eq!(derived_multirange_name("span"), "span_multirange");
    }
}
