-- PostgreSQL 15

-- transaction
create table public.nothing ();
