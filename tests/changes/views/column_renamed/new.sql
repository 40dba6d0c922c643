create table public.items (id integer primary key, name text);
create view public.item_list as select id, name as title from public.items;
