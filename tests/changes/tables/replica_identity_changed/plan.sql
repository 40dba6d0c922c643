-- PostgreSQL 15

-- transaction
alter table public.items replica identity full;
