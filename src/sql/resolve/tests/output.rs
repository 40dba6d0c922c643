use super::*;

fn names(text: &str) -> Option<Vec<String>> {
    resolve(text).output.map(|columns| columns.into_iter().map(|column| column.name).collect())
}

fn sources(text: &str) -> Vec<String> {
    let output = resolve(text).output.expect("the output is known");
    let source = |column: OutputColumn| match column.source {
        Some((relation, name)) => format!("{}.{name}", relation.name),
        None => "-".to_owned(),
    };
    output.into_iter().map(source).collect()
}

/// The names were read from a PostgreSQL 15 server.
#[test]
fn columns_are_named_as_the_server_names_them() {
    for (text, expected) in [
        (
            "select name, i.cost, name as n, count(*) over (), sales.f() from items i",
            "name cost n count f",
        ),
        ("select 1, 'a', null, 1 + 1, -cost, not true from items", "? ? ? ? ? ?"),
        (
            "select 1::int, '1'::text, cost::int, date '2020-01-01', interval '1 day' from items",
            "int4 text cost date interval",
        ),
        (
            "select cast('1' as numeric(4,2)), '1'::varchar(3), '1'::char, 1::double precision, '{1}'::int[]",
            "numeric varchar bpchar float8 int4",
        ),
        (
            "select case when true then 1 end, case when true then 1 else cost end, case when true then 1 else 2::int end from items",
            "case cost case",
        ),
        (
            "select array[1], array(select 1), row(1, 2), (1, 2), exists (select 1), (select cost from items), (select 1 as x)",
            "array array row row exists cost x",
        ),
        (
            "select coalesce(1, 2), greatest(1), nullif(1, 2), current_date, current_user, user",
            "coalesce greatest nullif current_date current_user user",
        ),
        (
            "select extract(year from now()), position('a' in 'b'), substring('a' from 1), trim(' a'), trim(leading from 'a'), overlay('a' placing 'b' from 1)",
            "extract position substring btrim ltrim overlay",
        ),
        (
            "select now() at time zone 'UTC', tags[1], tags[1:2], (profile).street, name collate \"C\" from members, items",
            "timezone tags tags street name",
        ),
        ("select 1 in (1), 1 between 1 and 2, 'a' like 'b', 1 is null, true", "? ? ? ? ?"),
        ("select * from items natural join old_items", "item_id name manufacturer_id cost details"),
        (
            "select * from old_items join items using (name)",
            "name item_id item_id manufacturer_id cost details",
        ),
        ("select o.*, 1 as one from old_items o", "item_id name one"),
        ("values (1, 2)", "column1 column2"),
        ("delete from old_items returning *, 1", "item_id name ?"),
        ("delete from old_items", ""),
        ("select x.* from (select 1 as a union select 2) x", "a"),
        ("with q(z) as (select 1, 2) select * from q", "z ?"),
        ("select * from generate_series(1, 2) with ordinality g", "g ordinality"),
    ] {
        let expected: Vec<String> =
            expected.split_whitespace().map(|name| name.replace('?', "?column?")).collect();
        assert_eq!(names(text), Some(expected), "{text}");
    }
}

#[test]
fn an_output_that_is_not_known_is_none() {
    for text in ["select * from opaque", "select (profile).* from members", "select f.* from f()"] {
        assert_eq!(names(text), None, "{text}");
    }
}

#[test]
fn columns_are_traced_to_their_relation() {
    assert_eq!(
        sources("select name, upper(name), i.* from old_items i"),
        ["old_items.name", "-", "old_items.item_id", "old_items.name"]
    );
    assert_eq!(
        sources("with q as (select cost as c from items) select x.y from (select c from q) x(y)"),
        ["items.cost"]
    );
    assert_eq!(sources("select name from items union select name from items"), ["-"]);
    assert_eq!(sources("select name::int, (name) from items"), ["-", "items.name"]);
    assert_eq!(
        resolve("select name from items").output.map(|it| it[0].data_type.clone()),
        Some(Some("text".into()))
    );
}

#[test]
fn a_column_is_followed_to_all_that_its_value_is_computed_from() {
    let reads = |text: &str| -> Vec<String> {
        let output = resolve(text).output.expect("all columns are known");
        let column = |column: OutputColumn| {
            let from: Vec<String> = column
                .reads
                .iter()
                .map(|(relation, name)| format!("{}.{name}", relation.name))
                .collect();
            format!("{}: {}", column.name, from.join(", "))
        };
        output.into_iter().map(column).collect()
    };
    assert_eq!(
        reads(
            "select name || cost as both, count(*), i.item_id from items i where cost > 1 group by 1, 3"
        ),
        ["both: items.cost, items.name", "count: ", "item_id: items.item_id"]
    );
    assert_eq!(
        reads(
            "with q as (select cost * 2 as twice from items) select x.twice + 1 as more from (select twice from q) x"
        ),
        ["more: items.cost"]
    );
    assert_eq!(
        reads("select name from items union all select country from manufacturers"),
        ["name: items.name, manufacturers.country"]
    );
    assert_eq!(
        reads("select case when exists (select from items i where i.cost > 3) then 1 end as some"),
        ["some: items.cost"]
    );
}

#[test]
fn an_insert_is_followed_to_what_its_columns_come_from() {
    let inserts = |text: &str| -> Vec<String> {
        let one = |(relation, columns): (QualifiedName, Vec<OutputColumn>)| {
            let column = |column: &OutputColumn| {
                let from: Vec<String> = column
                    .reads
                    .iter()
                    .map(|(relation, name)| format!("{}.{name}", relation.name))
                    .collect();
                format!("{}: {}", column.name, from.join(", "))
            };
            let columns: Vec<String> = columns.iter().map(column).collect();
            format!("{} ({})", relation.name, columns.join("; "))
        };
        resolve(text).inserts.into_iter().map(one).collect()
    };
    assert_eq!(
        inserts("insert into manufacturers (country, name) select lower(name), 'x' from items"),
        ["manufacturers (country: items.name; name: )"]
    );
    assert_eq!(
        inserts(
            "with old as (delete from items returning name, cost) insert into manufacturers (name) select name || cost from old"
        ),
        ["manufacturers (name: items.cost, items.name)"]
    );
    assert!(inserts("insert into items default values").is_empty());
}
