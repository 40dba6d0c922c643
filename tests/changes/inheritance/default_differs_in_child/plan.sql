-- PostgreSQL 15

-- transaction
alter table public.child alter column kind set default 'child'::text;
