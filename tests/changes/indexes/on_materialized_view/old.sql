create table public.items (id integer primary key, name text);
create materialized view public.names as select id, name from public.items;
create index names_name on public.names (name);
