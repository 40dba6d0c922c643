-- PostgreSQL 15

-- transaction
alter table public.child no inherit public.parent;
