create table public.items (id integer primary key, name text);
create index items_name on public.items (lower(name), id, upper(name));
alter index public.items_name alter column 1 set statistics 500;
