-- PostgreSQL 15

-- transaction
alter table public.items alter column id type bigint;
alter table public.parts alter column item type bigint;
