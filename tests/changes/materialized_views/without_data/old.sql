create table public.items (id integer primary key, name text);
create materialized view public.names as select id, name from public.items with data;
