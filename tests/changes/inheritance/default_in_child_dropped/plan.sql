-- PostgreSQL 15

-- transaction
alter table public.child alter column kind drop default;
