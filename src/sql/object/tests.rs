use super::*;

fn shown(object: &ObjectName) -> String {
    let signature = object.signature.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let table = object.table.as_ref().map(|it| format!(" on {it}")).unwrap_or_default();
    format!("{} {}{signature}{table}", object.kind, object.name)
}

fn role(text: &str) -> String {
    match parse_statement(text).expect(text) {
        StatementRole::Create(created) => shown(&created.object),
        StatementRole::FollowUp(it) => {
            format!("{:?}: {}", it.verb, it.object.as_ref().map(shown).unwrap_or_default())
        }
    }
}

#[test]
fn names_what_is_created() {
    let statements = "\
create table if not exists s.t (a int);
create temp table t as select 1 as a;
create view v as select 1;
create materialized view s.m as select 1;
create function s.f(a int, out b text) language sql as 'select 1';
create procedure p(a varchar(3)) language sql as 'select 1';
create aggregate s.total(int, text) (sfunc = f, stype = int);
create aggregate c(*) (sfunc = f, stype = int);
create operator s.=== (function = f, leftarg = int, rightarg = text);
create operator ! (function = f, rightarg = int);
create operator class s.c for type int using btree as operator 1 <;
create operator family o using hash;
create cast (varchar(3) as s.u) with function f(varchar);
create collation c (provider = icu, locale = 'de');
create text search configuration s.c (copy = simple);
create text search dictionary d (template = simple);
create text search parser p (start = a, gettoken = b, end = c, lextypes = d);
create text search template t (lexize = a);
create event trigger e on ddl_command_end execute function f();
create rule r as on insert to s.t do instead nothing;
create policy p on s.t using (true);
create trigger g before insert on s.t for each row execute function f();
create index i on only s.t (a);
create statistics s.x on a, b from t;
create publication p for table t;
create subscription u connection 'a' publication p;
create server s foreign data wrapper w;
create foreign data wrapper w;
create foreign table s.f (a int) server x;
create type s.e as enum ('a');
create type s.r as range (subtype = int);
create type s.c as (a int);
create domain s.d as int check (value > 0);
create sequence s.q;
create extension if not exists \"uuid-ossp\";
create language l;
create role r login;
create user u;
create group g;
create schema s;
create database d;
create tablespace t location '/a';
create conversion c for 'UTF8' to 'LATIN1' from f;
create access method m type table handler h;
create transform for int language l (from sql with function f(internal));
create user mapping for \"Ann\" server x";
    let roles: Vec<_> = statements.split(";\n").map(role).collect();
    insta::assert_snapshot!(roles.join("\n"), @r#"
    TABLE s.t
    TABLE t
    VIEW v
    MATERIALIZED VIEW s.m
    FUNCTION s.f (integer)
    PROCEDURE p (character varying)
    AGGREGATE s.total (integer, text)
    AGGREGATE c (*)
    OPERATOR s."===" (integer, text)
    OPERATOR "!" (NONE, integer)
    OPERATOR CLASS s.c (btree)
    OPERATOR FAMILY o (hash)
    CAST "character varying AS s.u"
    COLLATION c
    TEXT SEARCH CONFIGURATION s.c
    TEXT SEARCH DICTIONARY d
    TEXT SEARCH PARSER p
    TEXT SEARCH TEMPLATE t
    EVENT TRIGGER e
    RULE r on s.t
    POLICY p on s.t
    TRIGGER g on s.t
    INDEX i on s.t
    STATISTICS s.x
    PUBLICATION p
    SUBSCRIPTION u
    SERVER s
    FOREIGN DATA WRAPPER w
    FOREIGN TABLE s.f
    TYPE s.e
    TYPE s.r
    TYPE s.c
    DOMAIN s.d
    SEQUENCE s.q
    EXTENSION "uuid-ossp"
    LANGUAGE l
    ROLE r
    ROLE u
    ROLE g
    SCHEMA s
    DATABASE d
    TABLESPACE t
    CONVERSION c
    ACCESS METHOD m
    TRANSFORM "FOR integer LANGUAGE l"
    USER MAPPING "FOR ""Ann"" SERVER x"
    "#);
}

#[test]
fn names_what_follow_ups_are_about() {
    let statements = "\
comment on table s.t is 'a';
comment on column s.t.a is 'a';
comment on function f(int) is 'a';
comment on aggregate s.total(int) is 'a';
comment on trigger g on s.t is 'a';
comment on constraint c on s.t is 'a';
comment on operator class c using btree is 'a';
alter table s.t add column b int;
alter function s.f(int) owner to r;
alter view v rename to w;
alter role r set search_path = a;
alter default privileges grant select on tables to r;
drop table t;
drop table t, u;
grant select on s.t to r;
grant select on t, u to r;
grant a to b;
grant execute on function f(int) to r;
grant usage on schema s to r;
revoke all on table s.t from public;
set search_path = a;
do $$ begin end $$;
select 1;
begin";
    let roles: Vec<_> = statements.split(";\n").map(role).collect();
    insta::assert_snapshot!(roles.join("\n"), @"
    Comment: TABLE s.t
    Comment: COLUMN a on s.t
    Comment: FUNCTION f (integer)
    Comment: AGGREGATE s.total (integer)
    Comment: TRIGGER g on s.t
    Comment: CONSTRAINT c on s.t
    Comment: OPERATOR CLASS c (btree)
    Alter: TABLE s.t
    Alter: FUNCTION s.f (integer)
    Alter: VIEW v
    Alter: ROLE r
    Alter: 
    Drop: TABLE t
    Drop: 
    Grant: TABLE s.t
    Grant: 
    Grant: 
    Grant: FUNCTION f (integer)
    Grant: SCHEMA s
    Revoke: TABLE s.t
    Set: 
    Do: 
    Other: 
    Other:
    ");
}

#[test]
fn refuses_what_has_no_name() {
    let refused = |text: &str| {
        let errors = parse_create(text).expect_err(text);
        format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
    };
    insta::assert_snapshot!(refused("create index on t (a)"), @"INDEX needs a name of its own here `create index on t (a)`");
    insta::assert_snapshot!(refused("create schema authorization r"), @"a schema needs a name of its own here `create schema authorization r`");
    insta::assert_snapshot!(refused("create table a (b int); create table c (d int)"), @"this is a second statement `create table c (d int)`");
    insta::assert_snapshot!(refused("select 1"), @"a CREATE statement is expected here `select 1`");
    insta::assert_snapshot!(refused(""), @"the text is empty ``");
    insta::assert_snapshot!(refused("create table a.b.c (d int)"), @"a name has at most a schema: names of databases are not read `a.b.c`");
    assert!(parse_create("create or replace view v as select 1").expect("reads").or_replace);
    assert!(parse_create("create schema if not exists s").expect("reads").if_not_exists);
}
