create type public.size as (width numeric, height integer);
create table public.boxes (id integer primary key, size public.size);
