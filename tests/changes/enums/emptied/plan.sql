-- PostgreSQL 15

-- transaction
drop type public.nothing_yet;
create type public.nothing_yet as enum ();
