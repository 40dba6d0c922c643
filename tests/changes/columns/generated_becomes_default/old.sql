create table public.items (id integer primary key, total numeric generated always as (10 * 2) stored);
