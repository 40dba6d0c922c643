create table public.items (id integer primary key, a integer, b integer, c text);
create statistics public.items_all on a, b, c from public.items;
