use super::*;

fn read(text: &str) -> FunctionDefinition {
    parse_function(text).expect(text)
}

fn refused(text: &str) -> String {
    let errors = parse_function(text).expect_err(text);
    format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
}

#[test]
fn reads_signatures() {
    let signature = |arguments: &str| {
        read(&format!("create function s.f({arguments}) returns int language sql as 'select 1'"))
            .to_string()
    };
    assert_eq!(signature(""), "s.f()");
    assert_eq!(
        signature("a int, in b varchar(3) = 'x', out c text"),
        "s.f(integer, character varying)"
    );
    assert_eq!(
        signature("inout a timestamptz, variadic b text[]"),
        "s.f(timestamp with time zone, text[])"
    );
    assert_eq!(signature("int, \"B\" sales.status default 'a'"), "s.f(integer, sales.status)");
}

#[test]
fn reads_options_and_bodies() {
    let function = read(
        "create or replace function f(a int) returns table (b int, c text) language plpgsql stable \
         parallel safe security definer set search_path = pg_catalog, pg_temp cost 10 \
         as $f$ begin return; end $f$;",
    );
    assert_eq!(function.language, "plpgsql");
    assert!(function.security_definer);
    assert_eq!(function.options, ["stable", "parallel safe", "cost 10"]);
    insta::assert_snapshot!(format!("{:?}", function.settings), @r#"[("search_path", "pg_catalog, pg_temp")]"#);
    let Body::Text { text, .. } = function.body else { panic!("a text") };
    assert_eq!(text, " begin return; end ");
    let Some(Returns::Table(columns)) = function.returns else { panic!("a table") };
    assert_eq!(columns.len(), 2);
}

#[test]
fn reads_sql_bodies_and_objects() {
    let function = read("create function f(a int) returns int return a + 1;");
    assert!(matches!(&function.body, Body::Sql(it) if it.text.starts_with("return a + 1")));
    assert_eq!(function.language, "sql");
    let procedure =
        read("create procedure p(a int) begin atomic insert into t values (a); select 1; end");
    assert_eq!(procedure.kind, RoutineKind::Procedure);
    assert!(matches!(procedure.body, Body::Sql(_)));
    let function = read("create function f() returns int language c as '$libdir/a', 'b'");
    assert_eq!(function.body, Body::Object { file: "$libdir/a".into(), symbol: "b".into() });
    let function = read("create function f() returns text language 'sql' as 'select ''a'''");
    assert!(matches!(&function.body, Body::Text { text, .. } if text == "select 'a'"));
}

#[test]
fn refuses_functions() {
    insta::assert_snapshot!(refused("create table t (a int)"), @"CREATE FUNCTION or PROCEDURE is expected here `create table t (a int)`");
    insta::assert_snapshot!(refused("create function f() returns int language sql"), @"the body is missing `create function f() returns int language sql`");
    insta::assert_snapshot!(refused("create function f(a t.b%type) returns int language sql as 'select 1'"), @"the server replaces `%type` by the type of the moment: write that type `t.b%type`");
    insta::assert_snapshot!(refused("create function f() returns int language sql as 'selec 1'"), @"expected a statement, found a name `selec`");
    insta::assert_snapshot!(refused("create function f() returns int language sql as 'select (1'"), @"this bracket is never closed `'select (1'`");
    insta::assert_snapshot!(refused("create function f() returns int return 1; select 1"), @"this is a second statement `select 1`");
}
