create table public.items (id integer primary key);
create view public.b as select id from public.items;
create view public.a as select id from public.b;
