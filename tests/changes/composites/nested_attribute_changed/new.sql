create type public.inner_part as (a integer, b text);
create type public.outer_part as (part public.inner_part, name text);
create table public.parts (id integer primary key, part public.outer_part);
