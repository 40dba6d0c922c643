create schema reports;
create table public.items (id integer primary key, name text);
create view public.names as select name from public.items;
create view public.short_names as select left(name, 3) as name from public.names;
