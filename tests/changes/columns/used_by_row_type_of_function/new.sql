create table public.items (id integer primary key, name text);
create function public.first_item() returns public.items language sql stable as 'select * from public.items limit 1';
create function public.label(item public.items) returns text language sql immutable as 'select item.id::text';
