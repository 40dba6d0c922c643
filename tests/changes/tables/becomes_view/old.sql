create table public.stock (id integer primary key, count integer);
