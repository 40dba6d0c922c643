create table public.items (id integer primary key, price numeric, count integer);
