create table public.items (id integer primary key, name text collate "C");
create index items_name on public.items (name);
