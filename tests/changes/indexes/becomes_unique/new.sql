create table public.items (id integer primary key, name text);
create unique index items_name on public.items (name) nulls not distinct;
