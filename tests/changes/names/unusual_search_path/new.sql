create schema first;
create schema second;
set search_path = second, first, public;
create table first.items (id integer primary key);
create table items (id integer primary key, name text);
create view names as select id, name from items;
