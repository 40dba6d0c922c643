create table public.items (id integer primary key, b integer);
