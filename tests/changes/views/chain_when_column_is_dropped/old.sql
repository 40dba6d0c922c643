create table public.items (id integer primary key, name text, note text);
create view public.a as select id, name, note from public.items;
create view public.b as select id, name, note from public.a;
