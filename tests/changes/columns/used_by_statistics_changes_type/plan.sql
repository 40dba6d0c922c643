-- PostgreSQL 15

-- transaction
alter table public.items alter column a type bigint;
