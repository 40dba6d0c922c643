use super::*;

fn spelled(text: &str) -> String {
    parse_type(text).expect(text).to_string()
}

fn refused(text: &str) -> String {
    let errors = parse_type(text).expect_err(text);
    format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
}

#[test]
fn spells_aliases_as_format_type_does() {
    for (alias, spelling) in [
        ("int", "integer"),
        ("INTEGER", "integer"),
        ("int4", "integer"),
        ("pg_catalog.int4", "integer"),
        ("int2", "smallint"),
        ("int8", "bigint"),
        ("float4", "real"),
        ("float8", "double precision"),
        ("float", "double precision"),
        ("float(24)", "real"),
        ("float(25)", "double precision"),
        ("double precision", "double precision"),
        ("decimal", "numeric"),
        ("dec(12, 2)", "numeric(12,2)"),
        ("numeric( 12 , -2 )", "numeric(12,-2)"),
        ("bool", "boolean"),
        ("varchar", "character varying"),
        ("varchar(20)", "character varying(20)"),
        ("character varying (20)", "character varying(20)"),
        ("national character varying(3)", "character varying(3)"),
        ("nchar varying(3)", "character varying(3)"),
        ("char", "character(1)"),
        ("national character(3)", "character(3)"),
        ("nchar", "character(1)"),
        ("bpchar", "bpchar"),
        ("\"char\"", "\"char\""),
        ("bit", "bit(1)"),
        ("bit(4)", "bit(4)"),
        ("bit varying(4)", "bit varying(4)"),
        ("varbit", "bit varying"),
        ("timestamp", "timestamp without time zone"),
        ("timestamptz", "timestamp with time zone"),
        ("timestamptz(3)", "timestamp(3) with time zone"),
        ("timestamp (3) with  time zone", "timestamp(3) with time zone"),
        ("time without time zone", "time without time zone"),
        ("timetz", "time with time zone"),
        ("interval", "interval"),
        ("interval(3)", "interval(3)"),
        ("interval DAY to second", "interval day to second"),
        ("interval day to second (3)", "interval day to second(3)"),
        ("interval year", "interval year"),
        ("json", "json"),
        ("tstzmultirange", "tstzmultirange"),
        ("regclass", "regclass"),
        ("int[]", "integer[]"),
        ("int [3][4]", "integer[]"),
        ("text array", "text[]"),
        ("varchar(3) array[4]", "character varying(3)[]"),
        ("\"integer\"", "\"integer\""),
        ("sales.Status", "sales.status"),
        ("\"Sales\".\"status\"[]", "\"Sales\".status[]"),
        ("vector(3)", "vector(3)"),
        ("geometry(Point, 4326)", "geometry(point,4326)"),
    ] {
        assert_eq!(spelled(alias), spelling, "{alias}");
    }
}

#[test]
fn reads_its_own_spelling() {
    for text in ["numeric(12,2)[]", "timestamp(3) with time zone", "bit varying(4)", "\"char\""] {
        let first = parse_type(text).expect(text);
        assert_eq!(parse_type(&first.to_string()).expect("reads back"), first);
    }
}

#[test]
fn knows_what_is_the_servers_own() {
    assert!(parse_type("int").expect("int").is_builtin());
    assert!(parse_type("jsonb").expect("jsonb").is_builtin());
    for own in ["vector", "citext", "sales.int4", "\"integer\"", "status"] {
        assert!(!parse_type(own).expect(own).is_builtin(), "{own}");
    }
    assert_eq!(parse_type("int[3][4]").expect("array").array_dimensions, 2);
}

#[test]
fn knows_which_types_compare() {
    let equal = |left, right| {
        has_equality(&parse_type(left).expect(left), &parse_type(right).expect(right))
    };
    assert_eq!(equal("int", "bigint"), Some(true));
    assert_eq!(equal("numeric(3)", "smallint"), Some(true));
    assert_eq!(equal("varchar(3)", "text"), Some(true));
    assert_eq!(equal("date", "timestamptz"), Some(true));
    assert_eq!(equal("uuid", "uuid"), Some(true));
    assert_eq!(equal("int[]", "int[]"), Some(true));
    assert_eq!(equal("int", "text"), Some(false));
    assert_eq!(equal("uuid", "text"), Some(false));
    assert_eq!(equal("int", "int[]"), Some(false));
    assert_eq!(equal("int[]", "bigint[]"), Some(false));
    assert_eq!(equal("citext", "text"), None);
    assert_eq!(equal("sales.status", "sales.status"), Some(true));
}

#[test]
fn refuses_what_is_no_type() {
    insta::assert_snapshot!(refused(""), @"the text is empty ``");
    insta::assert_snapshot!(refused("int not null"), @"this is more than a type `not null`");
    insta::assert_snapshot!(refused("int, b int"), @"one column is expected here, and this is a second one `b int`");
    insta::assert_snapshot!(refused("int) ; drop table x; --"), @"this bracket was never opened `)`");
    insta::assert_snapshot!(refused("a.b.c"), @"a name has at most a schema: names of databases are not read `a.b.c`");
    insta::assert_snapshot!(refused("bigserial"), @"`bigserial` is short for a whole column, and no type `bigserial`");
    insta::assert_snapshot!(refused("setof int"), @"`setof` belongs to what a function returns `setof int`");
    insta::assert_snapshot!(refused("t.a%type"), @"expected `)` ``");
    insta::assert_snapshot!(refused("float(54)"), @"the precision of `float` is 1 to 53 bits `float(54)`");
    insta::assert_snapshot!(refused("pg_catalog.integer"), @"`pg_catalog` has no type `integer` `pg_catalog.integer`");
    insta::assert_snapshot!(refused("numeric(12"), @"this bracket is never closed `(`");
    insta::assert_snapshot!(refused("int[1][1][1][1][1][1][1]"), @"an array has at most 6 dimensions `int[1][1][1][1][1][1][1]`");
    insta::assert_snapshot!(refused("42"), @"expected `)` ``");
}
