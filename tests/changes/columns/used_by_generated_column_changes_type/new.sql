create table public.items (id integer primary key, price bigint, double bigint generated always as (price * 2) stored);
