create table public.items (id integer primary key, name text);
create materialized view public.names as select id, name from public.items;
create unique index names_id on public.names (id);
