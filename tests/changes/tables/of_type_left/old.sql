create type public.item as (id integer, name text);
create table public.items of public.item (primary key (id));
