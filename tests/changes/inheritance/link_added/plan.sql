-- PostgreSQL 15

-- transaction
alter table public.child inherit public.parent;
