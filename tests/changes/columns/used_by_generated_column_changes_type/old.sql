create table public.items (id integer primary key, price integer, double integer generated always as (price * 2) stored);
