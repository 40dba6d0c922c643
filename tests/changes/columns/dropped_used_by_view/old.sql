create table public.items (id integer primary key, name text, old_price numeric);
create view public.item_list as select id, name, old_price from public.items;
