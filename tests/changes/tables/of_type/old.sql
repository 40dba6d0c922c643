create type public.item as (id integer, name text);
create table public.items (id integer, name text);
