create type public.address as (street text, city text);
create table public.people (id integer primary key, home public.address);
