create schema app;
create table app.pg_class (oid integer, relname text);
