-- PostgreSQL 15

-- transaction
alter table public.items alter column id drop identity;
