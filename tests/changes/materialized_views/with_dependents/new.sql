create table public.items (id integer primary key, name text);
create materialized view public.a as select id, name, length(name) as size from public.items;
create materialized view public.b as select id from public.a;
create view public.c as select id from public.b;
