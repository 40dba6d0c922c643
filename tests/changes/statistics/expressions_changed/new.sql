create table public.items (id integer primary key, a integer, name text);
create statistics public.items_names on (lower(name)), (a % 10), a from public.items;
