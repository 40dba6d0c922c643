-- PostgreSQL 15

-- transaction
alter table public.events alter column count type bigint;
