create role chg_grants_both;
create table public.items (id integer primary key, name text);
grant select (name) on public.items to chg_grants_both;
grant update on public.items to chg_grants_both;
