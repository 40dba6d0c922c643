create table public.items (id integer primary key, price numeric, total numeric generated always as (price * 2) stored);
