create table public.items (id integer primary key, price numeric constraint items_price check (price > 0));
comment on constraint items_price on public.items is 'Old.';
