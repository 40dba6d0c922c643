-- PostgreSQL 15

-- transaction
alter table public.items alter column name set default 'none'::text;
