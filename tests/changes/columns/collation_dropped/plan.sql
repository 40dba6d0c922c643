-- PostgreSQL 15

-- transaction
alter table public.items alter column name type text;
