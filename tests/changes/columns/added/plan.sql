-- PostgreSQL 15

-- transaction
alter table public.items add column name text;
