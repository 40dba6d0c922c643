-- PostgreSQL 15

-- transaction
alter table public.items not of;
