create table public.items (id integer primary key, count integer default 1);
