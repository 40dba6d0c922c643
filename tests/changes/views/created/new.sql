create table public.items (id integer primary key, name text);
create view public.names as select name from public.items;
