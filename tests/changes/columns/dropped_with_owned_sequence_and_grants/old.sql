create role chg_dropped_with_grants;
create table public.items (id integer primary key, code serial, name text);
grant select (code), update (name) on public.items to chg_dropped_with_grants;
