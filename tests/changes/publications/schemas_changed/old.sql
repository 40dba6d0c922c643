create schema a;
create schema b;
create table a.items (id integer primary key);
create publication feed for tables in schema a;
