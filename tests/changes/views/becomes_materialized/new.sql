create table public.items (id integer primary key, name text);
create materialized view public.names as select id, name from public.items;
create view public.short_names as select left(name, 3) as name from public.names;
