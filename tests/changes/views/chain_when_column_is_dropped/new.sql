create table public.items (id integer primary key, name text);
create view public.a as select id, name from public.items;
create view public.b as select id, name from public.a;
