create schema app;
create table app.pg_class (oid bigint, relname name);
create type app.text as (value pg_catalog.text);
create function app.now() returns timestamptz language sql as 'select pg_catalog.now()';
create table app.uses (t app.text, at timestamptz default app.now(), at2 timestamptz default pg_catalog.now());
