create table public.items (name text, price numeric);
