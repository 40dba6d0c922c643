create table public.items (id integer primary key, price numeric, total numeric);
