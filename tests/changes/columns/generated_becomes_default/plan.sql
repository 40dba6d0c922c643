-- PostgreSQL 15

-- transaction
alter table public.items alter column total drop expression;
alter table public.items alter column total set default 20;
