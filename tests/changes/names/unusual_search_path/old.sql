create schema first;
create schema second;
set search_path = second, first, public;
create table items (id integer primary key);
create view names as select id from items;
