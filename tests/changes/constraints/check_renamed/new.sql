create table public.items (id integer primary key, price numeric);
alter table public.items add constraint price_not_negative check (price >= 0);
