create table public.items (id integer primary key, name text);
create materialized view public.names with (fillfactor = 70, autovacuum_enabled = off) as select id, name from public.items;
