create role chg_first;
create role chg_second;
create role chg_third;
create schema shop;
create table shop.items (id integer primary key, name text);
grant usage on schema shop to chg_second, chg_third;
