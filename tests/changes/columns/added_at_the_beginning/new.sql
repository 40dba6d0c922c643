create table public.items (id integer, name text, price numeric);
