-- PostgreSQL 15

-- transaction
alter table public.items alter column id set default nextval('public.numbers'::regclass);
