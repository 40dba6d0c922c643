create table public.items (id integer primary key, name text);
create index by_name on public.items (name);
