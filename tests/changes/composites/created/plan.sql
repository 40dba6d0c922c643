-- PostgreSQL 15

-- transaction
create type public.address as (street text, city text);
