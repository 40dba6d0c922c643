create table public.items (id integer primary key, price numeric);
create view public.item_list as select id, price::text as price from public.items;
