create table public.items (id integer primary key, a integer, name text);
create statistics public.items_names on (lower(name)) from public.items;
