create table public.items (id integer primary key, name text);
create view public.everything as select * from public.items;
