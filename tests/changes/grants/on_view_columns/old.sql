create role chg_grants_view;
create table public.items (id integer primary key, name text);
create view public.names as select id, name from public.items;
create materialized view public.counts as select count(*) as count from public.items;
grant select on public.names to chg_grants_view;
