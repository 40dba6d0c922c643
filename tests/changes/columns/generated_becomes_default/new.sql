create table public.items (id integer primary key, total numeric default 20);
