create table public.leftover (id integer);
