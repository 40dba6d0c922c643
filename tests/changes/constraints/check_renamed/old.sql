create table public.items (id integer primary key, price numeric);
alter table public.items add constraint items_price_check check (price >= 0);
