-- PostgreSQL 15

-- transaction
alter table public.parent alter column size type bigint;
