-- PostgreSQL 15

-- transaction
alter table public.items alter column count drop default;
alter table public.items alter column count type text;
alter table public.items alter column count set default 'one'::text;
