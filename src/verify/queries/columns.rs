//! The columns that a query returns, against those that it promises.

use postgres::{Column, Transaction};

use super::expected::ExpectedTypes;

/// A column of a result, with the server's spelling of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub name: String,
    /// Identity of the type; of its base where it is a domain.
    pub oid: u32,
    /// The type with its modifier: `numeric(12,2)`.
    pub spelled: String,
}

/// Asks how the server spells the types of a result.
pub(super) fn describe(
    transaction: &mut Transaction<'_>,
    columns: &[Column],
) -> Result<Vec<Found>, postgres::Error> {
    let types: Vec<u32> = columns.iter().map(|column| column.type_().oid()).collect();
    let modifiers: Vec<i32> = columns.iter().map(Column::type_modifier).collect();
    let statement = "select pg_catalog.format_type(oid, modifier)
        from unnest($1::oid[], $2::int[]) with ordinality as one (oid, modifier, place)
        order by place";
    let rows = transaction.query(statement, &[&types, &modifiers])?;
    let found = columns.iter().zip(&rows).map(|(column, row)| {
        Ok(Found {
            name: column.name().to_owned(),
            oid: column.type_().oid(),
            spelled: row.try_get(0)?,
        })
    });
    found.collect()
}

/// Names every difference, in the order of the columns; empty where there is none.
pub(super) fn differences(
    expected: &[(String, String)],
    found: &[Found],
    types: &ExpectedTypes,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (place, (name, data_type)) in expected.iter().enumerate() {
        match found.get(place) {
            None => faults.push(format!("column `{name}` is missing")),
            Some(column) if column.name != *name => {
                faults.push(format!("column {} is `{}`, expected `{name}`", place + 1, column.name))
            }
            Some(column) if !is_of_type(column, data_type, types) => {
                faults.push(format!("column `{name}` is {}, expected {data_type}", column.spelled))
            }
            Some(_) => {}
        }
    }
    let surplus = found.iter().skip(expected.len());
    faults.extend(surplus.map(|column| format!("column `{}` is not expected", column.name)));
    faults
}

/// A type without a modifier is met by any of its modifiers.
fn is_of_type(found: &Found, expected: &str, types: &ExpectedTypes) -> bool {
    types.get(expected).is_some_and(|expected| {
        let modified = expected.modified.as_ref();
        found.oid == expected.oid && modified.is_none_or(|text| *text == found.spelled)
    })
}

#[cfg(test)]
mod tests {
    use super::super::expected::ExpectedType;
    use super::*;

    fn differences_of(expected: &[(&str, &str)], found: &[(&str, u32, &str)]) -> Vec<String> {
        let types = [("numeric", None), ("numeric(12,2)", Some("numeric(12,2)"))];
        let types = types.map(|(text, modified)| {
            (text.to_owned(), ExpectedType { oid: 1700, modified: modified.map(str::to_owned) })
        });
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        let expected: Vec<_> = expected.iter().map(owned).collect();
        let found = found.iter().map(|(name, oid, spelled)| Found {
            name: (*name).to_owned(),
            oid: *oid,
            spelled: (*spelled).to_owned(),
        });
        differences(&expected, &found.collect::<Vec<_>>(), &types.into())
    }

    #[test]
    fn a_modifier_counts_where_one_was_written() {
        let found = [("cost", 1700, "numeric(10,2)")];
        assert_eq!(differences_of(&[("cost", "numeric")], &found), [""; 0]);
        assert_eq!(
            differences_of(&[("cost", "numeric(12,2)")], &found),
            ["column `cost` is numeric(10,2), expected numeric(12,2)"]
        );
    }

    #[test]
    fn names_and_number_of_columns_count() {
        let found = [("a", 1700, "numeric"), ("c", 1700, "numeric"), ("d", 25, "text")];
        assert_eq!(
            differences_of(&[("a", "numeric"), ("b", "numeric")], &found),
            ["column 2 is `c`, expected `b`", "column `d` is not expected"]
        );
        assert_eq!(differences_of(&[("a", "numeric")], &[]), ["column `a` is missing"]);
    }
}
