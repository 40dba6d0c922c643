create table public.items (id integer primary key, name text);
create view public.names as select id, name from public.items;
alter view public.names alter column name set default 'old';
