-- PostgreSQL 15

-- transaction
alter table public.b alter column id set default nextval('public.numbers'::regclass);
