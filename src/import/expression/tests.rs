//! What is written, and that the server takes it back as what it printed.

use std::collections::BTreeMap;

use postgres::Client;

use super::{Row, default, default_among_words, expression, lowered, stable};
use crate::import::tests::support::{read, server};
use crate::model::{ConstraintKind, Database, ObjectName};

const TABLE: &str = "
    create type state as enum ('open', 'paid', 'gone');
    create domain mail as text; create domain short as varchar(20);
    create table t (
        i integer, s smallint, b bigint, n numeric(12,2), d double precision, r real, f boolean,
        x text, v varchar(30), c char(3), m mail, sh short, st state, day date, at timestamptz,
        \"time\" time, span interval, j jsonb, a integer[], tags text[], u uuid, net inet, \"Odd\" text,
        e tstzrange, bits bit(3), nm name
    )";

/// Expressions as people write them.
const EXPRESSIONS: &[&str] = &[
    "i > 0",
    "i > -5",
    "i - -5 > 0",
    "b > 0",
    "s > 0",
    "n >= 0",
    "n > -1.5",
    "d > 0",
    "d < 1e10",
    "r > 0",
    "r > 0.5",
    "n between 1 and 10",
    "i between 1 and 10 or i = 99",
    "x <> ''",
    "v <> ''",
    "c <> 'a'",
    "m ~ '@'",
    "sh <> ''",
    "nm <> 'a'",
    "x like 'a%'",
    "x not like 'a%'",
    "x ilike '%b'",
    "v not ilike 'c'",
    "x ~* '^a' and x !~ 'b'",
    "not x like 'a'",
    "x like 'a' || v",
    "x similar to 'a|b'",
    "x like 'a#%' escape '#'",
    "st = 'open'",
    "st <> 'paid'",
    "st in ('open', 'paid')",
    "st not in ('open', 'gone')",
    "st in ('open')",
    "x in ('a', 'b''c')",
    "v in ('a', 'b')",
    "v not in ('a', 'b')",
    "m in ('a', 'b')",
    "sh in ('a', 'b')",
    "i in (1, 2, 3)",
    "i not in (1, 2)",
    "b in (1, 2)",
    "s in (1, 2)",
    "n in (1, 2.5)",
    "d in (1, 2)",
    "c in ('a', 'b')",
    "v = any (array['a', 'b']::text[])",
    "x = any (array['a'::varchar, 'b'])",
    "x = any ('{a,b}')",
    "i = any (a)",
    "i = all (array[1, 2])",
    "v = x",
    "v || x = 'ab'",
    "v = 'a' || 'b'",
    "day > '2020-01-01'",
    "at > '2020-01-01 00:00:00+00'",
    "at > day",
    "at - interval '18 years' > '2000-01-01'",
    "\"time\" < '12:00'",
    "span > interval '1 day'",
    "day + 1 > current_date",
    "(at at time zone 'UTC')::date = day",
    "at at time zone 'Asia/Singapore' > '2020-01-01'",
    "extract(year from at) > 2000",
    "date_trunc('month', at) = at",
    "f",
    "not f",
    "f is true",
    "f is not false",
    "f = true",
    "f and not f",
    "i > 0 and b > 0 and s > 0",
    "i > 0 or b > 0 and s > 0",
    "(i > 0 or b > 0) and s > 0",
    "not (i > 0 or b > 0)",
    "not (i > 0) and b > 0",
    "i is null",
    "i is not null and b is null",
    "(i is null) = (b is null)",
    "i is distinct from b",
    "i is not distinct from b + 1",
    "(i > 0) is true",
    "i + 1 > b - 1",
    "(i + 1) * 2 > b",
    "i - (s - 1) > 0",
    "i - s - 1 > 0",
    "(i - s) - 1 > 0",
    "i * s + 1 = 2 ^ 3",
    "(i ^ 2) > 4",
    "- i > 0",
    "(- i) ^ 2 > 4",
    "-(i + 1) < 0",
    "i % 2 = 0",
    "i & 1 = 1",
    "~ i < 0",
    "abs(i) > 0",
    "abs(i + 1) > length(x || 'a')",
    "coalesce(x, '') <> ''",
    "coalesce(v, 'a') = 'b'",
    "nullif(x, 'a') is null",
    "greatest(i, s) > 0",
    "lower(x) = x",
    "lower(v) in ('a', 'b')",
    "length(trim(both from x)) > 0",
    "substring(x from 1 for 2) = 'ab'",
    "position('a' in x) > 0",
    "case when i > 0 then f else false end",
    "case st when 'open' then i > 0 when 'paid' then i > 1 end",
    "(case when f then i else s end) > 0",
    "j ? 'a'",
    "j ->> 'a' = 'b'",
    "(j -> 'a' ->> 'b')::integer > 0",
    "j @> '{\"a\": 1}'",
    "a[1] > 0",
    "a[i + 1] > (array[1, 2])[1]",
    "array_length(a, 1) = 2",
    "a @> array[1]",
    "cardinality(tags) > 0",
    "tags && array['a', 'b']",
    "'a' = any (tags)",
    "u <> '00000000-0000-0000-0000-000000000000'",
    "net << '10.0.0.0/8'",
    "\"Odd\" <> ''",
    "\"Odd\" in ('a', 'B')",
    "lower(e) < upper(e)",
    "e && tstzrange(at, null, '[)')",
    "isempty(e)",
    "bits = b'101'",
    "bits = x'5'::bit(3)",
    "x collate \"C\" < 'a'",
    "(x || v) collate \"C\" < 'a'",
    "row(i, b) = row(1, 2)",
    "(i, b) > (1, 2)",
    "x = E'a\\'b\\\\n'",
    "x <> 'it''s -- no comment'",
    "x ~ '^[^@[:space:]]+$'",
    "i::text = '1'",
    "(i + 1)::text = '2'",
    "i::numeric(10,2) > n",
    "x::varchar(3) = v",
    "x::integer = any (a)",
    "i operator(pg_catalog.+) 1 > 2",
    "(i > 0) = (b > 0)",
    "(i > 0) and ((b > 0) or (s > 0))",
    "x is document",
    "xmlexists('//a' passing by ref null::xml)",
    "i >= 0 and i <= 100",
    "true",
    "1 < 2",
    "now() > at",
    "i in (s, b)",
    "x = 'a' or x = 'b'",
    "x is not null and (v is null or v <> '')",
    "(at, at) overlaps (at, at)",
    "pi() > d",
    "not not f",
    "d >= 0::real",
    "n >= 0::numeric(5,1)",
    "i = 1.5",
    "b = 5000000000",
    "x > v",
    "(select true)",
    "num_nonnulls(i, b) = 1",
    "st::text like 'o%'",
    "st > 'open' and st < 'gone'",
    "v ~ '^a' and v !~* 'b'",
    "v < 'm' or v >= 'n'",
];

/// Returns the server's own words for each expression, by the expression.
fn printed(client: &mut Client, expressions: &[String]) -> BTreeMap<String, String> {
    let mut printed = BTreeMap::new();
    for text in expressions {
        let mut trial = client.transaction().unwrap();
        // Aggregates and subqueries are refused here.
        let added =
            trial.batch_execute(&format!("alter table t add constraint one check ({text})"));
        if added.is_ok() {
            let words =
                "select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'one'";
            trial.batch_execute("set local search_path = ''").unwrap();
            printed.insert(text.clone(), trial.query_one(words, &[]).unwrap().get(0));
        }
        trial.rollback().unwrap();
    }
    printed
}

fn table(client: &mut Client) -> Database {
    client.batch_execute(TABLE).unwrap();
    read(client).database
}

#[test]
fn the_server_takes_back_what_is_written() {
    let server = server();
    let database = server.create_database("expressions").unwrap();
    let mut client = database.connect().unwrap();
    let model = table(&mut client);
    let row = Row::Of(&model, &model.tables[&ObjectName::new("public", "t")]);
    let given: Vec<String> = EXPRESSIONS.iter().map(|text| (*text).to_owned()).collect();
    let first = printed(&mut client, &given);
    let written: Vec<String> = first.values().map(|text| expression(text, row)).collect();
    let second = printed(&mut client, &written);
    let mut wrong = Vec::new();
    for (text, words) in &first {
        let written = expression(words, row);
        match second.get(&written) {
            Some(again) if again == words => {}
            again => wrong.push(format!("{text}\n  {words}\n  {written}\n  {again:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(first.len() > EXPRESSIONS.len() - 12, "{} of {}", first.len(), EXPRESSIONS.len());
    let lines = first.values().map(|words| expression(words, row) + "\n");
    insta::assert_snapshot!("written", lines.collect::<String>());
}

/// The server's words are kept: what is taken away here is not taken away for nothing.
#[test]
fn a_cast_that_is_needed_stays() {
    let server = server();
    let database = server.create_database("casts").unwrap();
    let mut client = database.connect().unwrap();
    let model = table(&mut client);
    let row = Row::Of(&model, &model.tables[&ObjectName::new("public", "t")]);
    for kept in [
        "x > ('a'::text || v)",
        "r > (0)::double precision",
        "v = ANY (ARRAY['a'::text, 'b'::text])",
    ] {
        assert!(expression(kept, row).contains("::"), "{kept}");
    }
    assert_eq!(expression("((x)::text = 'a'::text)", Row::Nothing), "x::text = 'a'::text");
}

#[test]
fn defaults_go_without_the_type_of_their_column() {
    assert_eq!(default("'open'::public.state", "public.state"), "'open'");
    assert_eq!(default("'a'::character varying", "character varying(20)"), "'a'");
    assert_eq!(default("'{}'::text[]", "text[]"), "'{}'");
    assert_eq!(default("'0'::smallint", "integer"), "'0'::smallint");
    assert_eq!(default("nextval('public.s'::regclass)", "bigint"), "nextval('public.s'::regclass)");
    assert_eq!(default("CURRENT_DATE", "date"), "current_date");
    assert_eq!(
        default_among_words("(now() AT TIME ZONE 'utc'::text)", "timestamp"),
        "(now() at time zone 'utc')"
    );
    let twice = "('now'::text)::timestamp without time zone";
    assert_eq!(default_among_words(twice, "timestamp without time zone"), twice);
    assert_eq!(default_among_words("NULL::character varying", "text"), "null::character varying");
    assert_eq!(default_among_words("(1 + 1)", "integer"), "(1 + 1)");
}

#[test]
fn exclusions_are_in_lower_case() {
    assert_eq!(
        lowered("USING gist (room WITH =, \"During\" WITH &&) WHERE ((room > 0))"),
        "using gist (room with =, \"During\" with &&) where (room > 0)"
    );
}

#[test]
fn lists_of_varying_length_stay_lists() {
    assert_eq!(
        stable(
            "WHERE ((a.state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))\n  OR b"
        ),
        "WHERE (a.state IN ('x', 'y'))\n  OR b"
    );
    assert_eq!(
        stable(
            "((lower((v)::text))::text <> ALL ((ARRAY['x'::character varying, 'y'::character varying])::text[]))"
        ),
        "((lower((v)::text)) NOT IN ('x', 'y'))"
    );
    assert_eq!(
        stable("(x = ANY ((ARRAY['a'::character varying])::text[]))"),
        "(x = ANY (ARRAY['a'::character varying]))"
    );
    let other = "(x = ANY (ARRAY['a'::text, 'b'::text])) AND (y = ANY (z))";
    assert_eq!(stable(other), other);
}

#[test]
fn constraints_of_the_bundled_kind_read_as_they_were_written() {
    let server = server();
    let database = server.create_database("checks").unwrap();
    let mut client = database.connect().unwrap();
    client
        .batch_execute("create table t (v varchar(10) check (v in ('a', 'b')), n numeric check (n >= 0 and v <> 'c'))")
        .unwrap();
    let model = read(&mut client).database;
    let table = &model.tables[&ObjectName::new("public", "t")];
    let texts = table.constraints.values().map(|constraint| match &constraint.kind {
        ConstraintKind::Check { expression: text, .. } => {
            expression(&text.0, Row::Of(&model, table))
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(texts.collect::<Vec<_>>(), ["n >= 0 and v <> 'c'", "v in ('a', 'b')"]);
}
