-- PostgreSQL 15

-- transaction
alter publication feed drop table public.a;
alter publication feed add table public.c;
