create table public.items (id integer primary key, name text, price numeric);
create view public.item_list as select id, name, price from public.items;
