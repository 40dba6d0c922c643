create table public.items (id integer primary key, name text);
create index items_name on public.items (lower(name));
