create role chg_grants_table;
create table public.items (id integer primary key, name text);
