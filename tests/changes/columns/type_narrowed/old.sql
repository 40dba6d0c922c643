create table public.items (id integer primary key, count bigint, code text, price numeric);
