create role chg_statistics_owner;
create schema stats;
create table public.items (id integer primary key, a integer, b integer);
grant create on schema stats to chg_statistics_owner;
create statistics public.items_a_b on a, b from public.items;
