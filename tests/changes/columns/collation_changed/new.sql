create table public.items (id integer primary key, name text collate "POSIX");
create index items_name on public.items (name);
