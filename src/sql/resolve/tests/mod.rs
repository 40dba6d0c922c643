//! A small shop as the catalog, ordinary SQL that must pass, and faulty SQL that must not.

mod access;
mod faulty;
mod mutated;
mod output;

use super::*;

/// The tables of the shop, each with its columns; `opaque` exists without known columns.
const TABLES: &[(&str, &str, &[&str])] = &[
    ("sales", "manufacturers", &["manufacturer_id", "name", "country"]),
    ("sales", "items", &["item_id", "manufacturer_id", "name", "cost", "details"]),
    ("sales", "old_items", &["item_id", "name"]),
    ("public", "members", &["membership_id", "profile", "tags"]),
    (
        "sales",
        "transactions",
        &["transaction_id", "item_id", "membership_id", "total_price", "status", "created_at"],
    ),
    ("sales", "Mixed", &["Case Col", "end"]),
];

struct Shop;

impl Catalog for Shop {
    fn relation(&self, name: &QualifiedName) -> Relation {
        if name.name == "opaque" {
            return Relation::Opaque;
        }
        let is_named = |(schema, table, _): &&(&str, &str, &[&str])| {
            name.name == *table && name.schema.as_deref().is_none_or(|written| written == *schema)
        };
        let Some((schema, table, columns)) = TABLES.iter().find(is_named) else {
            return Relation::Unknown;
        };
        let name = QualifiedName { schema: Some((*schema).into()), name: (*table).into() };
        let column =
            |name: &&str| ColumnInfo { name: (*name).into(), data_type: Some("text".into()) };
        Relation::Known { name, columns: columns.iter().map(column).collect() }
    }

    fn function_exists(&self, name: &QualifiedName) -> bool {
        name.name == "full_label"
    }
}

fn resolve(text: &str) -> Resolution {
    let parameters = ["count", "name", "low", "since"].map(str::to_owned);
    resolve_query(text, &Shop, &parameters)
}

/// Each of these was prepared on a PostgreSQL 15 server with the same tables.
#[test]
fn valid_statements_have_no_problems() {
    let mut count = 0;
    for text in include_str!("valid.sql").lines() {
        assert_eq!(lenient::read(text, Fragment::Query, Tree::is_valid), Some(true), "{text}");
        assert_eq!(resolve(text).problems, [], "{text}");
        count += 1;
    }
    assert!(count > 60);
}

#[test]
fn what_is_not_known_is_not_judged() {
    for text in [
        "select anything from opaque",
        "select o.anything, o.*, (o.x).y from opaque o",
        "select anything from opaque, items",
        "select cost from opaque join items using (cost)",
        "select anything, cost from opaque natural join items",
        "select anything from (select * from opaque) q",
        "with q as (select * from opaque) select q.anything, anything from q",
        "select anything from some_function(1)",
        "select f.anything from some_function(1) f",
        "select a, anything from unnest(array[1]) as u(a)",
        "select (profile).anything from members",
        "select anything from (select (profile).* from members) q",
        "select anything from rows from (f(), g()) r",
        "insert into opaque (a) values (1) on conflict (b) do update set c = excluded.d",
        "update opaque set a = b returning old.c, new.d",
        "select anything from pg_catalog.pg_whatever, pg_class",
        "select * from (select * from opaque) q(a, b) order by anything, q.b",
        "this is not sql",
        "select from where",
    ] {
        assert_eq!(resolve(text).problems, [], "{text}");
    }
}

#[test]
fn text_that_nests_too_deeply_is_not_judged() {
    let deep = format!("select {}nothing{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(resolve(&deep), Resolution::default());
}

/// What is just below the limit must not overflow the stack that it was given.
#[test]
fn the_deepest_text_that_is_judged_fits_the_stack() {
    for (count, start, open, middle, close) in [
        (190, "select ", "(", "nothing", ")"),
        (2_000, "select nothing ", "+ 1 ", "", ""),
        (2_000, "select ", "not ", "nothing", ""),
        (2_000, "select ", "case when true then ", "nothing", " end"),
        (190, "select ", "(select ", "nothing", ")"),
        (190, "select nothing from ", "(select * from ", "items", ") q"),
        (250, "select nothing from items ", "natural join items q ", "", ""),
        (2_000, "select nothing ", "union all select 1 ", "", ""),
        (190, "select ", "f(", "nothing", ")"),
        (2_000, "select nothing ", "[1] ", "", ""),
        (190, "", "with q as (", "select nothing", ") select 1"),
        (
            190,
            "select 1 from items where nothing in ",
            "(select cost from items where cost in ",
            "(1)",
            ")",
        ),
    ] {
        let text = format!("{start}{}{middle}{}", open.repeat(count), close.repeat(count));
        assert_eq!(resolve(&text).problems.len(), 1, "{start}{open}");
    }
}

#[test]
fn too_many_joins_are_not_judged() {
    let joins = |count| format!("select nothing from items{}", " cross join items".repeat(count));
    assert_eq!(resolve(&joins(MAX_JOINS)).problems.len(), 1);
    assert_eq!(resolve(&joins(MAX_JOINS + 1)), Resolution::default());
}
