create table public.items (id integer primary key, price numeric, count integer);
alter table public.items add column total numeric generated always as (price * count) stored;
