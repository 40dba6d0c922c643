//! What is one statement, and how it has to be run.

use super::*;

fn statements(text: &str) -> Vec<&str> {
    let found = split(text).unwrap_or_else(|errors| panic!("{errors:?} in {text}"));
    found.into_iter().map(|found| &text[found.statement]).collect()
}

/// Returns each error with the text that it is about.
fn errors(text: &str) -> Vec<(String, &str)> {
    let errors = split(text).expect_err("it is refused");
    errors.into_iter().map(|error| (error.message, &text[error.range])).collect()
}

#[test]
fn semicolons_part_statements() {
    assert_eq!(
        statements("select 1;select 2 ;\n;; select 3"),
        ["select 1", "select 2", "select 3"]
    );
    assert!(statements(" -- nothing\n/* ; */ ;").is_empty());
    assert!(statements("").is_empty());
}

#[test]
fn semicolons_in_literals_names_and_comments_do_not() {
    for text in [
        "select ';', ';;'''",
        r"select E'\';', 1",
        "select E'a' -- it's;\n '\\';'",
        r"select U&'\0061;' uescape '!', U&$$;$$",
        r#"select 1 as "a;""b", U&"d\0061;""#,
        "select N';', B'1', x'1f'",
        "select $$;$$, $a$ $$;$b$; $a$, $é$;$é$",
        "select a$b$c, d$b$ from t",
        "select 1 -- ;\n, /* ; /* ; */ ; */ 2",
        "select 'a\\', ';'",
        "select $1, 'x' || $2",
    ] {
        assert_eq!(statements(text), [text]);
        assert_eq!(statements(&format!("{text}; select 2;")), [text, "select 2"]);
    }
}

#[test]
fn semicolons_in_brackets_do_not() {
    let rule = "create rule r as on insert to t do also (insert into a values (1); delete from b;)";
    assert_eq!(statements(&format!("{rule}; select 1")), [rule, "select 1"]);
}

#[test]
fn routine_bodies_are_whole() {
    for text in [
        "create function f() returns int begin atomic select 1; select 2; end",
        "CREATE OR REPLACE PROCEDURE p(a int)\nBEGIN ATOMIC\n INSERT INTO t VALUES (a);\nEND",
        "create function f() returns int begin atomic end",
        "create function f(a int) returns int begin atomic
           select case when a > 0 then case a when 1 then 2 end else 3 end;
           select case a when 1 then 2 end as \"end\", 1 as end, x.end from x; end",
        "create function f() returns int begin atomic select (case when a then b end); end",
    ] {
        assert_eq!(statements(text), [text]);
        assert_eq!(statements(&format!("{text};\nselect 1;")), [text, "select 1"]);
    }
}

#[test]
fn words_that_only_look_like_a_body_are_not_one() {
    assert_eq!(statements("begin; select 1; end"), ["begin", "select 1", "end"]);
    let table = "create table t as select begin atomic from s";
    assert_eq!(statements(&format!("{table}; select 1")), [table, "select 1"]);
    let function = "create function f(begin atomic) returns int return 1";
    assert_eq!(statements(&format!("{function}; select 1")), [function, "select 1"]);
    let body = "create function f() returns int language plpgsql as $$ begin return 1; end $$";
    assert_eq!(statements(&format!("{body}; select 1")), [body, "select 1"]);
}

#[test]
fn comments_directly_before_a_statement_belong_to_it() {
    let text =
        "-- file\n\n-- one\n/* two */\n  -- three\nselect 1; -- of one\n-- of two\nselect 2;";
    let found = split(text).unwrap();
    assert_eq!(&text[found[0].range.clone()], "-- one\n/* two */\n  -- three\nselect 1");
    assert_eq!(&text[found[1].range.clone()], "-- of two\nselect 2");
}

#[test]
fn ranges_are_those_of_the_parser() {
    for text in [
        "-- file\n\n-- one\n/* two */\n\tselect 1; -- of one\n-- of two\nselect 2; /* c */ select 3;\n\n-- d\n",
        "create table t (a int);\ncomment on table t is 'x';\n\n\n-- e\n\n-- f\ndrop table t",
    ] {
        let parsed = crate::sql::check_statements(text).unwrap();
        assert_eq!(split(text).unwrap(), parsed);
    }
}

#[test]
fn kinds_are_the_leading_words() {
    let kind = |text: &str| split(text).unwrap().remove(0).kind;
    for (text, expected) in [
        ("CREATE TABLE a ()", "create table"),
        ("create or replace function f() …", "create function"),
        ("create unique index i on t (a)", "create index"),
        ("create materialized view v as select 1", "create materialized view"),
        ("create text search configuration c (copy = simple)", "create text search configuration"),
        ("alter foreign data wrapper w no handler", "alter foreign data wrapper"),
        ("drop operator class o using btree", "drop operator class"),
        ("create operator + (leftarg = a)", "create operator"),
        ("create user someone", "create user"),
        ("create user mapping for u server s", "create user mapping"),
        ("alter default privileges grant select on tables to a", "alter default privileges"),
        ("comment on table a is 'b'", "comment"),
        ("insert into a values (1)", "insert"),
    ] {
        assert_eq!(kind(text), expected);
    }
}

#[test]
fn what_is_never_closed_is_refused_at_its_opening() {
    for (text, opening, word) in [
        ("select 1; select 'a;", "'", "closing quote"),
        ("select E'a\\';", "E'", "closing quote"),
        ("select \"a;", "\"", "quoted name"),
        ("select $tag$ a; $tag", "$tag$", "dollar quote"),
        ("select 1 /* a; /* */ b", "/*", "`*/`"),
        ("select (1; select 2", "(", "never closed"),
        ("create procedure p() begin atomic select 1; select 2", "begin atomic", "its `end`"),
        ("select 1); select 2", ")", "never opened"),
    ] {
        let errors = errors(text);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].1, opening, "{text}");
        assert!(errors[0].0.contains(word), "{errors:?}");
    }
}

#[test]
fn commands_of_psql_are_refused() {
    let found = errors("\\connect shop\nselect 1 \\gset\nselect 2;\n\\i other.sql\n\\restrict a");
    let places: Vec<&str> = found.iter().map(|(_, place)| *place).collect();
    assert_eq!(places, ["\\connect", "\\gset", "\\i"]);
}

#[test]
fn the_restrict_lines_of_a_dump_are_passed_over() {
    let text = "--\n-- dump\n--\n\n\\restrict Abc'1\n\nset a = 1;\n\n\\unrestrict Abc'1\n\n";
    assert_eq!(statements(text), ["set a = 1"]);
    assert_eq!(errors("select \\restrict a\n").len(), 1);
}

#[test]
fn rows_for_the_client_are_refused_once() {
    let text = "copy t (a) from stdin with (format text);\nit's\t'(\n\\N\n\\.\nselect 1;\ncopy t to stdout";
    let found = errors(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].1, "copy t (a) from stdin with (format text)");
    assert_eq!(found[1].1, "copy t to stdout");
    assert_eq!(statements("copy t from '/a/stdin'").len(), 1);
}

#[test]
fn strings_keep_their_meaning() {
    assert_eq!(errors("set standard_conforming_strings = off; select 1").len(), 1);
    assert_eq!(errors("set session standard_conforming_strings to 'off'").len(), 1);
    assert_eq!(statements("set standard_conforming_strings = on").len(), 1);
    assert_eq!(errors("select 'a\0'")[0].1, "\0");
    assert_eq!(statements("\u{feff}select 1"), ["select 1"]);
}

#[test]
fn transaction_control_is_known() {
    for text in [
        "begin",
        "BEGIN WORK",
        "start transaction isolation level serializable",
        "/* a */ commit and chain",
        "end",
        "rollback to a",
        "rollback prepared 'a'",
        "abort",
        "savepoint a",
        "release a",
        "prepare transaction 'a'",
    ] {
        assert!(transaction_control(text), "{text}");
    }
    for text in [
        "set transaction read only",
        "prepare a as select 1",
        "create procedure p() begin atomic end",
        "do $$ begin end $$",
        "select 1",
        "",
    ] {
        assert!(!transaction_control(text), "{text}");
    }
}

/// Statements as the server wants them run: `true` is outside of a transaction.
const OUTSIDE: &[(&str, bool)] = &[
    ("create index concurrently i on t (a)", true),
    ("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", true),
    ("create index i on t (a)", false),
    ("drop index concurrently i", true),
    ("drop index if exists i", false),
    ("reindex index concurrently i", true),
    ("reindex (concurrently) table t", true),
    ("reindex (concurrently off) table t", false),
    ("reindex (verbose) table concurrently t", true),
    ("reindex schema s", true),
    ("reindex table t", false),
    ("vacuum", true),
    ("vacuum (analyze) t", true),
    ("analyze t", false),
    ("cluster", true),
    ("cluster verbose", true),
    ("cluster t using i", false),
    ("create database d", true),
    ("drop database d", true),
    ("alter database d set tablespace pg_default", true),
    ("alter database d set work_mem = '1MB'", false),
    ("create tablespace s location '/nowhere'", true),
    ("drop tablespace s", true),
    ("alter system set work_mem = '1MB'", true),
    ("alter type e add value 'b'", false),
    ("alter table p detach partition c concurrently", true),
    ("alter table p detach partition c finalize", false),
    ("alter table p detach partition c", false),
    ("alter table t add column concurrently_built int", false),
    ("create subscription s connection 'x' publication p", true),
    ("create subscription s connection 'x' publication p with (create_slot = false)", false),
    ("create subscription s connection 'x' publication p with (connect = 'off')", false),
    ("drop subscription s", true),
    ("alter subscription s refresh publication", true),
    ("alter subscription s set publication p", true),
    ("alter subscription s set publication p with (refresh = false)", false),
    ("alter subscription s disable", false),
    ("refresh materialized view concurrently m", false),
    ("discard all", true),
    ("discard plans", false),
];

#[test]
fn what_runs_outside_a_transaction_is_known() {
    for (statement, outside) in OUTSIDE {
        assert_eq!(runs_outside_transaction(statement), *outside, "{statement}");
        assert_eq!(runs_outside_transaction(&format!("-- a\n{statement} ;")), *outside);
    }
}

/// 25001 is `active_sql_transaction`: most checks of the server come before it looks for objects.
#[test]
fn the_server_agrees_on_what_runs_outside_a_transaction() {
    use crate::sandbox::{Choice, Request, start};
    let sandbox = start(&Request::new(Choice::Local, 17), &|_| ()).unwrap();
    let database = sandbox.create_database("outside").unwrap();
    let mut client = database.connect().unwrap();
    let objects = "create table t (a int primary key); create index i on t (a);
         create table p (a int) partition by list (a); create table c partition of p for values in (1);
         create type e as enum ('a'); create schema s; create materialized view m as select 1 as a;
         create unique index on m (a)";
    client.batch_execute(objects).unwrap();
    let mut compared = 0;
    for (statement, outside) in OUTSIDE {
        // These speak of what this server does not have, or look for it first.
        if ["subscription", "concurrently off"].iter().any(|word| statement.contains(word)) {
            continue;
        }
        client.batch_execute("begin").unwrap();
        let refused = match client.batch_execute(statement) {
            Ok(()) => false,
            Err(error) => error.code().is_some_and(|code| code.code() == "25001"),
        };
        client.batch_execute("rollback").unwrap();
        assert_eq!(refused, *outside, "{statement}");
        compared += 1;
    }
    assert!(compared > 25, "{compared}");
}
