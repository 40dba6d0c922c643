-- PostgreSQL 15

-- transaction
alter publication everything drop table public.items;
alter table public.items alter column size type bigint;
alter publication everything add table public.items (id, size) where ((size > 0));
