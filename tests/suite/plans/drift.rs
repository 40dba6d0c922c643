//! Whatever is changed by hand in a database is told, and nothing else.

use super::{folder, run, server, url};

/// The database as it should be.
const BASE: &str = include_str!("base.sql");

/// What is changed by hand, with what undoes it and what has to be told.
const SABOTAGE: &[(&str, &str, &str)] = &[
    (
        "drop index shop.goods_name_idx",
        "create index goods_name_idx on shop.goods (name)",
        "index shop.goods_name_idx is missing",
    ),
    (
        "alter table shop.goods alter name set default 'y'",
        "alter table shop.goods alter name set default 'x'",
        "default shop.goods.name: expression is `'y'::text`, should be `'x'::text`",
    ),
    (
        "grant select on shop.goods to plan_reader",
        "revoke all on shop.goods from plan_reader",
        "table shop.goods: acl",
    ),
    (
        "comment on table shop.makers is 'x'",
        "comment on table shop.makers is null",
        "table shop.makers: comment is `x`, should be not set",
    ),
    (
        "alter table shop.goods disable trigger goods_stamp",
        "alter table shop.goods enable trigger goods_stamp",
        "trigger goods_stamp on shop.goods: firing",
    ),
    (
        "alter policy goods_read on shop.goods using (weight > 1)",
        "alter policy goods_read on shop.goods using (weight > 0)",
        "policy goods_read on shop.goods: using is `(weight > 1)`, should be `(weight > 0)`",
    ),
    (
        "alter role plan_reader set statement_timeout = '20s'",
        "alter role plan_reader set statement_timeout = '10s'",
        "setting statement_timeout of role plan_reader: value is `20s`, should be `10s`",
    ),
    (
        "alter table shop.goods alter name set storage external",
        "alter table shop.goods alter name set storage extended",
        "column shop.goods.name: storage is `external`, should be not set",
    ),
    (
        "alter table shop.goods alter weight set statistics 500",
        "alter table shop.goods alter weight set statistics -1",
        "column shop.goods.weight: statistics is `500`, should be not set",
    ),
    (
        "alter sequence shop.numbers cache 20",
        "alter sequence shop.numbers cache 1",
        "sequence shop.numbers: cache",
    ),
    (
        "create or replace function shop.twice(n integer) returns integer language sql immutable as $$ select 3 * n $$",
        "create or replace function shop.twice(n integer) returns integer language sql immutable as $$ select 2 * n $$",
        "routine shop.twice(integer): definition",
    ),
    (
        "alter view shop.light set (security_barrier = false)",
        "alter view shop.light set (security_barrier = true)",
        "view shop.light: options",
    ),
    (
        "alter publication feed set (publish = 'insert')",
        "alter publication feed set (publish = 'insert, update, delete, truncate')",
        "publication feed: publish",
    ),
    ("alter role plan_reader createdb", "alter role plan_reader nocreatedb", "role plan_reader: "),
    (
        "alter table shop.goods disable row level security",
        "alter table shop.goods enable row level security",
        "table shop.goods: row security",
    ),
    (
        "alter table shop.makers alter name drop not null",
        "alter table shop.makers alter name set not null",
        "column shop.makers.name: not null is not set, should be `true`",
    ),
    (
        "alter statistics shop.goods_stats set statistics 10",
        "alter statistics shop.goods_stats set statistics -1",
        "statistics shop.goods_stats: ",
    ),
    (
        "alter table shop.makers set (fillfactor = 50)",
        "alter table shop.makers reset (fillfactor)",
        "table shop.makers: options is `fillfactor=50`, should be not set",
    ),
    (
        "alter domain shop.amount set not null",
        "alter domain shop.amount drop not null",
        "type shop.amount: not null is `true`, should be not set",
    ),
    (
        "alter table shop.goods add check (weight > 0) not valid",
        "alter table shop.goods drop constraint goods_weight_check",
        "constraint goods_weight_check on shop.goods is there, and should not be",
    ),
    (
        "alter function shop.twice(integer) strict",
        "alter function shop.twice(integer) called on null input",
        "routine shop.twice(integer): definition",
    ),
    (
        "alter default privileges in schema shop grant select on tables to plan_reader",
        "alter default privileges in schema shop revoke select on tables from plan_reader",
        "default privileges on tables in schema shop",
    ),
    (
        "grant plan_owner to plan_reader",
        "revoke plan_owner from plan_reader",
        "membership of plan_reader in plan_owner is there, and should not be",
    ),
    (
        "alter table shop.goods add column extra integer",
        "alter table shop.goods drop column extra",
        "column shop.goods.extra is there, and should not be",
    ),
    (
        "alter schema shop owner to plan_reader",
        "alter schema shop owner to plan_owner",
        "schema shop: owner is `plan_reader`, should be `plan_owner`",
    ),
    (
        "grant execute on function pg_read_file(text) to plan_reader",
        "revoke execute on function pg_read_file(text) from plan_reader",
        "privileges on function pg_catalog.pg_read_file(text) is there, and should not be",
    ),
    (
        "revoke usage on language plpgsql from public",
        "grant usage on language plpgsql to public",
        "privileges on language plpgsql is there, and should not be",
    ),
    // What cannot be undone comes last.
    (
        "alter type shop.colour add value 'blue'",
        "",
        "type shop.colour: labels is `red, green, blue`, should be `red, green`",
    ),
];

/// What each line has that tells of an object.
const DIFFERENCE: [&str; 3] = [" is there, and should not be", " is missing", ", should be "];

#[test]
fn every_change_by_hand_is_told_and_nothing_else() {
    let server = server();
    let database = server.create_database("drift").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute(BASE).unwrap();
    let files = folder(&[("base.sql", BASE)]);
    let url = url(&database);
    let drift = || run(files.path(), &["drift", "--to", "base.sql", "--database", &url]);
    let clean = drift().ends(0);
    assert_eq!(clean.out, "");
    assert!(clean.said.ends_with("is as it should be\n"), "{}", clean.said);
    let mut wrong = Vec::new();
    for (change, undo, told) in SABOTAGE {
        client.batch_execute(change).unwrap_or_else(|error| panic!("{change}: {error}"));
        let found = drift();
        // A function's text has lines of its own.
        let others =
            found.out.lines().skip(1).filter(|line| DIFFERENCE.iter().any(|it| line.contains(it)));
        let is_told = found.out.starts_with(told)
            && others.filter(|line| !line.starts_with("`, should be")).count() == 0;
        if found.code != 1 || !is_told {
            wrong.push(format!("{change}\n  should tell: {told}\n  tells: {}", found.out));
        }
        client.batch_execute(undo).unwrap_or_else(|error| panic!("{undo}: {error}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
