use super::*;

fn errors<T>(result: Result<T, SyntaxErrors>, text: &str) -> String {
    let errors = result.err().expect("is refused");
    let line = |error: &super::super::SyntaxError| {
        format!("{} `{}`", error.message, &text[error.range.clone()])
    };
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn expression(text: &str) -> String {
    errors(check_expression(text), text)
}

#[test]
fn accepts_expressions() {
    for text in [
        "1",
        "cost >= 0",
        "a = any (array[1, 2]) -- why",
        "(select max(a) from t)",
        "exists (select 1 from t where t.a = b)",
        "row(1, 2) = (3, 4)",
        "case when a then 1 else 2 end;",
        "a is distinct from b /* c */ ; ; ",
        "x::numeric(3,2) between 1 and 2",
        "current_setting('app.member', true)",
        "'a;b' || $$ ; $$",
    ] {
        check_expression(text).expect(text);
    }
}

#[test]
fn keeps_an_expression_from_ending_early() {
    insta::assert_snapshot!(expression("1); drop table x; --"), @"
    this bracket was never opened `)`
    `;` ends the text, and yet more follows `;`
    ");
    insta::assert_snapshot!(expression("1; drop table x"), @"`;` ends the text, and yet more follows `;`");
    insta::assert_snapshot!(expression("1) from a, (select 2"), @"
    this bracket was never opened `)`
    this bracket is never closed `(`
    ");
    insta::assert_snapshot!(expression("1 /*"), @"the comment lacks its closing `*/` `/*`");
    insta::assert_snapshot!(expression("'a"), @"the string lacks its closing quote `'a`");
    insta::assert_snapshot!(expression("$a$ $b$"), @"the string lacks its closing quote `$a$ $b$`");
    insta::assert_snapshot!(expression("E'a'\n'\\'' ; drop table x --'"), @r#"write `E` before each part of a string with escapes `'\'' ; drop table x --'`"#);
    assert!(expression("1\0").starts_with("PostgreSQL's text cannot hold a zero byte"));
}

#[test]
fn refuses_what_is_not_one_expression() {
    insta::assert_snapshot!(expression(""), @"the text is empty ``");
    insta::assert_snapshot!(expression(" -- nothing"), @"the text is empty ` -- nothing`");
    insta::assert_snapshot!(expression(";"), @"the text is empty `;`");
    insta::assert_snapshot!(expression("a, b"), @"one expression is expected here `a, b`");
    insta::assert_snapshot!(expression("select 1"), @"a query as an expression needs its own parentheses `select 1`");
    insta::assert_snapshot!(expression("a as b"), @"
    this does not belong here `as`
    expected an expression, found `as` `as`
    this does not belong here `b`
    ");
    insta::assert_snapshot!(expression("a b"), @"this does not belong here `b`");
    insta::assert_snapshot!(expression("1 +"), @"expected an expression, found the end of the text ``");
    insta::assert_snapshot!(expression("a = = b"), @"invalid operator `=`");
    insta::assert_snapshot!(expression("*"), @"
    invalid operator `*`
    expected an expression, found the end of the text ``
    ");
    insta::assert_snapshot!(expression("[1"), @"this bracket is never closed `[`");
    insta::assert_snapshot!(expression("(1]"), @"this bracket is closed by another kind `(`");
    insta::assert_snapshot!(expression("\\d items"), @r#"commands of psql that start with `\` are not SQL `\`"#);
}

#[test]
fn bounds_nesting_without_running_out_of_stack() {
    let deep = |opening: &str, closing: &str, times: usize| {
        format!("{}1{}", opening.repeat(times), closing.repeat(times))
    };
    check_expression(&deep("(", ")", 190)).expect("190 levels");
    check_expression(&deep("not ", "", 3_000)).expect("3,000 negations");
    check_expression(&deep("- ", "", 2_000)).expect("2,000 signs");
    check_expression(&deep("case when ", " then 1 end", 3_000)).expect("3,000 cases");
    check_expression(&deep("", " + 1", 9_000)).expect("a sum of 9,000");
    let unions = format!("{}select 1", "select 1 union all ".repeat(2_000));
    check_select(&unions).expect("2,000 unions");
    for text in [
        deep("(", ")", 20_000),
        deep("[", "]", 20_000),
        deep("not ", "", 50_000),
        deep("case when ", " then 1 end", 50_000),
        "(".repeat(20_000),
    ] {
        check_expression(&text).expect_err("is too deep");
        check_statements(&format!("select {text}")).expect_err("is too deep");
        let body = format!("create function f() returns int language sql as $$select {text}$$");
        check_statements(&body).expect_err("is too deep in a body");
    }
}

#[test]
fn checks_selects_and_queries() {
    for text in
        ["select 1", "values (1);", "with a as (select 1) table a", "(select 1) union select 2"]
    {
        check_select(text).expect(text);
        check_query(text).expect(text);
    }
    for text in [
        "insert into t values (:a)",
        "with a as (select 1) update t set a = :b::int",
        "delete from t",
        "merge into t using s on t.a = s.a when matched then delete",
        "select * from t where a >= :from and b < :to limit :count",
    ] {
        check_query(text).expect(text);
        check_select(text).expect_err(text);
    }
    let select = |text: &str| errors(check_select(text), text);
    insta::assert_snapshot!(select("delete from t"), @"one SELECT is expected here, not `delete` `delete from t`");
    insta::assert_snapshot!(select("select 1; select 2"), @"one SELECT is expected here, and this is a second statement `select 2`");
    insta::assert_snapshot!(select("select 1 into t"), @"one SELECT is expected here, not `select into` `select 1 into t`");
    insta::assert_snapshot!(select("selct 1"), @"expected a statement, found a name `selct`");
    insta::assert_snapshot!(select("select :a"), @"parameters such as `:name` belong to named queries `:a`");
    insta::assert_snapshot!(errors(check_query("drop table t"), "drop table t"), @"one SELECT, INSERT, UPDATE, DELETE or MERGE is expected here, not `drop table` `drop table t`");
}

#[test]
fn splits_files_and_keeps_comments_with_their_statement() {
    let text = "-- file\n\n-- one\n/* more */\ncreate table a (b int); -- about a\n-- two\nselect 1 -- in\n from a ;\n;insert into a values (1)";
    let statements = check_statements(text).expect("three statements");
    let shown: Vec<_> = statements
        .iter()
        .map(|it| {
            format!(
                "{} | {:?} | {:?}",
                it.kind,
                &text[it.range.clone()],
                &text[it.statement.clone()]
            )
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    create table | "-- one\n/* more */\ncreate table a (b int)" | "create table a (b int)"
    select | "-- two\nselect 1 -- in\n from a" | "select 1 -- in\n from a"
    insert | "insert into a values (1)" | "insert into a values (1)"
    "#);
}

#[test]
fn refuses_what_only_psql_runs() {
    let file = |text: &str| errors(check_statements(text), text);
    insta::assert_snapshot!(file("copy t from stdin;\n1\t2\n\\.\n"), @r#"commands of psql that start with `\` are not SQL `\`"#);
    insta::assert_snapshot!(file("copy t (a) from stdin with (format csv);"), @"COPY FROM STDIN needs a client that sends the rows: use INSERT, or a source `stdin`");
    insta::assert_snapshot!(file("\\i other.sql"), @r#"commands of psql that start with `\` are not SQL `\`"#);
    insta::assert_snapshot!(file("-- nothing\n;"), @"
    the text is empty `-- nothing
    ;`
    ");
    insta::assert_snapshot!(file("select 1 create table t (a int)"), @"missing semicolon between statements `create`");
    check_statements("copy t from '/tmp/a.csv'").expect("a file on the server");
}

#[test]
fn a_row_sees_no_other_rows() {
    let over = |text| errors(check_expression_of_row(text), text);
    insta::assert_snapshot!(
        over("1 + count(*) over (partition by a)"),
        @"each row is judged by itself: it sees no other rows `over (partition by a)`"
    );
    for text in ["a + 1", "(select max(n) from (select rank() over (order by b) from t) r(n))"] {
        check_expression_of_row(text).expect(text);
        check_expression(text).expect(text);
    }
    check_expression("count(*) over ()").expect("elsewhere it may");
}
