create table public.items (id integer primary key, price numeric);
alter table public.items add constraint items_price check (price > 0 and price < 1e6);
