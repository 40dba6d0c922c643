//! The names that PostgreSQL gives what has none of its own: constraints, and sequences of columns.
//!
//! As `makeObjectName`, `ChooseRelationName` and `ChooseConstraintName` of the server do, so that a
//! constraint keeps its name whether the spec or the server chose it.

use crate::model::ObjectName;
use crate::sql::{
    Catalog, ColumnInfo, MAX_IDENTIFIER_BYTES, QualifiedName, Relation, Row, resolve_expression,
};

/// Returns the first name that is not taken: `table_column_label`, then with `label1`, `label2`, …
pub(super) fn unused(
    table: &str,
    column: &str,
    label: &str,
    is_taken: impl Fn(&str) -> bool,
) -> String {
    let numbered = (1..).map(|number| name(table, column, &format!("{label}{number}")));
    let mut names = std::iter::once(name(table, column, label)).chain(numbered);
    names.find(|name| !is_taken(name)).expect("the names never end")
}

/// Joins the parts; where they exceed 63 bytes, the longer of the first two is cut.
pub(crate) fn name(table: &str, column: &str, label: &str) -> String {
    let separators = if column.is_empty() { 1 } else { 2 };
    let room = MAX_IDENTIFIER_BYTES.saturating_sub(label.len() + separators);
    let (mut of_table, mut of_column) = (table.len(), column.len());
    while of_table + of_column > room {
        if of_table > of_column {
            of_table -= 1;
        } else {
            of_column -= 1;
        }
    }
    let table = &table[..table.floor_char_boundary(of_table)];
    let column = &column[..column.floor_char_boundary(of_column)];
    if column.is_empty() { format!("{table}_{label}") } else { format!("{table}_{column}_{label}") }
}

/// Returns the column that a check is named after: the one that it reads, where it is one alone.
pub(crate) fn column_of_check(table: &ObjectName, columns: &[String], expression: &str) -> String {
    let name = QualifiedName::new(table.schema.clone(), table.name.clone());
    let catalog = OneTable { name: &name, columns };
    let resolution = resolve_expression(expression, Row::Of(&name), &catalog);
    let read = resolution.accesses.get(&name).map(|access| &access.read_columns);
    match read.map(|columns| (columns.len(), columns.first())) {
        Some((1, Some(column))) => column.clone(),
        _ => String::new(),
    }
}

/// Knows one table, whose columns have no types yet.
struct OneTable<'a> {
    name: &'a QualifiedName,
    columns: &'a [String],
}

impl Catalog for OneTable<'_> {
    fn relation(&self, name: &QualifiedName) -> Relation {
        if name != self.name {
            return Relation::Opaque;
        }
        let column = |name: &String| ColumnInfo { name: name.clone(), data_type: None };
        Relation::Known {
            name: self.name.clone(),
            columns: self.columns.iter().map(column).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_and_numbered_as_the_server_does() {
        assert_eq!(name("orders", "", "pkey"), "orders_pkey");
        assert_eq!(unused("t", "a", "check", |name| name == "t_a_check"), "t_a_check1");
        let (table, column) = ("t".repeat(40), "c".repeat(40));
        let first = name(&table, &column, "check");
        assert_eq!(first, format!("{}_{}_check", "t".repeat(28), "c".repeat(28)));
        let second = unused(&table, &column, "check", |name| name == first);
        assert_eq!(second, format!("{}_{}_check1", "t".repeat(28), "c".repeat(27)));
        assert_eq!(name(&"ä".repeat(31), "b", "key").len(), 62);
    }

    #[test]
    fn a_check_is_named_after_its_only_column() {
        let of = |expression: &str| {
            let columns = ["a", "b", "B c"].map(str::to_owned);
            column_of_check(&ObjectName::new("s", "t"), &columns, expression)
        };
        assert_eq!(of("a > 0 and A < 9"), "a");
        assert_eq!(of("\"B c\" is null"), "B c");
        assert_eq!(of("a > b"), "");
        assert_eq!(of("true"), "");
        assert_eq!(of("t.b = any ('{1}')"), "b");
    }
}
