create role chg_grants_columns;
create table public.items (id integer primary key, name text, price numeric);
grant select (id, name), update (name) on public.items to chg_grants_columns;
