create type public.item as (id integer);
create table public.items of public.item;
