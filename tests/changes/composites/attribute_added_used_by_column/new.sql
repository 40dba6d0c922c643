create type public.address as (street text, city text, country text);
create table public.people (id integer primary key, home public.address);
