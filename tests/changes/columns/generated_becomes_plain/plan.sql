-- PostgreSQL 15

-- transaction
alter table public.items alter column total drop expression;
