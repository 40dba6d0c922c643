create type public.size as (width integer, height integer);
create table public.boxes (id integer primary key, size public.size);
